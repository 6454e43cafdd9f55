// What a player may ask of a gateway, each with its reason. The relations are asserted at start.
import { PLAYER_FRAME_BYTES_MAX, PLAYER_FRAME_MESSAGES_MAX } from '../../../protocol/limits.ts'

const KiB = 1024

export interface Limits {
  /** Messages a second that a socket may send for ever: a person sends one, a bot some ten. */
  readonly messagesPerSecond: number
  /** Messages that may come at once: what a client resends after a cut, several times over. */
  readonly burst: number
  /** Messages above the rate that are dropped before the socket is closed: a client that goes on after the warning
   *  is broken. */
  readonly dropped: number
  /** From the opening of a socket until its auth must have come. No stranger holds a socket longer. */
  readonly authWithinMs: number
  /** Silence, with pings unanswered, after which a socket is given up. uWebSockets.js takes 8 and more. */
  readonly idleSeconds: number
  /**
   * From the opening of a connection, or from its last answer, until all headers of a request are there, however they
   * trickle in. The library looks every four seconds, and may be up to four early.
   */
  readonly headersWithinSeconds: number
  /** How long an answer waits while the client takes nothing of it. */
  readonly unreadAnswerSeconds: number
  /** Players' sockets of one address: a school shares one, a browser has one or two. 0: no limit. */
  readonly socketsPerAddress: number
}

export const LIMITS: Limits = {
  messagesPerSecond: 200,
  burst: 400,
  dropped: 200,
  authWithinMs: 10_000,
  idleSeconds: 32,
  headersWithinSeconds: 10,
  unreadAnswerSeconds: 12,
  socketsPerAddress: 200,
}

/** uWebSockets.js cuts off larger frames without a word; up to this size the node can say what is wrong. The part of
 *  a frame that has come stays unseen in the library's memory until the rest comes. So every socket may leave 64 KiB
 *  there, and only some sockets 1 MiB. */
export const FRAME_BYTES_HEARD_MAX = 4 * PLAYER_FRAME_BYTES_MAX
export const LARGE_FRAME_BYTES_HEARD_MAX = KiB * KiB
export const LARGE_FRAME_SOCKETS_MAX = 128
/** Messages kept while a token is verified. Verifying takes a millisecond; a first frame of full size must fit. */
export const WAITING_MESSAGES_MAX = 2 * PLAYER_FRAME_MESSAGES_MAX
/** Bytes that the kernel has not taken yet, above which updates are gathered instead of sent. */
export const BUFFERED_BYTES_MAX = 64 * KiB
/** Pings in a row that come while so much is not taken: a slow line's client sends one in some seconds, each costs 127
 *  bytes. */
export const UNREAD_PONGS_MAX = 64
/** Messages that wait for a slow socket, besides the newest update of each session; above it the socket is closed. */
export const QUEUED_MESSAGES_MAX = 1_024
/** Connections that may come from one address in ADDRESS_WINDOW_MS, for each socket that it may have: a browser opens
 *  six. */
export const CONNECTIONS_PER_SOCKET = 6
/** A connection that asks for nothing lives at least this long. */
export const ADDRESS_WINDOW_MS = 10_000
/** Longest time in which a whole answer is sent: 500 KiB of pages on a line of 10 KiB a second. */
export const ANSWER_WITHIN_MS = 60_000
/** A request's line and headers, as in Node: cookies of other programs on the same host may have 4 KiB each, and
 *  proxies add some. */
export const REQUEST_HEAD_BYTES_MAX = 16 * KiB
/** A request for a token is below 200 bytes. */
export const REQUEST_BYTES_MAX = 4 * KiB
/** How long the owner of a session may take to say who holds a seat: longer than a session pauses in a move. A
 *  client that gets no answer asks again. */
export const PROOF_WAIT_MS = 4_000
/** Such questions that may be under way at one time; each is a socket for core. If the tokens of a whole site
 *  expire, its pages ask within some seconds. */
export const PROOFS_MAX = 256
/** The time over which requests of an address or a player are counted: long enough that a person who mistypes never
 *  waits. */
export const ALLOWANCE_WINDOW_MS = 600_000
/** Players and addresses that are remembered for that: about 10 MB. */
export const ALLOWANCE_KEYS_MAX = 50_000
/** Renewals of tokens of one address in that time: a thousand pages with tokens of three minutes. */
export const RENEWALS_MAX = 6_000
/** All clients that are not known (behind a proxy or an ingress) count together, as this many. */
export const SHARED_BY = 50
/** Bytes of a close frame's reason, by RFC 6455. */
export const CLOSE_REASON_BYTES_MAX = 123

export function checkLimits(limits: Limits): void {
  const broken = [
    limits.messagesPerSecond <= 0 && 'messagesPerSecond must be above 0',
    limits.burst < PLAYER_FRAME_MESSAGES_MAX && 'a burst must allow one full frame',
    limits.idleSeconds < 8 && 'idleSeconds must be 8 or more',
  ].filter(text => text !== false)
  if (broken.length > 0) throw new RangeError(broken.join('; '))
}
