// `npm run golden`: keeps the bytes that this release writes, for all later ones to read. Never changes what is kept
// already.
import { defineCommand, runMain } from 'citty'
import { make } from '../test/golden/make.ts'
import { orExplain } from './local/arguments.ts'

const command = defineCommand({
  meta: {
    name: 'npm run golden',
    description:
      'Writes the golden bytes that the present release has none of yet to test/golden/kept. A release is the version in package.json, the numbers in protocol/version.ts and the schema of the game.',
  },
  run: called =>
    orExplain(called, async () => {
      const { release, added } = make()
      process.stdout.write(`${release}: ${added.length === 0 ? 'nothing is missing' : `added ${added.join(', ')}`}\n`)
    }),
})

await runMain(command)
