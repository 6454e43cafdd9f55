// What a peer is asked before it can be reached is asked again as soon as it can be: a new node is claimed by one peer
// before it knows the others, and who waits for it must not wait for time to pass [G3].
import test from 'ava'
import { type Hand, is, type Letter, peer } from '../hand.ts'
import { laid, not, six } from '../laid.ts'

const reaches = (h: Hand, from: string, ...to: readonly string[]) => {
  for (const name of to) h.event(peer(from), { kind: 'peer-up', peer: peer(name) })
}
const takeovers = (h: Hand) => h.notes.filter(({ note }) => note.name === 'takeover')

test('[G3] voters that could not hear the owner are asked to accept when they can', t => {
  const { h, session, config } = six()
  h.drain('A')
  h.wait(100, not(is('accept')))
  h.drop(is('accept'))
  const before = h.now
  reaches(h, 'A', ...config.voters.filter(v => v !== 'A'))
  h.pass()
  t.is(h.now, before)
  t.not(h.owner(session), null)
  t.not(h.owner(session), 'A')
  t.deepEqual(takeovers(h), [])
})

test('[G1] a backup that could not hear the owner is sent the state when it can, and the command is acknowledged', t => {
  const { h, session, backup } = laid()
  h.command('A', 1, session, 1, 'x')
  h.drop(is('append', 'append-delta'))
  const before = h.now
  t.is(h.acked('A', 1), undefined)
  reaches(h, 'A', backup)
  h.pass()
  t.is(h.now, before)
  t.is(h.acked('A', 1), 1)
})

test('[G5] a new backup gives its owner time to be met before it takes over', t => {
  const { h, session, backup, witness } = laid()
  const apart = (l: Letter) => l.from !== peer('A')
  h.node(backup).context.peers.forget(peer('A'))
  reaches(h, backup, witness)
  h.wait(400, apart)
  t.deepEqual(takeovers(h), [])
  h.wait(400, apart)
  t.is(takeovers(h).length, 1)
  t.is(h.owner(session), backup)
})
