// What becomes of sessions whose nodes all die at once: copies on disks, and who goes on from them [G8].
import test from 'ava'
import type { Effect } from '../../../node/core/effect.ts'
import type { Game } from '../../../node/core/game.ts'
import { loadSession } from '../../../node/core/session/state.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import { Hand, peer, without } from '../hand.ts'
import { live, says, words } from '../laid.ts'
import { allDie, look, PARKS, runs, say, two } from '../mortal.ts'
import { type Tally, tally } from '../tally.ts'

const checkpoints = (h: Hand) => [...h.disk.files.values()].filter(({ state }) => state === 'checkpoint')

const DAY_MS = 24 * 3_600_000

const versionOf = (h: Hand): number => checkpoints(h)[0]!.saving.version

test('[G8] a session that changes is copied to the disk, one file at a time', t => {
  const { h, session } = two()
  live(h, 2_000)
  t.is(checkpoints(h).length, 1)
  const [before] = checkpoints(h)
  live(h, 3_000)
  t.is(checkpoints(h)[0], before, 'nothing has changed')
  say(h, session, 2, 'two')
  live(h, 2_000)
  t.is(checkpoints(h).length, 1)
  t.is(versionOf(h), before!.saving.version + 1)
})

test('[G8] only what is confirmed is copied', t => {
  const { h, session } = two()
  live(h, 2_000)
  const before = versionOf(h)
  h.command('A', 1, session, 2, 'two')
  for (let passed = 0; passed < 1_500; passed += 100) {
    h.wait(100, without('B'))
    h.disk.work()
  }
  t.is(versionOf(h), before)
  t.is(h.acked('A', 1), 1)
})

test('[G8] a copy of what is confirmed holds nothing that came after it', t => {
  const { h, session } = two()
  live(h, 2_000)
  const before = versionOf(h)
  say(h, session, 2, 'two')
  h.command('A', 1, session, 3, 'three')
  for (let passed = 0; passed < 1_000; passed += 100) {
    h.wait(100, without('B'))
    h.disk.work()
  }
  t.is(versionOf(h), before + 1)
  const { state } = loadSession(checkpoints(h)[0]!.saving.bytes, tally as Game)
  t.deepEqual(
    (state.game as Tally).list.map(({ word }) => word),
    ['one', 'two'],
  )
})

test('[E3] a copy that is written only when the disk asks for it is of its version, not of the turn under way', t => {
  const h = new Hand(['A'], PARKS)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'one')
  h.pass()
  const a = h.node('A')
  const message = { kind: 'command', session, seq: 2, body: 'two' } as never
  h.now += 2_000
  a.handle({ kind: 'socket-message', socket: 1 as never, message }, h.now)
  const effects = a.handle({ kind: 'timer', timer: { kind: 'sweep' } }, h.now)
  const [{ saving }] = effects.filter(effect => effect.kind === 'write') as [Extract<Effect, { kind: 'write' }>]
  const { state } = loadSession(saving.bytes, tally as Game)
  t.deepEqual(
    (state.game as Tally).list.map(({ word }) => word),
    ['one'],
  )
  t.is(saving.version, a.context.store.members.get(session)!.running!.confirmedVersion)
})

test('a full disk is told of, the copy before stays, and it is tried again', t => {
  const { h, session } = two()
  live(h, 2_000)
  const before = versionOf(h)
  h.disk.full = 'ENOSPC: no space left'
  say(h, session, 2, 'two')
  live(h, 2_000)
  t.true(h.notes.some(({ note }) => note.name === 'unwritten'))
  t.is(versionOf(h), before)
  h.disk.full = null
  live(h, 2_000)
  t.is(checkpoints(h).length, 1)
  t.is(versionOf(h), before + 1)
})

test('[G8] what has ended leaves no copy behind', t => {
  const h = new Hand(['A', 'B'], PARKS)
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'key' as ClientId })
  live(h, 3_000)
  t.is(checkpoints(h).length, 1)
  live(h, 62_000)
  t.deepEqual(runs(h, 'A'), [], 'nobody has entered it')
  t.deepEqual(checkpoints(h), [])
})

test('[G8] where all nodes die, one of the next goes on from the copy, and players are told how old it is', t => {
  const { h, session } = two()
  h.disk.savedAt = 777
  live(h, 2_000)
  say(h, session, 2, 'lost')
  allDie(h, ['A', 'B'])
  for (const name of ['C', 'D']) h.join(name, PARKS)
  look(h, ['C', 'D'], 600)
  t.deepEqual([...runs(h, 'C'), ...runs(h, 'D')], [], 'somebody may know more')
  look(h, ['C', 'D'], 3_000)
  const [incarnation, ...more] = [...runs(h, 'C'), ...runs(h, 'D')]
  t.deepEqual(more, [])
  t.deepEqual(words(h, incarnation!), ['one'])
  h.open('C', 2, 'ann')
  h.hello('C', 2, session, 'ann-tab')
  t.like(h.last('C', 2, 'error'), { code: 'another-incarnation', as: incarnation, savedAt: 777 })
  h.hello('C', 2, incarnation!, 'ann-again', 'ann-tab')
  t.is(h.last('C', 2, 'welcome')?.last as number, 1)
})

test('[G8] a session that anybody still knows of does not begin from a copy', t => {
  const { h } = two()
  live(h, 2_000)
  h.join('C', PARKS)
  live(h, 500)
  allDie(h, ['A', 'B'])
  h.join('D', PARKS)
  look(h, ['C', 'D'], 4_000)
  t.deepEqual([...runs(h, 'C'), ...runs(h, 'D')], [])
})

/** Somebody tells the node that its mesh has been there for nine days. */
function isOld(h: Hand, name: string) {
  const status = { ...h.node(name).context.own.told, peer: peer('X'), meshAgeMs: 9 * DAY_MS, beat: 1 }
  says(h, name, 'X', { kind: 'status', status })
  h.event(peer(name), { kind: 'peer-dead', peer: peer('X') })
}

test('[G8] a mesh that is older than the copy has seen the session end', t => {
  const { h } = two()
  h.disk.now = h.disk.savedAt = 100_000
  live(h, 2_000)
  allDie(h, ['A', 'B'])
  h.join('C', PARKS)
  isOld(h, 'C')
  look(h, ['C'], 4_000)
  t.deepEqual(runs(h, 'C'), [])
  h.join('D', PARKS)
  look(h, ['C', 'D'], 4_000)
  t.deepEqual(runs(h, 'D'), [], 'it belongs to the same mesh')
})

test('[G8] the newest copy that anybody sees counts, as long as they live', t => {
  const { h, session } = two()
  live(h, 2_000)
  const { epoch, version } = checkpoints(h)[0]!.saving
  allDie(h, ['A', 'B'])
  for (const name of ['C', 'D']) h.join(name, PARKS)
  const tell = () =>
    h.event(peer('C'), {
      kind: 'message',
      from: peer('D'),
      message: { kind: 'files', files: [[session, epoch, (version + 1) as typeof version]] },
    })
  for (let times = 0; times < 15; times++) {
    tell()
    look(h, ['C'], 200)
  }
  t.deepEqual(runs(h, 'C'), [])
  h.kill('D')
  h.join('E', PARKS)
  look(h, ['C'], 2_000)
  t.is(runs(h, 'C').length, 1)
})

test('[G8] what is parked is no copy to begin from, whatever else lies on the disk', t => {
  const { h, session } = two()
  live(h, 2_000)
  const copy = checkpoints(h)[0]!
  for (const name of ['A', 'B']) h.drain(name)
  live(h, 8_000)
  h.disk.files.set('left over', { ...copy, state: 'checkpoint' })
  h.join('C', PARKS)
  look(h, ['C'], 3_000)
  const [incarnation, ...more] = runs(h, 'C')
  t.deepEqual(more, [])
  t.deepEqual(words(h, incarnation!), ['one'])
  h.open('C', 2, 'ann')
  h.hello('C', 2, session, 'ann-tab')
  t.is(h.last('C', 2, 'error')?.savedAt, undefined)
})

test('[G8] a clock that is eight days ahead removes nothing that nobody runs', t => {
  const { h } = two()
  live(h, 2_000)
  allDie(h, ['A', 'B'])
  h.disk.now = 8 * DAY_MS
  h.join('C', { ...PARKS, startedAt: h.disk.now })
  look(h, ['C'], 3_000)
  const [incarnation] = runs(h, 'C')
  t.deepEqual(words(h, incarnation!), ['one'])
})

test('[G8] a copy whose time is yet to come is begun from by a mesh that begins with it', t => {
  const { h } = two()
  h.disk.savedAt = 8 * DAY_MS
  live(h, 2_000)
  allDie(h, ['A', 'B'])
  h.join('C', { ...PARKS, startedAt: 30_000 })
  look(h, ['C'], 3_000)
  t.is(runs(h, 'C').length, 1)
})

test('[G8] hosts whose clocks differ by days go on from a copy all the same', t => {
  const { h } = two()
  h.disk.savedAt = h.disk.now = 8 * DAY_MS
  live(h, 2_000)
  allDie(h, ['A', 'B'])
  h.join('C', { ...PARKS, startedAt: 8 * DAY_MS })
  h.join('D', { ...PARKS, startedAt: 0 })
  look(h, ['C'], 3_000)
  t.is(runs(h, 'C').length, 1)
})

test('[G8] what no node of an older mesh knows is removed after a week, when it was looked at for an hour, and told of', t => {
  const { h } = two()
  h.disk.now = h.disk.savedAt = 100_000
  live(h, 2_000)
  allDie(h, ['A', 'B'])
  h.join('C', PARKS)
  isOld(h, 'C')
  h.disk.now += 8 * DAY_MS
  look(h, ['C'], 4_000)
  t.is(checkpoints(h).length, 1, 'its clock may have jumped')
  h.wait(3_600_000)
  look(h, ['C'], 1_000)
  t.is(checkpoints(h).length, 0)
  t.like(h.notes.find(({ note }) => note.name === 'removed')?.note, { why: 'old' })
  t.deepEqual(runs(h, 'C'), [])
})
