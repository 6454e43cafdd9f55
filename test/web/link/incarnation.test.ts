import test from 'ava'
import type { SessionId } from '../../../protocol/ids.ts'
import { error, GAME, Hand } from './hand.ts'

const AS = 'game.2.node' as SessionId

test('[P17] a session that was resumed from a disk is entered under its new name, as a new client with nothing queued', t => {
  const h = new Hand().enter()
  h.act('north')
  const said = h.hear(1, error('another-incarnation', { session: GAME, as: AS }))
  t.true(
    said.some(line => line.startsWith('dropped')),
    said.join('; '),
  )
  t.true(said.includes('1: hello B replaces nobody'), said.join('; '))
  t.is(h.link.state.session?.session, AS)
  t.deepEqual(h.link.state.session?.unconfirmed, [])
})

test('[P17] where it goes on from a copy, the player sees of when that is', t => {
  const h = new Hand().enter()
  t.is(h.link.state.session?.savedAt, null)
  h.hear(1, error('another-incarnation', { session: GAME, as: AS, savedAt: 777 }))
  t.is(h.link.state.session?.savedAt, 777)
  h.hear(1, error('another-incarnation', { session: AS, as: 'game.3.node' as SessionId }))
  t.is(h.link.state.session?.savedAt, null)
})

test('[P18] where a node does not know the session that one plays in, that waits, and is looked for', t => {
  const h = new Hand().enter()
  h.hear(1, error('unknown-session', { session: GAME }))
  t.truthy(h.link.state.session?.paused)
  t.deepEqual(h.link.state.problems, [])
  h.hear(1, error('another-incarnation', { session: GAME, as: AS }))
  t.is(h.link.state.session?.paused, null)
})

test('[P17] news of another session are none of this one', t => {
  const h = new Hand().enter()
  t.deepEqual(h.hear(1, error('another-incarnation', { session: 'other' as SessionId, as: AS })), [])
  t.is(h.link.state.session?.session, GAME)
})
