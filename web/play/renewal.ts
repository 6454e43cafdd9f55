// When the player's token is renewed, and what becomes of one that is no longer accepted.
//
// It is renewed at half of its life or after a day, whichever is first, on any screen: then nodes may be out of reach
// for as long again. Timers stand while a laptop sleeps or a tab is hidden, so the time is looked at whenever something
// happens; where all of that came too late, a node renews the expired token for as long as the tab holds a seat, and
// the screen stays what it was meanwhile.
import { adopt, ask, identity, keepAnswer, type Wanted } from './identity.ts'
import { isDue, retryMs } from './lifetime.ts'

/** `failed`: no node could say. */
export type Renewal = 'renewed' | 'refused' | 'failed'

let askedAt = Number.NEGATIVE_INFINITY
let underWay: Promise<Renewal> | null = null

/** Where it is time. Null: it is not. */
export function renewIfDue(seat: Wanted): Promise<Renewal> | null {
  const token = identity.value
  if (!token || underWay || !isDue(token, Date.now()) || performance.now() - askedAt < retryMs(token)) return null
  return renew(seat)
}

/** One request at a time serves all who ask for it. */
export function renew(seat: Wanted): Promise<Renewal> {
  underWay ??= attempt(seat).finally(() => {
    underWay = null
  })
  return underWay
}

async function attempt(seat: Wanted): Promise<Renewal> {
  askedAt = performance.now()
  if (adopt()) return 'renewed'
  const before = identity.value
  if (!before) return 'refused'
  try {
    const response = await ask(seat, before.token)
    if (response.status === 401) return 'refused'
    if (!response.ok) return 'failed'
    // Another name may have been chosen meanwhile.
    if (identity.value === before) await keepAnswer(response)
    return 'renewed'
  } catch {
    return 'failed'
  }
}
