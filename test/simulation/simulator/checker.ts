// A checker watches one rule. It is shown everything, changes nothing, and throws at the first moment the rule is
// broken.
import type { Chronicle } from './chronicle.ts'
import type { Sighting } from './sighting.ts'

export class Violation extends Error {
  override readonly name = 'Violation'
  /** The checker that saw it. */
  readonly checker: string
  constructor(checker: string, message: string) {
    super(message)
    this.checker = checker
  }
}

export interface Checker {
  readonly name: string
  see(sighting: Sighting): void
}

/** `chronicle` has already recorded what the checker is shown. */
export type MakeChecker = (chronicle: Chronicle) => Checker

/** Makes a checker from a function that gets a `fail` of its own. */
export function checker(
  name: string,
  make: (chronicle: Chronicle, fail: (text: string) => never) => Checker['see'],
): MakeChecker {
  const fail = (text: string): never => {
    throw new Violation(name, text)
  }
  return chronicle => ({ name, see: make(chronicle, fail) })
}
