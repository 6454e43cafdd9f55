// What a node forgets, and when.
import test from 'ava'
import { Hand, is, peer } from '../hand.ts'
import { laid } from '../laid.ts'

test('[G1] what ended is forgotten an hour later, once all who had a part have told that they know, or have died', t => {
  const { h, session, backup } = laid()
  h.command('A', 1, session, 1, 'over')
  for (let seconds = 0; seconds < 11 * 60; seconds += 3) h.wait(3_000)
  t.is(h.config('A', session)?.owner, null)
  h.kill(backup)
  h.now += 3_700_000
  h.wait(5_000)
  for (const name of ['A', 'B', 'C'].filter(n => n !== backup)) {
    t.is(h.config(name, session), null)
    t.is(h.node(name).context.store.tookPart.size, 0)
  }
  t.deepEqual(h.broken(), [])
})

test('[E9] what was held of a session that its maker never let begin is forgotten, and taken up again if it begins after all', t => {
  const h = new Hand(['A', 'B'])
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.pass(is('hold'))
  const [session] = h.node('B').context.store.held.keys()
  h.wait(620_000, ({ from, message }) => message.kind === 'ping' || message.kind === 'pong' || from === peer('Z'))
  t.is(h.node('B').context.store.held.size, 0)
  t.is(h.config('B', session!), null)
  t.deepEqual(h.broken(), [])
  const config = { session: session!, epoch: 1, owner: 'A', backups: ['B'], voters: ['A', 'B'] } as never
  h.event(peer('B'), { kind: 'message', from: peer('A'), message: { kind: 'decided', config } })
  t.deepEqual(h.broken(), [])
  t.is(h.node('B').context.store.members.get(session!)?.copy, null)
})
