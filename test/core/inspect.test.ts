import test from 'ava'
import { Hand, is, peer } from './hand.ts'

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
