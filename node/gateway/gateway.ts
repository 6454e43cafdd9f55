// What the driver needs of a gateway: players' sockets in, their messages out, and the pages beside them.
import type { SocketId } from '../../protocol/ids.ts'
import type { ToPlayer } from '../../protocol/player.ts'
import type { Event } from '../core/event.ts'

export type GatewayEvent = Extract<Event, { kind: 'socket-open' | 'socket-message' | 'socket-closed' }>

export interface Gateway {
  /** The port it really listens on. */
  readonly port: number
  /** Players' sockets that are open now. */
  readonly sockets: number
  /** Queues for one socket; of updates only the newest is kept. */
  reply(socket: SocketId, message: ToPlayer): void
  /** Closes after what is queued; the player is told why. */
  close(socket: SocketId, reason: string): void
  /** Sends each socket that has something queued one frame. Called once at the end of a turn. */
  flush(): void
  /** Sends what is queued, stops listening and closes what is open. */
  stop(): void
}
