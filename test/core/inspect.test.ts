// What a node tells operators.
import test from 'ava'
import { Hand, is, peer, without } from './hand.ts'

/** What `at` tells of `name`. */
const told = (h: Hand, at: string, name: string) =>
  h
    .node(at)
    .inspect()
    .nodes.find(({ id }) => id === peer(name))

test('who has left is told from who died, though its last status went astray', t => {
  const h = new Hand(['A', 'B', 'C'])
  h.settle()
  h.drain('A')
  h.drop(is('status'))
  h.wait(3000, letter => letter.message.kind !== 'status')
  t.is(h.exits.get(peer('A')), true)
  t.like(told(h, 'B', 'A'), { state: 'dead', draining: true })
  h.kill('C')
  t.like(told(h, 'B', 'C'), { state: 'dead', draining: false })
})

test('a session whose copies are on nodes that do not answer is unprotected, and paused once its players were told', t => {
  const h = new Hand(['A', 'B'])
  const session = h.session('A', 1, 'ann')
  const counts = () => h.node('A').inspect().sessions
  t.like(counts(), { owned: 1, unprotected: 0, paused: 0 })
  h.command('A', 1, session, 1, 'x')
  h.wait(3_000, without('B'))
  t.truthy(h.last('A', 1, 'paused'))
  t.like(counts(), { owned: 1, unprotected: 1, paused: 1 })
  h.wait(5_000)
  t.like(h.node(h.owner(session)!).inspect().sessions, { owned: 1, unprotected: 0, paused: 0 })
})
