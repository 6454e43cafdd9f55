// When a token is to be renewed, by its age alone: at half of its life or after a day, whichever is first.
import type { Identity } from './identity.ts'

const DAY_MS = 24 * 60 * 60_000
const RETRY_MIN_MS = 1_000
const RETRY_MAX_MS = 60_000
/** Tries within the time that is left: some must come through. */
const TRIES = 20

const lifeMs = ({ goodForMs = 0 }: Identity) => Math.min(goodForMs, 2 * DAY_MS)

/** Also where the clock was set back, so that nobody knows how old it is. */
export const isDue = (token: Identity, now: number): boolean =>
  now < token.savedAt || now - token.savedAt >= lifeMs(token) / 2

export const retryMs = (token: Identity): number =>
  Math.min(RETRY_MAX_MS, Math.max(RETRY_MIN_MS, lifeMs(token) / 2 / TRIES))
