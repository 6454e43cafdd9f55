// All mutants: a new one needs a record in one of these files, and a run that says what catches it.
import { acknowledging } from './acknowledging.ts'
import { deciding } from './deciding.ts'
import { failing } from './failing.ts'
import { forcing } from './forcing.ts'
import { leaving } from './leaving.ts'
import { limiting } from './limiting.ts'
import { marking } from './marking.ts'
import { meeting } from './meeting.ts'
import { moving } from './moving.ts'
import type { Mutant } from './mutant.ts'
import { offering } from './offering.ts'
import { parking } from './parking.ts'
import { playing } from './playing.ts'
import { showing } from './showing.ts'
import { signing } from './signing.ts'
import { taking } from './taking.ts'
import { voting } from './voting.ts'

export const mutants: readonly Mutant[] = [
  ...acknowledging,
  ...signing,
  ...voting,
  ...deciding,
  ...moving,
  ...offering,
  ...leaving,
  ...parking,
  ...marking,
  ...meeting,
  ...taking,
  ...forcing,
  ...failing,
  ...playing,
  ...showing,
  ...limiting,
]
