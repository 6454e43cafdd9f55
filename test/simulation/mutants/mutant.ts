// A mutant: the real code with one rule switched off, by which the simulator shows that it would notice. It is a change
// of text, made while the module is loaded, so that the code itself knows of no mutants. Text that is not found exactly
// once is an error: a list that no longer fits the code would prove nothing.
import type { Scenario } from '../simulator/scenario.ts'

/** In one file, this text becomes that. */
export interface Change {
  /** From the project's top. */
  readonly file: string
  readonly from: string
  readonly to: string
}

export interface Mutant extends Change {
  readonly name: string
  /** The rule that it breaks, such as E1. */
  readonly rule: string
  /** What it does wrong. */
  readonly what: string
  /** Where one rule is kept in two places. */
  readonly also?: readonly Change[]
  /** `seeds`: the checkers, within a thousand worlds. A title: that test, since chance finds it too seldom. Or nothing
   *  does, and why. */
  readonly caughtBy: 'seeds' | `[${string}` | { readonly harmless: string }
  /** Worlds in which it shows soonest. */
  readonly scenario?: Scenario
}

export class MutantError extends Error {
  override readonly name = 'MutantError'
}

/** The file's text with the mutant's changes. @throws MutantError where one does not fit exactly once. */
export function mutated(mutant: Mutant, file: string, text: string): string {
  return changesOf(mutant)
    .filter(change => change.file === file)
    .reduce((source, { from, to }) => {
      const found = source.split(from).length - 1
      if (found !== 1) throw new MutantError(`${mutant.name}: in ${file} this is found ${found} times:\n${from}`)
      return source.replace(from, () => to)
    }, text)
}

export const changesOf = (mutant: Mutant): readonly Change[] => [mutant, ...(mutant.also ?? [])]
