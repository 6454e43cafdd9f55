// What a node leaves to others, or to later, for want of memory.
import test from 'ava'
import { Hand, type Letter, peer } from '../hand.ts'

const memory = (h: Hand, name: string, share: number) => h.event(peer(name), { kind: 'memory', share })
const rooms = (h: Hand) => h.notes.flatMap(({ note }) => (note.name === 'memory' ? [note.room] : []))
const putOff = (h: Hand) => h.notes.flatMap(({ note }) => (note.name === 'put-off' ? note.sessions : []))

/** Sessions of A that nobody has entered. */
function made(h: Hand, count: number): void {
  h.open('A', 9, 'zed')
  for (let i = 0; i < count; i++) {
    h.say('A', 9, { kind: 'create', key: `key-${i}` as never })
    h.pass()
  }
}

test('room ends at a share, and comes back a little below it', t => {
  const h = new Hand(['A'])
  for (const share of [0.69, 0.7, 0.68, 0.66, 0.64, 0.9, 0.82, 0.79, 0.1]) memory(h, 'A', share)
  t.deepEqual(rooms(h), ['little', 'plenty', 'none', 'little', 'plenty'])
})

test('a full node begins no game, and says so; what it has made it still tells', t => {
  const h = new Hand(['A', 'B'])
  made(h, 1)
  memory(h, 'A', 0.75)
  made(h, 2)
  t.like(h.last('A', 9, 'error'), { code: 'node-full', key: 'key-1' })
  t.is(h.heard('A', 9).filter(m => m.kind === 'created').length, 2)
  memory(h, 'A', 0.5)
  h.say('A', 9, { kind: 'create', key: 'key-1' as never })
  h.pass()
  t.like(h.last('A', 9, 'created'), { key: 'key-1' })
})

test('where nobody has room for its copy, a game is refused at once', t => {
  const h = new Hand(['A', 'B'])
  memory(h, 'B', 0.75)
  h.pass()
  made(h, 1)
  t.like(h.last('A', 9, 'error'), { code: 'node-full' })
})

test('[G3] a leaving node gives to who has room; with little room others take what nobody else does, with none they do not', t => {
  const h = new Hand(['A', 'B', 'C', 'D'])
  const one = h.session('A', 1, 'ann')
  for (const name of ['B', 'C', 'D']) memory(h, name, name === h.config('A', one)!.backups[0] ? 0.9 : 0.75)
  h.pass()
  h.drain('A')
  h.wait(5_000)
  t.is(h.exits.get(peer('A')), true)
  t.truthy(h.owner(one))

  const g = new Hand(['A', 'B', 'C'], { backups: 0 })
  const two = g.session('A', 1, 'ann')
  for (const name of ['B', 'C']) memory(g, name, 0.9)
  g.pass()
  g.drain('A')
  g.wait(5_000)
  t.is(g.owner(two), 'A')
  memory(g, 'C', 0.1)
  g.wait(5_000)
  t.is(g.owner(two), 'C')
})

test('[G4] a takeover that nobody has room for is put off, said, and made up for when there is', t => {
  const h = new Hand(['A', 'B', 'C'])
  const s = h.session('A', 1, 'ann')
  const [backup] = h.config('A', s)!.backups
  h.open('C', 2, 'ann')
  h.hello('C', 2, s, 'ann-tab')
  for (const name of ['B', 'C']) memory(h, name, 0.9)
  h.pass()
  h.kill('A')
  h.wait(10_000)
  t.is(h.owner(s), null)
  t.deepEqual(putOff(h), [s])
  t.is(h.node(backup!).inspect().putOff, 1)
  t.truthy(h.last('C', 2, 'paused'))
  memory(h, backup!, 0.1)
  h.wait(3_000)
  t.is(h.owner(s), backup!)
  t.is(h.node(backup!).inspect().putOff, 0)
  h.hello('C', 2, s, 'ann-tab')
  h.command('C', 2, s, 1, 'one')
  h.pass()
  t.is(h.acked('C', 2), 1)
})

test('[G4] who has no room to take over gives to who has', t => {
  const h = new Hand(['A', 'B', 'C', 'D'])
  const s = h.session('A', 1, 'ann')
  const [backup] = h.config('A', s)!.backups
  memory(h, backup!, 0.9)
  h.pass()
  h.kill('A')
  h.wait(3_000)
  t.truthy(h.owner(s))
  t.not(h.owner(s), backup!)
  t.deepEqual(putOff(h), [])
})

test('[G4] with little room, games that nobody has entered are put off, and others are not', t => {
  const h = new Hand(['A', 'B', 'C'])
  const s = h.session('A', 1, 'ann')
  made(h, 3)
  for (const name of ['B', 'C']) memory(h, name, 0.75)
  h.pass()
  h.kill('A')
  h.wait(3_000)
  t.truthy(h.owner(s))
  t.is(putOff(h).length, 3)
  for (const name of ['B', 'C']) memory(h, name, 0.5)
  h.wait(3_000)
  t.is(h.node('B').inspect().sessions.owned + h.node('C').inspect().sessions.owned, 4)
})

test('[G3] [G8] a node without memory that leaves takes over what only it holds, and hands it on', t => {
  const h = new Hand(['A', 'B', 'C'])
  const session = h.session('A', 1, 'ann')
  const backup = h.config('A', session)!.backups[0]!
  for (const name of ['B', 'C']) memory(h, name, name === backup ? 0.9 : 0.75)
  h.pass()
  h.kill('A')
  h.wait(3_000)
  t.deepEqual(putOff(h), [session], 'it waits for room')
  h.drain(backup)
  h.wait(10_000)
  t.is(h.exits.get(peer(backup)), true)
  t.is(h.owner(session), backup === 'B' ? 'C' : 'B')
})

test('a session whose owner is heard again is not counted as put off', t => {
  const h = new Hand(['A', 'B', 'C'])
  const session = h.session('A', 1, 'ann')
  const backup = h.config('A', session)!.backups[0]!
  for (const name of ['B', 'C']) memory(h, name, 0.9)
  h.pass()
  const silent = (l: Letter) => l.from !== 'A' && l.to !== 'A'
  h.wait(5_000, silent)
  t.is(h.node(backup).inspect().putOff, 1)
  h.wait(5_000)
  t.is(h.owner(session), 'A')
  t.is(h.node(backup).inspect().putOff, 0)
})
