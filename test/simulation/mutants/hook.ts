// Loads the mutant that the environment names instead of the code as it is: `node --import` of this file, for tests in
// processes of their own. A thread that has not loaded the code yet calls `become` itself.
import { registerHooks } from 'node:module'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mutants } from './index.ts'
import { changesOf, type Mutant, MutantError, mutated } from './mutant.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

export function become(mutant: Mutant): void {
  const files = new Set(changesOf(mutant).map(({ file }) => file))
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      const file = url.startsWith('file:') ? relative(ROOT, fileURLToPath(url)) : ''
      return files.has(file) ? { ...loaded, source: mutated(mutant, file, `${loaded.source}`) } : loaded
    },
  })
}

const { MUTANT } = process.env
if (MUTANT !== undefined) {
  const mutant = mutants.find(({ name }) => name === MUTANT)
  if (!mutant) throw new MutantError(`there is no mutant "${MUTANT}"`)
  become(mutant)
}
