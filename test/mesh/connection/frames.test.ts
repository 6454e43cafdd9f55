import test from 'ava'
import fc from 'fast-check'
import { countFitting, Deframer, FrameError, frameOf, packList } from '../../../node/mesh/connection/frames.ts'
import { Outbox } from '../../../node/mesh/connection/send-queue.ts'
import { FRAME_PAYLOAD_BYTES_MAX, MESSAGE_BYTES_MAX, STREAM_WINDOW_BYTES } from '../../../node/mesh/mesh-limits.ts'
import { decode, decodeMesh, encode } from '../../../protocol/codec.ts'
import { MESH_FRAME_BYTES_MAX, MESH_FRAME_MESSAGES_MAX, SNAPSHOT_BYTES_MAX } from '../../../protocol/limits.ts'

const filled = (bytes: number, byte = 7) => new Uint8Array(bytes).fill(byte)

/** Cuts bytes at the given places, as a network may. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...cuts.map(cut => cut % (bytes.byteLength + 1)), bytes.byteLength].sort((a, b) => a - b)
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end))
}

test('a packed list is what the codec makes of the messages together', t => {
  for (const count of [0, 1, 15, 16, 64]) {
    const messages = Array.from({ length: count }, (_, n) => ({ kind: 'ping', n }))
    t.deepEqual(decode(packList(messages.map(encode))), messages)
  }
})

test('whatever goes in as frames comes out as payloads, however the bytes are cut', t => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      (payloads, cuts) => {
        const got: Uint8Array[] = []
        const deframer = new Deframer(payload => got.push(new Uint8Array(payload)))
        for (const piece of pieces(Buffer.concat(payloads.map(payload => frameOf(payload))), cuts)) deframer.push(piece)
        t.deepEqual(got.map(String), payloads.map(String))
      },
    ),
  )
})

test('frames keep to their limits, and everything pushed comes out once, in order', t => {
  const sizes = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 3 * FRAME_PAYLOAD_BYTES_MAX }))
  fc.assert(
    fc.property(fc.array(sizes, { maxLength: 200 }), list => {
      const outbox = new Outbox()
      for (const [n, size] of list.entries()) outbox.push(encode({ kind: 'ping', n, bytes: filled(size) }))
      const got: unknown[] = []
      const deframer = new Deframer(payload => got.push(...decodeMesh(payload)))
      for (let frame = outbox.next(); frame; frame = outbox.next()) {
        if (frame.byteLength > MESH_FRAME_BYTES_MAX) t.fail(`a frame of ${frame.byteLength} bytes`)
        deframer.push(frame)
      }
      t.true(outbox.empty)
      t.deepEqual(
        got.map(message => (message as { n: number }).n),
        list.map((_, n) => n),
      )
    }),
    { numRuns: 30 },
  )
})

test('a frame is no longer than allowed in messages either', t => {
  t.is(countFitting(Array(1_000).fill(filled(1)), 0), MESH_FRAME_MESSAGES_MAX)
  t.is(countFitting([filled(FRAME_PAYLOAD_BYTES_MAX)], 0), 0)
  t.is(countFitting([filled(FRAME_PAYLOAD_BYTES_MAX - 3)], 0), 1)
})

test('a frame or a message above the limits ends the stream before it takes memory', t => {
  const frame = frameOf(filled(8))
  new DataView(frame.buffer).setUint32(0, FRAME_PAYLOAD_BYTES_MAX + 1)
  t.throws(() => new Deframer(() => undefined).push(frame), { instanceOf: FrameError })
  const deframer = new Deframer(() => undefined)
  const part = frameOf(filled(FRAME_PAYLOAD_BYTES_MAX), true)
  const parts = Math.floor(MESSAGE_BYTES_MAX / FRAME_PAYLOAD_BYTES_MAX)
  for (let n = 0; n < parts; n++) deframer.push(part)
  t.throws(() => deframer.push(part), { instanceOf: FrameError })
})

test('the limits fit each other: a snapshot into a message, a frame twice into a window', t => {
  t.true(MESSAGE_BYTES_MAX > SNAPSHOT_BYTES_MAX)
  t.true(STREAM_WINDOW_BYTES >= 2 * MESH_FRAME_BYTES_MAX)
})

test('a full outbox loses its oldest messages, but none that is half sent', t => {
  const outbox = new Outbox(4 * FRAME_PAYLOAD_BYTES_MAX)
  const message = (n: number, bytes: number) => encode({ kind: 'ping', n, bytes: filled(bytes) })
  outbox.push(message(0, 2 * FRAME_PAYLOAD_BYTES_MAX))
  const got: number[] = []
  const deframer = new Deframer(payload => got.push(...decodeMesh(payload).map(m => (m as { n: number }).n)))
  deframer.push(outbox.next()!)
  let dropped = 0
  for (let n = 1; n <= 6; n++) dropped += outbox.push(message(n, FRAME_PAYLOAD_BYTES_MAX - 100))
  t.is(dropped, 2)
  for (let frame = outbox.next(); frame; frame = outbox.next()) deframer.push(frame)
  t.deepEqual(got, [0, 3, 4, 5, 6])
})
