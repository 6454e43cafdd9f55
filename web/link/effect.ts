// All that a link wants done, in order; none of it answers.
import type { PlayerErrorCode, Refusal } from '../../protocol/errors.ts'
import type { Seq, SessionId } from '../../protocol/ids.ts'
import type { ToNode } from '../../protocol/player.ts'
import type { LinkSocket, Timer } from './event.ts'

export type Effect =
  /** Open a socket to any node. `attempt` is 0 for the first try since one worked: use it to choose among several
   *  addresses. */
  | { readonly kind: 'connect'; readonly socket: LinkSocket; readonly attempt: number }
  /** One frame. Only to sockets that said `socket-open`. */
  | { readonly kind: 'send'; readonly socket: LinkSocket; readonly messages: readonly ToNode[] }
  /** The link has given the socket up and ignores what still comes of it. */
  | { readonly kind: 'close'; readonly socket: LinkSocket }
  | { readonly kind: 'timer'; readonly afterMs: number; readonly timer: Timer }
  /** `link.state` is another one now. At most once per event. */
  | { readonly kind: 'changed' }
  /** A command is confirmed: applied once, held by every backup. In the order of `seq`, each once. */
  | {
      readonly kind: 'acked'
      readonly session: SessionId
      readonly seq: Seq
      readonly body: unknown
      /** Why the game did not accept it. Null also where the answer got lost (`told` is `implied`). */
      readonly refusal: Refusal | null
      /** By its own ack, or by that of a later one or a welcome. */
      readonly told: 'ack' | 'implied'
    }
  /** A command is given up. With a `seq` it was sent, and may have been applied or not; without, it was never sent. */
  | {
      readonly kind: 'dropped'
      readonly session: SessionId | null
      readonly seq: Seq | null
      readonly body: unknown
      readonly code: PlayerErrorCode
    }
  /** What the nodes said can't be: the proof chain differs, or a confirmed command is gone. A bug; never normal. */
  | { readonly kind: 'broken'; readonly session: SessionId; readonly text: string }
