// What players are told and shown, by hand: who holds a seat, clocks that are wound anew, gateways that follow.
import test from 'ava'
import type { Epoch } from '../../../protocol/ids.ts'
import { Hand, is, peer } from '../hand.ts'
import { laid, not } from '../laid.ts'

test('[G2] a hello that names another holder than there is takes no seat', t => {
  const { h, session } = laid()
  h.open('A', 2, 'ann')
  h.hello('A', 2, session, 'second')
  t.is(h.last('A', 2, 'welcome'), undefined)
  t.is(h.last('A', 2, 'error')?.holder, 'ann-tab' as never)
  h.command('A', 1, session, 1, 'x')
  h.pass()
  t.is(h.acked('A', 1), 1)
})

test('[G2] a client that was replaced before its welcome could go out is not welcomed', t => {
  const h = new Hand(['A', 'B', 'C'])
  for (const socket of [1, 2]) h.open('A', socket, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.pass()
  const { session } = h.last('A', 1, 'created')!
  h.say('A', 1, { kind: 'hello', session, client: 'first' as never, replaces: '' as never })
  h.say('A', 2, { kind: 'hello', session, client: 'second' as never, replaces: 'first' as never })
  h.pass(is('append', 'append-delta'))
  const [early] = h.net.filter(is('confirm'))
  h.drop(l => l === early)
  h.pass()
  t.is(h.last('A', 1, 'welcome'), undefined)
  t.is(h.last('A', 2, 'welcome')?.client, 'second' as never)
})

test('[G3] a clock that is wound anew does not ring at its old time', t => {
  const { h, session } = laid()
  const rings = () => (h.node('A').context.store.members.get(session)!.running!.state.game as { rings: number }).rings
  h.wait(4000)
  h.command('A', 1, session, 1, 'again')
  h.wait(8000)
  t.is(rings(), 0)
  h.wait(3000)
  t.is(rings(), 1)
})

test('[G6] a gateway goes on showing a session that has moved', t => {
  const { h, session, other } = laid()
  h.open(other, 9, 'bob')
  h.joinGame(other, 9, h.last('A', 1, 'created')!.code)
  h.hello(other, 9, session, 'bob-tab')
  h.drain('A')
  h.wait(3000)
  const [elsewhere] = ['B', 'C', 'D'].filter(name => name !== other)
  h.open(elsewhere!, 5, 'ann')
  h.hello(elsewhere!, 5, session, 'ann-tab')
  h.command(elsewhere!, 5, session, 1, 'seen')
  h.pass()
  t.true(JSON.stringify(h.last(other, 9, 'update')?.view).includes('seen'))
})

test('[G6] who is in a session when it ends is told so', t => {
  const { h, session, other } = laid()
  h.open(other, 9, 'bob')
  h.joinGame(other, 9, h.last('A', 1, 'created')!.code)
  h.hello(other, 9, session, 'bob-tab')
  const { epoch } = h.config('A', session)!
  const config = { session, epoch: (epoch + 1) as Epoch, owner: null, backups: [], voters: [] }
  h.event(peer(other), { kind: 'message', from: peer('A'), message: { kind: 'decided', config } })
  t.is(h.last(other, 9, 'error')?.code, 'session-over')
})

test('[G6] what a node has missed of the directory it is told later', t => {
  const h = new Hand(['A', 'B', 'C', 'D'])
  const about = is('decided', 'about')
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as never })
  h.wait(100, not(about))
  const { session, code } = h.last('A', 1, 'created')!
  const { voters } = h.config('A', session)!
  const missing = ['B', 'C', 'D'].find(name => !voters.includes(peer(name)))!
  h.drop(l => about(l) && l.to === peer(missing))
  h.pass()
  t.is(h.config(missing, session), null)
  h.wait(10_000)
  h.open(missing, 4, 'dan')
  h.joinGame(missing, 4, code)
  t.is(h.last(missing, 4, 'joined')?.session, session)
})

test('two of one session who are called alike are told apart, in whatever order they ask again', t => {
  const { h, other } = laid()
  const { code } = h.last('A', 1, 'created')!
  for (const [socket, name] of [
    [2, 'ANN'],
    [3, 'аnn'],
    [4, 'bob'],
  ] as const) {
    h.open(other, socket, `player ${socket}`, name)
    h.joinGame(other, socket, code)
    h.joinGame(other, socket, code)
  }
  h.say('A', 1, { kind: 'list' })
  t.deepEqual(h.last('A', 1, 'games')!.games[0]!.players, ['ann', 'ANN (2)', 'аnn (3)', 'bob'])
})
