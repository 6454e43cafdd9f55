import test from 'ava'
import fc from 'fast-check'
import {
  cameWithDeploy,
  generationOf,
  LoadBoard,
  rankBackups,
  rankOwners,
} from '../../../node/core/cluster/placement.ts'
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import type { Status } from '../../../protocol/mesh.ts'

const status = (peer: string, more: Partial<Status> = {}): Status => ({
  peer: peer as PeerId,
  release: 'v1',
  slot: '',
  generation: 0,
  meshAgeMs: 0,
  startedAt: 0,
  host: '',
  address: '',
  load: 0,
  sessions: 0,
  players: 0,
  draining: false,
  cordoned: false,
  schemas: {},
  directory: 0,
  beat: 0,
  ...more,
})

const some = fc.uniqueArray(
  fc.record({
    peer: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
    release: fc.constantFrom('v1', 'v2'),
    generation: fc.nat(2),
    startedAt: fc.nat(3),
    load: fc.nat(3),
    host: fc.constantFrom('x', 'y'),
  }),
  { selector: s => s.peer, minLength: 1 },
)

const session = 's' as SessionId

test('all nodes choose alike: the rank does not depend on the order in which candidates are known', t => {
  fc.assert(
    fc.property(some, fc.string(), (list, id) => {
      const all = list.map(s => status(s.peer, s as Partial<Status>))
      const from = status('O', { generation: 1, startedAt: 1 })
      const s = id as SessionId
      t.deepEqual(rankOwners(s, all, from, new LoadBoard()), rankOwners(s, all.toReversed(), from, new LoadBoard()))
      const at = { ownerHost: 'x', present: [] }
      t.deepEqual(rankBackups(s, all, at, new LoadBoard()), rankBackups(s, all.toReversed(), at, new LoadBoard()))
    }),
  )
  t.pass()
})

test('[G3] coming with a deploy is never true both ways, so no session is sent back and forth', t => {
  fc.assert(
    fc.property(some, list => {
      const all = list.map(s => status(s.peer, s as Partial<Status>))
      for (const a of all) for (const b of all) t.false(cameWithDeploy(a, b) && cameWithDeploy(b, a))
    }),
  )
  t.pass()
})

test('the least loaded node takes a session, counting what it was promised already', t => {
  const board = new LoadBoard()
  const all = [status('A', { load: 1 }), status('B', { load: 0 })]
  t.is(rankOwners(session, all, status('O'), board)[0], 'B' as PeerId)
  board.promise('B' as PeerId)
  board.promise('B' as PeerId)
  t.is(rankOwners(session, all, status('O'), board)[0], 'A' as PeerId)
  board.told('B' as PeerId)
  t.is(rankOwners(session, all, status('O'), board)[0], 'B' as PeerId)
})

test('a node that came with the deploy goes before one that is less loaded and to be replaced itself', t => {
  const old = status('O', { generation: 1 })
  const all = [status('A', { generation: 1 }), status('N', { generation: 2, load: 500 })]
  t.is(rankOwners(session, all, old, new LoadBoard())[0], 'N' as PeerId)
})

test('a forced update changes no release: a successor is told by its slot', t => {
  const old = status('O', { slot: '2', generation: 3, startedAt: 1 })
  t.is(generationOf({ slot: '2', startedAt: 5 }, [old]), 4)
  t.is(generationOf({ slot: '1', startedAt: 5 }, [old]), 3, 'who replaces nobody belongs to those that are there')
  t.is(generationOf({ slot: '2', startedAt: 0 }, [old]), 0, 'the older one is not the successor')
})

test('a backup is sought on another host first, then where the state is already', t => {
  const all = [status('A', { host: 'x' }), status('B', { host: 'y', load: 9 }), status('C', { host: 'y' })]
  const ranked = rankBackups(session, all, { ownerHost: 'x', present: ['B' as PeerId] }, new LoadBoard())
  t.deepEqual(ranked, ['B', 'C', 'A'] as PeerId[])
})
