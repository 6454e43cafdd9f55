// What crosses a player's socket. SPEC.md, part P, says when each is sent and what it promises.
import * as v from 'valibot'
import type { PlayerErrorCode, Refusal } from './errors.ts'
import type { ClientId, Code, Epoch, PlayerId, Seat, Seq, SessionId, Version } from './ids.ts'
import { BODY_LEVELS_MAX, BODY_VALUES_MAX } from './limits.ts'
import { isBounded } from './plain.ts'

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const session = v.pipe(
  text(96),
  v.transform(x => x as SessionId),
)
const client = v.pipe(
  text(40),
  v.transform(x => x as ClientId),
)
const holder = v.pipe(
  v.string(),
  v.maxLength(40),
  v.transform(x => x as ClientId),
)
const code = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z]{4,10}$/),
  v.transform(x => x.toUpperCase() as Code),
)
const seq = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(1),
  v.transform(x => x as Seq),
)

const body = v.pipe(
  v.unknown(),
  v.check(
    value => isBounded(value, BODY_LEVELS_MAX, BODY_VALUES_MAX),
    `at most ${BODY_LEVELS_MAX} levels of lists and maps, ${BODY_VALUES_MAX} values, and no binary`,
  ),
)

/** First of every socket: who plays, and which version of this protocol the client speaks. */
const auth = v.object({ kind: v.literal('auth'), protocol: count, token: v.pipe(v.string(), v.maxLength(2048)) })
/** Make a session. `key` is the client's own random name for this wish, the same in every resend. */
const create = v.object({ kind: v.literal('create'), key: client })
/** Take a seat in the session with this code. Repeating it changes nothing. */
const join = v.object({ kind: v.literal('join'), code })
/** Hold the seat as `client`, in the place of `replaces` (empty: of nobody). Also the heartbeat of a held seat. */
const hello = v.object({ kind: v.literal('hello'), session, client, replaces: holder })
/** One numbered input of the seat that this socket has said hello for. `moment`: the one of the game that it is meant
 *  for (SPEC.md P8). */
const command = v.object({
  kind: v.literal('command'),
  session,
  seq,
  body,
  moment: v.exactOptional(count),
})
/** Stop being sent this session on this socket. The seat stays the player's. */
const leave = v.object({ kind: v.literal('leave'), session })
/** Ask for the games in progress. */
const list = v.object({ kind: v.literal('list') })
const ping = v.object({ kind: v.literal('ping'), n: count })

export const ToNodeSchema = v.variant('kind', [auth, create, join, hello, command, leave, list, ping])
export type ToNode = v.InferOutput<typeof ToNodeSchema>
/** What is left of ToNode once the gateway has authenticated the socket. */
export type PlayerInput = Exclude<ToNode, { kind: 'auth' | 'ping' }>

/** A game in progress, as the directory knows it. */
export interface GameInfo {
  readonly session: SessionId
  readonly code: Code
  /** Names of those who have a seat, by seat. */
  readonly players: readonly string[]
  readonly over: boolean
}

export type ToPlayer =
  /** Answer to auth. `node` and `release` are for people, to see where a socket ended up. */
  | {
      readonly kind: 'ready'
      readonly protocol: number
      readonly player: PlayerId
      readonly name: string
      readonly node: string
      readonly release: string
      readonly games: readonly GameInfo[]
      /** To be used in place of the one that was shown, which is not good for long (SPEC.md P4). */
      readonly token?: string
      /** There are others: these are those that go on, as far as they fit, and the newest. */
      readonly more?: true
    }
  | { readonly kind: 'games'; readonly games: readonly GameInfo[]; readonly more?: true }
  /** The session exists and is backed up. Enter it by hello. */
  | {
      readonly kind: 'created'
      readonly key: ClientId
      readonly session: SessionId
      readonly code: Code
      readonly seat: Seat
    }
  | { readonly kind: 'joined'; readonly session: SessionId; readonly code: Code; readonly seat: Seat }
  /** `client` holds the seat. `last` is the seat's last confirmed command, `chain` the proof of all of them (SPEC.md
   *  P9). */
  | {
      readonly kind: 'welcome'
      readonly session: SessionId
      readonly client: ClientId
      readonly seat: Seat
      readonly epoch: Epoch
      readonly version: Version
      readonly last: Seq
      readonly chain: number
    }
  /** Command `seq` is applied and every backup holds it. `refusal` is null where the game accepted it. */
  | {
      readonly kind: 'ack'
      readonly session: SessionId
      readonly seq: Seq
      readonly refusal: Refusal | null
      readonly epoch: Epoch
      readonly version: Version
    }
  /** The seat's view. `remainingMs` until the game's clock runs out (null: no clock); `owner` names the node that runs
   *  the session. */
  | {
      readonly kind: 'update'
      readonly session: SessionId
      readonly epoch: Epoch
      readonly version: Version
      readonly owner: string
      readonly remainingMs: number | null
      readonly view: unknown
    }
  /** The session waits: for its backups, or for a new owner. Updates go on when it does. */
  | { readonly kind: 'paused'; readonly session: SessionId; readonly why: string }
  | PlayerError
  /** This node leaves. Open another socket within `withinMs`, say hello there, then close this one. */
  | { readonly kind: 'goaway'; readonly withinMs: number }
  | { readonly kind: 'pong'; readonly n: number }

export interface PlayerError {
  readonly kind: 'error'
  readonly code: PlayerErrorCode
  readonly text: string
  /** What it answers, where known. */
  readonly session?: SessionId
  /** With `another-incarnation`: its name now; and where it goes on from a copy that may be old, when that was saved
   *  (ms since 1970). */
  readonly as?: SessionId
  readonly savedAt?: number
  readonly key?: ClientId
  readonly seq?: Seq
  /** With `seq-expected`: the number the seat waits for. */
  readonly expected?: Seq
  /** With `seat-held`: who holds it, whether the asker held it before, and the state in which that is so. */
  readonly holder?: ClientId
  readonly replaced?: boolean
  readonly epoch?: Epoch
  readonly version?: Version
}
