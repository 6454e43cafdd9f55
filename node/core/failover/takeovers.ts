// How many takeovers a node has under way at one time. Where one with thousands of sessions dies, all at once would
// each wait for all, and some would be begun again. The others stand in line, and are not looked at before it is their
// turn: who looks at all of them each time one is done looks as often as the square of their number.
import type { Member } from '../consensus/member.ts'
import type { Context } from '../context.ts'

const TAKEOVERS_AT_ONCE = 64
/** Nobody stands in line for longer without a look at whether there is still something to do. */
const LOOK_AGAIN_MS = 5_000

/** Whether the session's takeover may begin now; else it stands in line. */
export function isItsTurn({ store, now }: Context, m: Member): boolean {
  const { session } = m.config
  store.takeoverQueue.delete(session)
  if (m.proposal || store.takingOver(now) < TAKEOVERS_AT_ONCE) return true
  store.takeoverQueue.add(session)
  m.lookAt = now + LOOK_AGAIN_MS
  return false
}

/** At the end of a turn: those whose turn has come are looked at. */
export function callNext({ store, now }: Context): void {
  let places = store.takeoverQueue.size === 0 ? 0 : TAKEOVERS_AT_ONCE - store.takingOver(now)
  for (const session of store.takeoverQueue) {
    if (places-- <= 0) break
    store.takeoverQueue.delete(session)
    const m = store.members.get(session)
    if (m) m.lookAt = 0
    store.due.add(session)
  }
}
