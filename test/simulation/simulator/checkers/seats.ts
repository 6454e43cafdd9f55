// [G2, E9] A player has one seat of a session; and is told of it (`created`, `joined`) only when the backups know of it
// too.
import type { SessionState } from '../../../../node/core/session/state.ts'
import type { PlayerId, Version } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import { type Story, seatIn } from '../chronicle.ts'

/** Whether a state that all backups of its epoch have confirmed gives the player this seat. */
function isBacked(story: Story, player: PlayerId, seat: number): boolean {
  for (const [epoch, { owner, backups }] of story.configs) {
    if (owner === null || epoch === 0) continue
    const confirms = story.confirms.get(epoch)
    const version = Math.min(...backups.map(backup => confirms?.get(backup) ?? -1))
    for (const [made, state] of story.states.get(epoch) ?? [])
      if (made <= version && seatIn(state, player) === seat) return true
    // What the epoch began with is not seen where its owner made more in that turn: it is what the same owner had
    // before.
    const begun = version >= 0 ? story.state(epoch, version as Version) : undefined
    if (begun && seatIn(begun, player) === seat) return true
  }
  return false
}

export const seats = checker('seats', (chronicle, fail) => {
  const seen = new WeakSet<SessionState['seats']>()
  return s => {
    if (s.kind === 'runs' && !seen.has(s.state.seats)) {
      seen.add(s.state.seats)
      const players = s.state.seats.map(({ player }) => player)
      const twice = players.find((player, i) => players.indexOf(player) !== i)
      if (twice) fail(`${twice} has two seats of ${s.config.session}`)
    } else if (s.kind === 'told' && (s.message.kind === 'created' || s.message.kind === 'joined')) {
      const { kind, session, seat } = s.message
      if (!isBacked(chronicle.story(session), s.player, seat))
        fail(`${s.player} is told of ${session} (${kind}), where no backup knows of seat ${seat}`)
    }
  }
})
