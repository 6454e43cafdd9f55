// The ledger with errors in every function that a game has, by its state alone, so that each node meets the same. What
// is to be refused is thrown at instead, or leaves a state that cannot be written: so whatever else is promised of the
// ledger still holds.
import type { Game } from '../../../node/core/game.ts'
import { type Body, type Ledger, ledger } from './ledger.ts'

const UNWRITABLE = 'cannot be written'

function fails(when: boolean, what: string): void {
  if (when) throw new Error(`the ledger fails: ${what}`)
}

/** Its players are shown nothing new. */
export const isUnseen = ({ log }: Ledger): boolean => log.length % 4 === 2

/** As the ledger of that release. */
export function faulty(newest: 1 | 2): Game<Ledger> {
  const sound = ledger(newest)
  return {
    ...sound,
    create(seed) {
      fails(seed % 5 === 4, 'create')
      return sound.create(seed)
    },
    join(state, seat, name) {
      fails(state.log.length === 1, 'join')
      return sound.join(state, seat, name)
    },
    command(state, seat, body) {
      const { n } = body as Body
      fails(n % 15 === 5, 'command')
      if (n % 15 === 10) return { state: { ...state, log: [...state.log, UNWRITABLE] }, refusal: null }
      return sound.command(state, seat, body)
    },
    timeout(state) {
      fails(state.log.length % 5 === 4, 'timeout')
      return sound.timeout(state)
    },
    view(state, seat) {
      fails(isUnseen(state), 'view')
      return sound.view(state, seat)
    },
    over(state) {
      fails(state.log.length % 3 === 1, 'over')
      return sound.over(state)
    },
    save(state, schema) {
      fails(state.log.includes(UNWRITABLE), 'save')
      return sound.save(state, schema)
    },
  }
}
