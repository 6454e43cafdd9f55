// A later release's Minotaur, for tests of two releases side by side: it also keeps in which order characters fell, so
// its schema is another. It is what any release with a new schema has to be: it migrates the old one, and can still
// write it for those that read nothing else [G7].
import * as v from 'valibot'
import type { Game, Step } from '../../../node/core/game.ts'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import type { MinotaurState } from '../../../node/games/minotaur/state.ts'

export interface NextState extends MinotaurState {
  /** Seats, in the order in which their characters fell; of those of one round, by number. */
  readonly fallen: readonly number[]
}

const OLD = 1
const NEW = 2
const SavedSchema = v.looseObject({ fallen: v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))) })

function withFallen(state: MinotaurState): NextState {
  const fell = [...state.players.entries()].filter(([, { fell }]) => fell > 0)
  return { ...state, fallen: fell.sort(([, a], [, b]) => a.fell - b.fell).map(([seat]) => seat) }
}

const asNext = (step: Step<MinotaurState>): Step<NextState> => ({ ...step, state: withFallen(step.state) })

function save({ fallen, ...state }: NextState, schema: number): unknown {
  if (schema === OLD) return minotaur.save(state, OLD)
  if (schema !== NEW) throw new Error(`this release writes schemas ${OLD} and ${NEW} of Minotaur, not ${schema}`)
  return { ...(minotaur.save(state, OLD) as object), fallen }
}

function load(saved: unknown, schema: number): NextState {
  if (schema === OLD) return withFallen(minotaur.load(saved, OLD))
  if (schema !== NEW) throw new Error(`this release reads schemas ${OLD} and ${NEW} of Minotaur, not ${schema}`)
  const { fallen, ...rest } = v.parse(SavedSchema, saved)
  return { ...minotaur.load(rest, OLD), fallen }
}

/** `writes` the new schema alone: a release still later, beside which nobody is to be rolled back so far. */
export function nextMinotaur(writes: readonly number[] = [OLD, NEW]): Game<NextState> {
  return {
    name: minotaur.name,
    reads: [OLD, NEW],
    writes,
    moments: minotaur.moments!,
    presence: {
      isConnected: (state, seat) => minotaur.presence!.isConnected(state, seat),
      seen: (state, seat, connected) => asNext(minotaur.presence!.seen(state, seat, connected)),
    },
    create: seed => withFallen(minotaur.create(seed)),
    join: (state, seat, name) => asNext(minotaur.join(state, seat, name)),
    command: (state, seat, body) => asNext(minotaur.command(state, seat, body)),
    timeout: state => asNext(minotaur.timeout(state)),
    view: (state, seat) => minotaur.view(state, seat),
    over: state => minotaur.over(state),
    save,
    load,
  }
}
