// How long a link waits on the line that it has. On a fast one the waits of timing.ts hold; on a slow one a socket
// would be given up before it could answer, and the next one as well, for ever. So the line is measured: by how long a
// node takes to let the player in, which is one round trip and depends on no session. While nothing was ever measured,
// each socket that comes too late doubles the wait. Safe because waiting decides nothing but when something is said
// again. It must never know what is said.
import { READY_MAX_MS, READY_MS, RESEND_MS, ROUND_TRIP_MAX_MS, UNANSWERED_MS } from './timing.ts'

/** Round trips until a socket is of use: TCP's, TLS's two, the upgrade's, the answer to `auth`. */
const TRIPS_READY = 5
/** The session may be at another node, and its backup at a third: their trips are short beside a slow player's. */
const TRIPS_RESEND = 2
const TRIPS_UNANSWERED = 4

export class Patience {
  #roundTripMs = 0
  /** Sockets in a row that were not ready in time. */
  #late = 0

  /** A socket was let in, so long after it had asked to be. */
  measured(ms: number): void {
    this.#roundTripMs = Math.min(ROUND_TRIP_MAX_MS, ms)
    this.#late = 0
  }

  /** A socket was given up since it was not ready. */
  late(): void {
    this.#late += 1
  }

  /** For a socket to open and to be let in. */
  get readyMs(): number {
    return Math.min(READY_MAX_MS, Math.max(READY_MS * 2 ** this.#late, TRIPS_READY * this.#roundTripMs))
  }

  /** Before the first resend. */
  get resendMs(): number {
    return Math.max(RESEND_MS, TRIPS_RESEND * this.#roundTripMs)
  }

  /** For an answer, before the socket is given up for the first time. */
  get unansweredMs(): number {
    return Math.max(UNANSWERED_MS, TRIPS_UNANSWERED * this.#roundTripMs)
  }
}
