// What the simulated network knows of a process: where its frames go, and how it ended.
import type { PeerId } from '../../../protocol/ids.ts'

export type Channel = 'direct' | 'gossip'

export interface Port {
  readonly peer: PeerId
  frame(from: PeerId, channel: Channel, bytes: Uint8Array): void
  connection(peer: PeerId, change: 'peer-up' | 'peer-down' | 'peer-dead'): void
}

/** How a process ended, for the others. */
export interface Death {
  /** Its address refuses, so that every peer that can reach it learns of its death; else it only falls silent. */
  readonly seen: boolean
  /** Until its connections break; else as the wire has it. */
  readonly breakAfterMs?: number
}
