// The limits' relations: each line would break something if it did not hold.
import test from 'ava'
import { encodeToNode } from '../../protocol/codec.ts'
import type { ClientId, Seq, SessionId } from '../../protocol/ids.ts'
import * as limits from '../../protocol/limits.ts'
import type { ToNode } from '../../protocol/player.ts'
import { BODY_BYTES_MAX } from '../../web/link/frames.ts'
import { QUIET_MS, RESEND_MAX_MS, RESEND_MS, UNANSWERED_MAX_MS, UNANSWERED_MS } from '../../web/link/timing.ts'

const session = 's'.repeat(96) as SessionId
const client = 'c'.repeat(40) as ClientId
const head: ToNode[] = [
  { kind: 'auth', protocol: 1, token: 't'.repeat(2048) },
  { kind: 'hello', session, client, replaces: client },
]
const command = (seq: number, body: unknown): ToNode => ({ kind: 'command', session, seq: seq as Seq, body })
const bytes = (messages: ToNode[]) => encodeToNode(messages).byteLength

test('[P2] a whole window of actions, behind an auth and a hello, is one frame', t => {
  const action = { do: 'register', action: { kind: 'attack', target: 5 } }
  const window = Array.from({ length: limits.COMMANDS_UNCONFIRMED_MAX }, (_, n) => command(n + 1, action))
  const short = window.map(message => ({ ...message, session: session.slice(0, 8) as SessionId }))
  t.true(bytes(short) < limits.PLAYER_FRAME_BYTES_MAX / 2)
  t.true(bytes([...head, ...short]) < limits.PLAYER_FRAME_BYTES_MAX)
  t.true(head.length + window.length <= limits.PLAYER_FRAME_MESSAGES_MAX)
})

test('[P2] the largest body that a link sends fits into a frame, whatever its head', t => {
  const body = new Uint8Array(BODY_BYTES_MAX - 5)
  t.true(bytes([...head, command(Number.MAX_SAFE_INTEGER, body)]) <= limits.PLAYER_FRAME_BYTES_MAX)
})

test('messages between nodes fit into their frames', t => {
  t.true(limits.PLAYER_FRAME_BYTES_MAX < limits.MESH_FRAME_BYTES_MAX, "a player's input is passed on in one frame")
  t.true(limits.OFFERED_SNAPSHOT_BYTES_MAX < limits.MESH_FRAME_BYTES_MAX, 'an offer is gossiped in one frame')
  t.true(limits.MESH_FRAME_BYTES_MAX < 256 * 1024, "below yamux's window")
  t.true(limits.SNAPSHOT_BYTES_MAX > limits.OFFERED_SNAPSHOT_BYTES_MAX)
})

test('[P14] [P15] a command is sent again several times before its socket is given up', t => {
  t.true(RESEND_MS < RESEND_MAX_MS && RESEND_MAX_MS <= UNANSWERED_MS && UNANSWERED_MS < UNANSWERED_MAX_MS)
  t.true(RESEND_MS < QUIET_MS)
})
