// A bug of ours in one session at one node: it is stopped there, goes on elsewhere, and nothing else is touched.
import test from 'ava'
import type { SessionId } from '../../../protocol/ids.ts'
import { Hand, peer, without } from '../hand.ts'

/** The next time that the node does anything in the session, it meets what cannot be. */
function spoil(h: Hand, name: string, session: SessionId): void {
  const m = h.node(name).context.store.members.get(session)!
  const look = () => {
    throw new TypeError('what cannot be')
  }
  Object.defineProperty(m, 'config', { get: look })
  if (m.running) Object.defineProperty(m.running, 'state', { get: look })
}

const pauses = (h: Hand, name: string, socket: number) => h.heard(name, socket).filter(m => m.kind === 'paused')
const lost = (h: Hand) => h.notes.flatMap(({ note }) => (note.name === 'lost' ? note.sessions : []))

for (const names of [
  ['A', 'B', 'C'],
  ['A', 'B'],
]) {
  test(`[G4] [E6] a session that a bug stops at its owner goes on at its backup, one of ${names.length} nodes`, t => {
    const h = new Hand(names)
    const s = h.session('A', 1, 'ann')
    const other = h.session('A', 2, 'bob')
    h.command('A', 1, s, 1, 'one')
    h.pass()
    spoil(h, 'A', s)
    h.command('A', 1, s, 2, 'two')
    t.regex(h.broken().join(), /what cannot be/)
    h.wait(3_000)
    t.not(h.owner(s), 'A')
    t.truthy(h.owner(s))
    t.is(h.owner(other), 'A')
    t.regex(pauses(h, 'A', 1).at(-1)!.why, /has stopped it/)
    h.hello('A', 1, s, 'ann-tab')
    h.command('A', 1, s, 2, 'two')
    h.pass()
    t.is(h.acked('A', 1), 2)
    t.is(h.node('A').context.store.members.get(s), undefined)
    h.drain('A')
    h.wait(5_000)
    t.is(h.exits.get(peer('A')), true)
    t.deepEqual(lost(h), [])
    t.is(h.broken().length, 1)
  })
}

test('[E8] a session that is stopped here, and that nobody takes over, is named by who leaves, which is no success', t => {
  const h = new Hand(['A'])
  const s = h.session('A', 1, 'ann')
  spoil(h, 'A', s)
  h.command('A', 1, s, 1, 'one')
  t.is(pauses(h, 'A', 1).length, 1)
  h.hello('A', 1, s, 'ann-tab')
  t.is(pauses(h, 'A', 1).length, 2)
  h.drain('A')
  h.wait(10_000)
  t.deepEqual(lost(h), [s])
  t.is(h.exits.get(peer('A')), false)
})

test('[E8] who leaves waits a moment for others to take over what is stopped here, and no longer', t => {
  const h = new Hand(['A', 'B', 'C'])
  const s = h.session('A', 1, 'ann')
  spoil(h, 'A', s)
  h.command('A', 1, s, 1, 'one')
  h.drain('A')
  h.wait(3_000, ({ message }) => message.kind !== 'prepare')
  t.is(h.exits.get(peer('A')), undefined)
  h.wait(5_000, ({ message }) => message.kind !== 'prepare')
  t.is(h.exits.get(peer('A')), false)
  t.deepEqual(lost(h), [s])
  h.wait(5_000)
  t.truthy(h.owner(s))
})

test('[G4] a backup that a bug stops is replaced, and votes no more', t => {
  const h = new Hand(['A', 'B', 'C'])
  const s = h.session('A', 1, 'ann')
  const [backup] = h.config('A', s)!.backups
  spoil(h, backup!, s)
  h.command('A', 1, s, 1, 'one')
  h.wait(3_000)
  t.false(h.config('A', s)!.backups.includes(backup!))
  t.false(h.config('A', s)!.voters.includes(backup!))
  t.is(h.acked('A', 1), 1)
  h.kill('A')
  h.wait(3_000)
  t.truthy(h.owner(s))
  t.not(h.owner(s), backup)
})

test('what goes wrong in one session ends no step of the sweep for the others', t => {
  const h = new Hand(['A', 'B'])
  const s = h.session('A', 1, 'ann')
  h.open('A', 2, 'bob')
  h.say('A', 2, { kind: 'create', key: 'never-entered' as never })
  h.pass()
  const { session } = h.last('A', 2, 'created')!
  spoil(h, 'A', s)
  h.wait(62_000)
  t.is(h.broken().length, 1)
  t.is(h.config('A', session)?.owner, null)
})

test('[G3] a step of the sweep that fails ends none of the others', t => {
  const h = new Hand(['A', 'B'], {
    forceAfterMs: 1_000,
    rebalanceAfterMs: 1_000,
    parks: true,
    checkpointEveryMs: 1_000,
  })
  h.session('A', 1, 'ann')
  const { context } = h.node('A')
  Object.defineProperty(context, 'checkpoints', {
    get() {
      throw new TypeError('what cannot be')
    },
  })
  h.kill('B', [])
  h.wait(10_000, without('B'))
  t.true(h.broken().length > 3)
  // The last step but one: it is forced to go on alone.
  t.true(h.notes.some(({ note }) => note.name === 'forced'))
})
