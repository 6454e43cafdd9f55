// A node that has parked its sessions and stays, for who comes late may have another disk [G8].
import test from 'ava'
import type { Event } from '../../../node/core/event.ts'
import type { Version } from '../../../protocol/ids.ts'
import { Hand, peer } from '../hand.ts'
import { live, words } from '../laid.ts'
import { look, runs } from '../mortal.ts'

const PARKS = { parks: true, parkAfterMs: 1_000, successorWaitMs: 50_000, backups: 1 }
/** Whose disk is another: of the one on the table it sees nothing. */
const ELSEWHERE = { parks: false }

/** A session of ann's with one word said, that A has parked and waits with. */
function parked() {
  const h = new Hand(['A'], PARKS)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'one')
  h.pass()
  h.drain('A')
  look(h, ['A'], 4_000)
  return { h, session }
}

const states = (h: Hand) => Object.values(h.disk.states())
const left = (h: Hand, name = 'A') => h.exits.get(peer(name))
const notes = (h: Hand, name: string) => h.notes.filter(({ note }) => note.name === name).length

test('[G8] who comes late, and sees another disk, is given what was parked', t => {
  const { h, session } = parked()
  t.deepEqual(states(h), ['parked'])
  look(h, ['A'], 8_000)
  t.is(left(h), undefined)
  h.join('B', ELSEWHERE)
  look(h, ['A'], 3_000)
  const [next] = runs(h, 'B')
  t.deepEqual(words(h, next!), ['one'])
  t.deepEqual(states(h), ['taken'])
  t.is(left(h), true)
  h.open('B', 2, 'ann')
  h.hello('B', 2, session, 'ann-tab')
  t.is(h.last('B', 2, 'error')?.as, next)
  t.deepEqual(h.broken(), [])
})

test('[G8] [E9] where two come late, what they are given has a backup from the first', t => {
  const { h } = parked()
  h.join('B', ELSEWHERE)
  h.join('C', ELSEWHERE)
  look(h, ['A'], 3_000)
  const [next] = [...runs(h, 'B'), ...runs(h, 'C')]
  t.is(h.config('B', next!)?.backups.length, 1)
  t.is(left(h), true)
})

test('[G8] where nobody comes it leaves in time, and its files stay parked', t => {
  const { h } = parked()
  look(h, ['A'], 43_000)
  t.is(left(h), undefined)
  look(h, ['A'], 3_000)
  t.deepEqual(states(h), ['parked'])
  t.is(left(h), true)
  t.is(notes(h, 'late'), 0)
})

test('[G8] where others have resumed all of them from its disk it waits for nobody', t => {
  const { h } = parked()
  h.join('B', { ...PARKS, backups: 0 })
  h.drop(({ from, to }) => from === 'B' || to === 'B')
  h.disk.scan(peer('B'))
  for (let passed = 0; passed < 2_000; passed += 100) {
    h.wait(100, ({ from, to }) => from === to)
    h.disk.work()
  }
  t.is(runs(h, 'B').length, 1)
  h.disk.scan(peer('A'))
  h.wait(100)
  t.is(left(h), true)
})

test('[G8] of two that would take it at one time one has it', t => {
  const { h } = parked()
  h.join('B', PARKS)
  h.settle()
  for (const name of ['B', 'A']) h.disk.scan(peer(name))
  t.is(h.disk.asked('take'), 2)
  look(h, ['A'], 3_000)
  t.is(runs(h, 'B').length, 1)
  t.deepEqual(states(h), ['taken'])
  t.is(left(h), true)
})

test('[G8] who dies with a file that it had taken back leaves it to those who find it', t => {
  const { h } = parked()
  h.join('B', ELSEWHERE)
  h.settle()
  h.disk.scan(peer('A'))
  h.disk.work('take')
  t.deepEqual(states(h), ['taken'])
  for (const name of ['A', 'B']) h.kill(name)
  h.drop()
  h.join('C', { ...PARKS, startedAt: 100_000 })
  look(h, ['C'], 4_000)
  t.deepEqual(words(h, runs(h, 'C')[0]!), ['one'])
})

test('[G8] [E9] where somebody else may be out there it puts its file back, and tries again after a while', t => {
  const { h } = parked()
  h.join('B', ELSEWHERE)
  h.join('C', ELSEWHERE)
  h.kill('C', [])
  h.wait(2_500)
  look(h, ['A'], 3_000)
  t.deepEqual(states(h), ['parked'])
  t.is(notes(h, 'given-back'), 1)
  h.event(peer('A'), { kind: 'peer-dead', peer: peer('C') })
  look(h, ['A'], 7_000)
  t.is(runs(h, 'B').length, 1)
  t.is(left(h), true)
})

test('[G8] a look from before it put its file back does not end its wait', t => {
  const { h } = parked()
  h.join('B', ELSEWHERE)
  h.join('C', ELSEWHERE)
  h.kill('C', [])
  h.wait(2_500)
  h.disk.scan(peer('A'))
  h.disk.work('take')
  t.deepEqual(states(h), ['taken'])
  const before = h.disk.found()
  live(h, 500)
  t.is(notes(h, 'given-back'), 1)
  h.event(peer('A'), before)
  h.wait(100)
  t.is(left(h), undefined)
  t.deepEqual(states(h), ['parked'])
})

test('[G8] it waits no longer for a file that another has taken and removed', t => {
  const { h } = parked()
  h.disk.files.clear()
  look(h, ['A'], 200)
  t.is(left(h), undefined, 'the look may be older than the file')
  look(h, ['A'], 5_000)
  t.is(left(h), true)
})

/** A node that comes late looks at a disk of its own, where an older file of the session lies. */
function looksAtOlder(h: Hand, name: string, of: string) {
  const [file] = (h.disk.found() as Extract<Event, { kind: 'found' }>).files
  const older = {
    ...file!,
    file: `${file!.session}-1-0-0`,
    version: 0 as Version,
    inputs: 0,
    kind: 'checkpoint',
  } as const
  for (let passed = 0; passed < 4_000; passed += 200) {
    h.disk.scan(peer(of))
    h.event(peer(name), { kind: 'signs', living: [] })
    h.event(peer(name), { kind: 'found', files: [older] })
    h.wait(200)
  }
  return [...h.node(name).context.files.taking.values()].map(({ file }) => file.file)
}

test('[G8] a leaving node tells of its parked files: nobody begins from an older one elsewhere', t => {
  const { h } = parked()
  h.join('B', ELSEWHERE)
  h.join('C', ELSEWHERE)
  h.kill('C', [])
  h.wait(2_500)
  look(h, ['A'], 200)
  t.is(notes(h, 'given-back'), 1)
  t.deepEqual(states(h), ['parked'])
  h.event(peer('B'), { kind: 'peer-dead', peer: peer('C') })
  t.deepEqual(looksAtOlder(h, 'B', 'A'), [])
})

test('[G8] a node without room tells of the parked files it sees, and so does one that takes nothing', t => {
  for (const event of [
    { kind: 'memory', share: 0.99 },
    { kind: 'operate', command: { kind: 'cordon' } },
  ] as const) {
    const { h } = parked()
    h.kill('A')
    h.join('D', PARKS)
    h.event(peer('D'), event)
    h.join('B', ELSEWHERE)
    t.deepEqual(looksAtOlder(h, 'B', 'D'), [])
    t.deepEqual(states(h), ['parked'])
  }
})

test('[G8] a leaving node tells of what it is about to begin from a file', t => {
  const { h } = parked()
  h.join('B', ELSEWHERE)
  h.join('C', ELSEWHERE)
  h.kill('C', [])
  h.wait(2_500)
  h.disk.scan(peer('A'))
  t.is(h.disk.asked('take'), 1)
  t.deepEqual(looksAtOlder(h, 'B', 'A'), [])
})

test('[G8] a drain that is taken back finds its files as any others', t => {
  const h = new Hand(['A'], PARKS)
  h.session('A', 1, 'ann')
  h.join('B', ELSEWHERE)
  h.settle()
  h.operate('A', 'drain')
  h.kill('B')
  live(h, 4_000)
  t.deepEqual(states(h), ['parked'])
  h.operate('A', 'cancel-drain')
  look(h, ['A'], 1_000)
  t.is(runs(h, 'A').length, 1)
  t.deepEqual(h.broken(), [])
})
