// Messages into frames that a node accepts: commands may be many and large, and a frame over the limit is lost as a
// whole.
import { decode, encode } from '../../protocol/codec.ts'
import type { PlayerErrorCode } from '../../protocol/errors.ts'
import type { SessionId } from '../../protocol/ids.ts'
import {
  BODY_LEVELS_MAX,
  BODY_VALUES_MAX,
  PLAYER_FRAME_BYTES_MAX,
  PLAYER_FRAME_MESSAGES_MAX,
} from '../../protocol/limits.ts'
import { isBounded } from '../../protocol/plain.ts'
import type { ToNode } from '../../protocol/player.ts'
import type { Command } from './seat.ts'

/** What goes before commands, at most: an auth of 2 KiB, a hello and a request. */
const HEAD_BYTES = 3 * 1024
const HEAD_MESSAGES = 8
/** What a command adds to its body. */
const COMMAND_BYTES = 160
/** So that any command fits into a frame behind any head. */
export const BODY_BYTES_MAX = PLAYER_FRAME_BYTES_MAX - HEAD_BYTES - COMMAND_BYTES

/** A body as the node will read it, so that both ends compute the proof chain from one value; else why it can't be
 *  sent. */
export function asOnWire(body: unknown): { readonly body: unknown; readonly bytes: number } | PlayerErrorCode {
  try {
    const bytes = encode(body)
    if (bytes.byteLength > BODY_BYTES_MAX) return 'frame-too-large'
    const read = decode(bytes)
    return isBounded(read, BODY_LEVELS_MAX, BODY_VALUES_MAX) ? { body: read, bytes: bytes.byteLength } : 'bad-command'
  } catch {
    return 'bad-command' // what msgpack can't say
  }
}

/** In order; the head is in the first one. */
export function frames(head: readonly ToNode[], session: SessionId | null, commands: readonly Command[]): ToNode[][] {
  let frame = [...head]
  const all = [frame]
  let room = PLAYER_FRAME_BYTES_MAX - HEAD_BYTES
  let places = PLAYER_FRAME_MESSAGES_MAX - HEAD_MESSAGES
  for (const { bytes, ...command } of session === null ? [] : commands) {
    if (bytes + COMMAND_BYTES > room || places === 0) {
      frame = []
      all.push(frame)
      room = PLAYER_FRAME_BYTES_MAX - HEAD_BYTES
      places = PLAYER_FRAME_MESSAGES_MAX
    }
    room -= bytes + COMMAND_BYTES
    places--
    frame.push({ kind: 'command', session: session as SessionId, ...command })
  }
  return all.filter(messages => messages.length > 0)
}
