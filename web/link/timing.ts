// How long a link waits for what, and how much it keeps; each with its reason. Safety depends on none of them.

/** Between the first failure and the next try: a node that went away is seldom the only one. */
export const RECONNECT_FIRST_MS = 50
/** Between later tries. Not more: a cluster that comes back should have its players back at once. */
export const RECONNECT_MAX_MS = 2_000
/** For a socket to open and to be authenticated; beyond it another node is tried. Longer on a slow line: see
 *  patience.ts. */
export const READY_MS = 5_000
/** A line of two seconds each way has been let in by then. */
export const READY_MAX_MS = 20_000
/** What a round trip may count for: a node that hung once must not make a link wait for minutes. */
export const ROUND_TRIP_MAX_MS = 5_000
/** A silence after which the link asks whether anybody is there. */
export const QUIET_MS = 5_000
/** For a command to be confirmed before it is sent again: several round trips, and longer than a session's pause in a
 *  deploy. */
export const RESEND_MS = 1_000
export const RESEND_MAX_MS = 4_000
/** For an answer, before a socket that says it is open is given up; doubled each time that was no help. */
export const UNANSWERED_MS = 4_000
export const UNANSWERED_MAX_MS = 16_000
/** As long where the session is known to wait: another node may know of an owner that goes on, but it is seldom worth
 *  the try. */
export const PAUSED_MAX_MS = 128_000
/** Between tries to open a second socket while the first one still works: the balancer may choose the leaving node
 *  again. */
export const MOVE_RETRY_FIRST_MS = 100
export const MOVE_RETRY_MAX_MS = 1_000
/** Share of a goaway's window within which the second socket is opened: the rest is for tries that fail. */
export const MOVE_SPREAD = 0.6
/** One answer to many that came out of order: not a resend for each of them. */
export const REORDER_MS = 250
/** Failures in a row after which the player is told. */
export const OFFLINE_AFTER = 3
/** Refusals in a row after which a session that was never entered is given up: a directory may lag by a moment, not by
 *  ten seconds. */
export const STRIKES_MAX = 5
/** Commands that wait for a place in the window of COMMANDS_UNCONFIRMED_MAX. */
export const QUEUE_MAX = 64
/** Results and problems that a page can look back on. */
export const RESULTS_KEPT = 16
export const PROBLEMS_KEPT = 8

/** The `tries`-th wait, from 0: doubling up to `maxMs`, and spread over its upper half so that thousands don't come at
 *  once. */
export function backoff(
  wait: { readonly firstMs: number; readonly maxMs: number; readonly tries: number },
  random: () => number,
): number {
  return Math.min(wait.maxMs, wait.firstMs * 2 ** wait.tries) * (0.5 + random() / 2)
}
