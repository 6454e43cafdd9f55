// Plans that arrive when their round is over.
import test from 'ava'
import type { Game } from '../../../node/core/game.ts'
import { applyCommand, type SessionState } from '../../../node/core/session/state.ts'
import { type MinotaurState, minotaur } from '../../../node/games/minotaur/index.ts'
import type { ClientId, Code, PlayerId, Seq, SessionId } from '../../../protocol/ids.ts'
import { A, begun, E, move, round } from './table.ts'

const O = { q: 0, r: 0 }
const register = { do: 'register', action: move(E) }

/** The game in a session, where nobody has said anything yet. */
const sessionOf = (game: MinotaurState): SessionState => ({
  id: 'game' as SessionId,
  code: 'KEPS' as Code,
  maker: 'p0' as PlayerId,
  key: 'key' as ClientId,
  seats: game.players.map(({ name }, i) => ({
    player: `p${i}` as PlayerId,
    name,
    holder: `tab${i}` as ClientId,
    former: [],
    last: 0 as Seq,
    chain: 0,
    results: [],
  })),
  game,
})

test('[R27] a plan that comes after its round is refused, and nothing of it is done', t => {
  const state = round(begun([O, O]))
  const session = { ...sessionOf(state) }
  for (const body of [register, { do: 'unregister', index: 0 }, { do: 'ready', ready: true }]) {
    const { state: after } = applyCommand(session, minotaur as Game, A, { seq: 1 as Seq, body, moment: 1 })
    t.is(after.game, state, JSON.stringify(body))
    t.like(after.seats[A]!.results.at(-1), { code: 'too-late' })
    t.regex(after.seats[A]!.results.at(-1)!.text, /round 1 .*too late.* round 2/)
  }
  const { state: planned } = applyCommand(session, minotaur as Game, A, {
    seq: 1 as Seq,
    body: register,
    moment: 2,
  })
  t.deepEqual((planned.game as MinotaurState).players[A]!.actions, [move(E)])
})

test('[R27] who gives up does so in any round', t => {
  const session = sessionOf(round(begun([O, O])))
  const { state: after } = applyCommand(session, minotaur as Game, A, {
    seq: 1 as Seq,
    body: { do: 'leave' },
    moment: 1,
  })
  t.is(after.seats[A]!.results.at(-1), null)
  t.true((after.game as MinotaurState).players[A]!.withdrawn)
})
