import test from 'ava'
import fc from 'fast-check'
import { QUEUED_MESSAGES_MAX } from '../../../node/gateway/admission/gateway-limits.ts'
import { encodeFrame, Outbox } from '../../../node/gateway/socket/unsent.ts'
import { decodeToPlayer } from '../../../protocol/codec.ts'
import type { Epoch, SessionId, Version } from '../../../protocol/ids.ts'
import type { ToPlayer } from '../../../protocol/player.ts'

const update = (session: string, version: number): ToPlayer => ({
  kind: 'update',
  session: session as SessionId,
  epoch: 1 as Epoch,
  version: version as Version,
  owner: 'p',
  remainingMs: null,
  view: {},
})
const pong = (n: number): ToPlayer => ({ kind: 'pong', n })

test('an update replaces the one before it, and goes behind what came between', t => {
  const outbox = new Outbox()
  for (const message of [update('a', 1), pong(1), update('b', 1), update('a', 2), pong(2)]) t.true(outbox.add(message))
  t.deepEqual(outbox.take(), [pong(1), update('b', 1), update('a', 2), pong(2)])
  t.true(outbox.empty)
  t.deepEqual(outbox.take(), [])
})

test('whatever is added, all but updates keep their order, and the newest update of each session stays', t => {
  const message = fc.oneof(
    fc.nat(99).map(pong),
    fc.record({ session: fc.constantFrom('a', 'b'), version: fc.nat(99) }).map(u => update(u.session, u.version)),
  )
  fc.assert(
    fc.property(fc.array(message), added => {
      const outbox = new Outbox()
      for (const each of added) outbox.add(each)
      const newest = ['a', 'b'].map(session => added.findLast(m => m.kind === 'update' && m.session === session))
      t.deepEqual(
        outbox.take(),
        added.filter(m => m.kind !== 'update' || newest.includes(m)),
      )
    }),
  )
})

test('answers are bounded, updates of a session are one', t => {
  const outbox = new Outbox()
  for (let n = 0; n < QUEUED_MESSAGES_MAX; n++) t.true(outbox.add(pong(n)))
  t.false(outbox.add(pong(-1)))
  for (let version = 0; version < 1_000; version++) t.true(outbox.add(update('a', version)))
  t.is(outbox.take().length, QUEUED_MESSAGES_MAX + 1)
  t.true(outbox.add(pong(0)))
})

test('a single update is encoded once, whoever it goes to', t => {
  const shared = update('a', 1)
  t.is(encodeFrame([shared]), encodeFrame([shared]))
  t.not(encodeFrame([update('a', 1)]), encodeFrame([shared]))
  t.deepEqual(decodeToPlayer(encodeFrame([pong(1), shared])), [pong(1), shared])
})
