// `npm run deploy`: a start-first rolling deploy over the mesh of `npm start`, while people play.
import { defineCommand, runMain } from 'citty'
import { duration, orExplain, wholeNumber } from './local/arguments.ts'
import { requestDeploy } from './local/control.ts'
import { showRollEvent } from './local/show.ts'

const command = defineCommand({
  meta: {
    name: 'npm run deploy --',
    description:
      'Replaces each node of the running local mesh by one of a new release: the new one first, then SIGTERM to the old one.',
  },
  args: {
    parallel: { type: 'string', default: '1', valueHint: 'N', description: 'nodes that are replaced at one time' },
    delay: { type: 'string', default: '1s', valueHint: 'T', description: 'between two groups, such as 500ms or 10s' },
    overlap: {
      type: 'boolean',
      default: false,
      description: 'go on while the old nodes still drain, as Swarm does, instead of waiting for their exit',
    },
  },
  run: called =>
    orExplain(called, async args => {
      let failures = 0
      await requestDeploy(
        {
          parallel: wholeNumber('parallel', args.parallel, { min: 1, max: 12 }),
          delayMs: duration('delay', args.delay),
          overlap: args.overlap,
        },
        event => {
          process.stdout.write(`${showRollEvent(event)}\n`)
          if (event.kind === 'left' && event.exit.code !== 0) failures++
        },
      )
      if (failures > 0) process.exitCode = 1
    }),
})

await runMain(command)
