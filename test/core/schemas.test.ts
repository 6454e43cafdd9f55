// Who reads which schema, by hand: what is handed on is written so that the next one can read it [G7].
import test from 'ava'
import { schemaToWrite } from '../../node/core/cluster/schema.ts'
import { finalCopy } from '../../node/core/consensus/final-copy.ts'
import type { Game } from '../../node/core/game.ts'
import { loadSession, schemaIn } from '../../node/core/session/state.ts'
import { Hand, is, type Letter, peer } from './hand.ts'
import { words } from './laid.ts'
import { type Tally, tally } from './tally.ts'

/** Releases of the game that read these schemas, and write the newest that all nodes read. */
function reading(...schemas: number[]): Game {
  const load = (saved: unknown, schema: number) => {
    if (!schemas.includes(schema)) throw new Error(`schema ${schema} is not read here`)
    return saved as Tally
  }
  return { ...tally, reads: schemas, writes: schemas, load } as Game
}

const OLD = reading(1)
const NEW = reading(1, 2)

/** A session of ann's on A, backed up by B, both new; and C, which is old. */
function withOld() {
  const h = new Hand(['A', 'B'], {}, NEW)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'x')
  h.pass()
  return { h, session }
}

const schemaOf = ({ message }: Letter) => ('state' in message && message.state ? schemaIn(message.state) : null)

test('[G7] who takes over hands on in a schema that the next one reads, not as it was stored', t => {
  const { h, session } = withOld()
  const { copy } = h.node('B').context.store.members.get(session)!
  t.is(schemaIn(copy!.bytes), 2)
  h.join('C', {}, OLD)
  // It learns of the old node, and that its owner is dead, before it is sent anything newer.
  h.wait(100, l => l.from === peer('C') && l.to === peer('B'))
  h.drain('B')
  h.kill('A')
  h.wait(3_000)
  t.is(h.owner(session), 'C')
  t.deepEqual(words(h, session), ['x'])
  t.false(h.notes.some(({ note }) => note.name === 'quarantined'))
  t.deepEqual(h.broken(), [])
})

test('[G7] a node that comes and can run what others only store is asked as soon as it is known', t => {
  const h = new Hand(['A'], {}, reading(2))
  h.join('B', {}, OLD)
  h.settle()
  const session = h.session('A', 1, 'ann')
  t.deepEqual(h.config('A', session)?.backups, [peer('B')])
  h.kill('A')
  h.wait(20_000)
  t.is(h.owner(session), null, 'B cannot read it')
  h.join('C', {}, NEW)
  h.wait(1_000)
  t.is(h.owner(session), 'C')
  t.deepEqual(h.broken(), [])
})

test('[G7] who could not read an older writing is asked about the present one', t => {
  const { h, session } = withOld()
  h.join('C', {}, OLD)
  h.settle()
  const m = h.node('A').context.store.members.get(session)!
  const { epoch } = m.config
  const decline = (schema: number) =>
    h.event(peer('A'), {
      kind: 'message',
      from: peer('C'),
      message: { kind: 'decline', session, epoch, schema, text: 'no' },
    })
  h.kill('B', [])
  decline(2)
  h.drain('A')
  h.wait(5_000)
  t.is(h.owner(session), 'C')
  t.false(h.net.some(l => schemaOf(l) === 2))
})

test('[G7] a decline tells of which writing it is', t => {
  const h = new Hand(['A'], {}, reading(2))
  h.join('B', {}, OLD)
  h.settle()
  const session = h.session('A', 1, 'ann')
  h.drain('A')
  h.wait(150, l => !is('decline')(l))
  const [declined] = h.net.filter(is('decline'))
  t.like(declined?.message, { session, schema: 2 })
})

test('[G7] a session that one node cannot read is no alarm there once it goes on at a node that stays', t => {
  const h = new Hand(['A'], {}, reading(2))
  h.join('B', {}, OLD)
  h.settle()
  const session = h.session('A', 1, 'ann')
  const aside = () => h.node('B').inspect().quarantined
  h.drain('A')
  h.wait(2_000)
  t.is(h.owner(session), 'A', 'it goes on where nobody can take it from')
  t.like(aside(), [{ session, resolved: false }])
  h.join('C', {}, NEW)
  h.wait(2_000)
  t.is(h.owner(session), 'C')
  t.is(aside().length, 1, 'the bytes are kept')
  t.true(aside()[0]!.resolved)
  h.kill('C', [])
  h.wait(2_500)
  t.false(aside()[0]!.resolved, 'its owner is silent')
  h.event(peer('B'), { kind: 'peer-dead', peer: peer('C') })
  h.wait(1_000)
  t.is(h.owner(session), 'B', 'by now it is written so that B can read it')
  t.true(aside()[0]!.resolved)
})

test('[G7] a new owner that has not met its backup yet writes what that reads', t => {
  const { h, session } = withOld()
  h.join('C', {}, OLD)
  h.settle()
  const { version } = h.node('A').context.store.members.get(session)!.running!
  t.deepEqual(h.config('A', session)?.backups, [peer('B')])
  t.true(version > 0)
  h.kill('B')
  h.settle()
  t.deepEqual(h.config('A', session)?.backups, [peer('C')])
  h.join('D', {}, NEW)
  h.node('D').context.peers.forget(peer('C'))
  h.drain('A')
  h.wait(3_000, l => l.from !== peer('C') || l.to !== peer('D'))
  t.is(h.owner(session), 'D')
  t.deepEqual(h.config('D', session)?.backups, [peer('C')])
  h.kill('D')
  h.wait(3_000)
  t.is(h.owner(session), 'C')
})

test('[G4] what was acknowledged alone, unwritten, is written in its own schema where the game cannot write another', t => {
  const save = (s: Tally, schema: number) => {
    if (schema === 1) throw new Error('schema 1 has no room for this')
    return s
  }
  const h = new Hand(['A'], {}, { ...NEW, save } as Game)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'x')
  h.pass()
  t.is(h.acked('A', 1), 1)
  h.join('B', {}, OLD)
  h.wait(100)
  const { context } = h.node('A')
  t.is(schemaToWrite(context), 1)
  const { schema, bytes } = finalCopy(context, context.store.members.get(session)!)
  t.is(schema, 2)
  t.deepEqual((loadSession(bytes, NEW).state.game as Tally).list.length, 1)
})

test('[G3] who cannot load the only schema that the game can write a session in is asked once, and another takes it', t => {
  const save = (s: Tally, schema: number) => {
    if (schema === 1) throw new Error('schema 1 has no room for this')
    return s
  }
  const h = new Hand(['A'], {}, { ...NEW, save } as Game)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'x')
  h.pass()
  h.join('B', {}, OLD)
  h.settle()
  h.drain('A')
  h.wait(2_000)
  t.is(h.owner(session), 'A', 'nobody else can load it')
  h.join('C', {}, { ...NEW, save } as Game)
  h.wait(2_000)
  t.is(h.owner(session), 'C')
  t.deepEqual(words(h, session), ['x'])
  t.deepEqual(h.broken(), [])
})
