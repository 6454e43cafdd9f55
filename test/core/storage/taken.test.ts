// The node that took a parked session's file leaves or dies before the session goes on: then another one goes on [G8].
import test, { type ExecutionContext } from 'ava'
import type { ClientId } from '../../../protocol/ids.ts'
import { Hand, is, peer } from '../hand.ts'
import { live, not, words } from '../laid.ts'
import { look, PARKS, runs } from '../mortal.ts'

const AT_ONCE = { ...PARKS, parkAfterMs: 0 }

/** A session of ann's is on the disk, and whose it was has left. */
function parked() {
  const h = new Hand(['A'], AT_ONCE)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'one')
  h.drain('A')
  live(h, 3_000)
  return { h, session }
}

/** And C was there when it was parked. */
function parkedBefore() {
  const h = new Hand(['A', 'C'], AT_ONCE)
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'one')
  h.pass()
  h.operate('C', 'drain')
  h.drain('A')
  live(h, 3_000, 'write')
  h.operate('C', 'cancel-drain')
  live(h, 3_000)
  return { h, session }
}

/** It has the file, and would begin. */
function takes(h: Hand, by: string) {
  h.disk.scan(peer(by))
  h.disk.work('take')
}

const states = (h: Hand) => Object.values(h.disk.states())

/** It has left in order, and who starts next goes on from the file. */
function assertGivenBack(t: ExecutionContext, h: Hand, by: string) {
  t.is(h.exits.get(peer(by)), true)
  t.deepEqual(states(h), ['parked'])
  h.join('Z')
  h.disk.scan(peer('Z'))
  live(h, 500)
  assertGoesOn(t, h, 'Z')
}

/** It runs the session as it was parked. */
function assertGoesOn(t: ExecutionContext, h: Hand, by: string) {
  t.deepEqual(
    runs(h, by).map(incarnation => words(h, incarnation)),
    [['one']],
  )
}

test('[G8] who is told to leave while it takes a file puts it back', t => {
  const { h } = parked()
  h.join('B')
  h.disk.scan(peer('B'))
  h.drain('B')
  t.is(h.exits.get(peer('B')), undefined)
  live(h, 500)
  assertGivenBack(t, h, 'B')
})

test('[G8] who leaves, and has nobody to begin the session with, puts its file back', t => {
  const { h } = parked()
  h.join('B')
  h.join('D')
  h.disk.scan(peer('B'))
  h.disk.work()
  h.drop(is('hold'))
  h.drain('D')
  h.drain('B')
  live(h, 500)
  assertGivenBack(t, h, 'B')
})

test('[G8] what has not begun at the deadline is put back', t => {
  const { h } = parked()
  h.join('B')
  h.join('D')
  h.join('E')
  h.settle()
  h.disk.scan(peer('B'))
  h.disk.work()
  h.drain('B')
  h.wait(60_000, not(is('held')))
  h.disk.work()
  h.kill('D')
  h.kill('E')
  assertGivenBack(t, h, 'B')
})

test('[G8] who leaves begins the session where others can have it and back it up', t => {
  const { h } = parked()
  h.join('B')
  h.disk.scan(peer('B'))
  h.drain('B')
  h.join('D')
  h.join('E')
  live(h, 500)
  t.is(h.exits.get(peer('B')), true)
  t.deepEqual(states(h), ['taken'])
  const [incarnation] = [...runs(h, 'D'), ...runs(h, 'E')]
  t.deepEqual(words(h, incarnation!), ['one'])
})

test('[G8] [E9] who leaves begins the session at the only other node: nobody stays who could back it up', t => {
  const { h } = parked()
  h.join('B')
  h.disk.scan(peer('B'))
  h.drain('B')
  h.join('D')
  live(h, 500)
  t.is(h.exits.get(peer('B')), true)
  assertGoesOn(t, h, 'D')
})

test('[G8] where who took the file died, those who know that the session was parked in it go on', t => {
  const { h } = parkedBefore()
  h.join('B')
  takes(h, 'B')
  h.kill('B')
  h.drop()
  t.deepEqual(states(h), ['taken'])
  look(h, ['C'], 600)
  t.deepEqual(runs(h, 'C'), [], 'somebody may be about to begin')
  look(h, ['C'], 3_000)
  assertGoesOn(t, h, 'C')
})

test('[G8] who took the file and fell silent may have begun: those who know that it was parked wait', t => {
  const { h } = parkedBefore()
  h.join('B')
  takes(h, 'B')
  h.kill('B', [])
  h.drop()
  look(h, ['C'], 6_000)
  t.deepEqual(runs(h, 'C'), [])
  h.event(peer('C'), { kind: 'peer-dead', peer: peer('B') })
  look(h, ['C'], 3_000)
  assertGoesOn(t, h, 'C')
})

test('[G8] who took the file and has begun, unheard, is asked before anybody begins beside it', t => {
  const { h } = parkedBefore()
  h.join('B', { backups: 0, checkpointEveryMs: 0 })
  h.settle()
  takes(h, 'B')
  t.is(runs(h, 'B').length, 1)
  h.drop()
  for (let passed = 0; passed < 1_800; passed += 200) {
    h.disk.scan(peer('C'))
    h.wait(200, l => l.from !== 'B' || ['ping', 'pong', 'status'].includes(l.message.kind))
    h.disk.work()
  }
  t.deepEqual(runs(h, 'C'), [])
  look(h, ['C'], 5_000)
  t.deepEqual(runs(h, 'C'), [])
  t.is(runs(h, 'B').length, 1)
})

test('[G8] who was asked to hold what did not begin can take the file itself', t => {
  const { h } = parked()
  h.join('Y')
  h.join('D')
  h.settle()
  takes(h, 'Y')
  h.pass(is('hold'))
  h.drop()
  h.drain('Y')
  h.wait(60_000, not(is('held')))
  h.disk.work()
  t.deepEqual(states(h), ['parked'])
  h.disk.scan(peer('D'))
  live(h, 500)
  assertGoesOn(t, h, 'D')
})

test('[G8] who was asked to hold what did not begin goes on where who asked has died, and its players have lost nothing', t => {
  const { h, session } = parkedBefore()
  h.open('C', 2, 'ann')
  h.hello('C', 2, session, 'ann-there')
  h.join('B')
  h.settle()
  takes(h, 'B')
  h.pass(is('hold'))
  h.kill('B')
  h.drop()
  look(h, ['C'], 4_000)
  assertGoesOn(t, h, 'C')
  t.like(h.last('C', 2, 'error'), { code: 'another-incarnation', as: runs(h, 'C')[0] })
  t.is(h.last('C', 2, 'error')!.savedAt, undefined)
})

test('[G8] who has taken the file, and reads it, is left to it as long as it lives', t => {
  const { h } = parkedBefore()
  // By hash it would be C's turn.
  h.join('bq')
  h.settle()
  h.disk.scan(peer('bq'))
  for (const file of h.disk.files.values()) file.state = 'taken'
  for (let passed = 0; passed < 5_000; passed += 200) {
    for (const name of ['bq', 'C']) h.disk.scan(peer(name))
    h.wait(200)
  }
  t.is(h.node('C').context.files.taking.size, 0)
  h.kill('bq')
  look(h, ['C'], 3_000)
  assertGoesOn(t, h, 'C')
})

test('[G8] a file is taken once, however often it is seen meanwhile', t => {
  const { h } = parked()
  h.join('B')
  for (let looks = 0; looks < 3; looks++) h.disk.scan(peer('B'))
  t.is(h.disk.asked('take'), 1)
  live(h, 500)
  assertGoesOn(t, h, 'B')
  const [incarnation] = runs(h, 'B')
  const [file] = h.disk.files.values()
  const { session, epoch, version, bytes } = file!.saving
  const found = { ...file!.saving, kind: 'parked', session, epoch, version, inputs: 2, savedAt: 0, idleMs: 0 } as const
  h.event(peer('B'), { kind: 'taken', file: found, bytes })
  t.deepEqual(runs(h, 'B'), [incarnation])
  t.is(h.node('B').context.store.members.get(incarnation!)!.config.epoch as number, 1)
})

test('[G8] of a session that has ended the file it once went on from goes too', t => {
  const h = new Hand(['A'], AT_ONCE)
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'key' as ClientId })
  h.drain('A')
  live(h, 3_000)
  t.deepEqual(states(h), ['parked'])
  for (const name of ['B', 'D', 'E']) h.join(name, { checkpointEveryMs: 0 })
  h.disk.scan(peer('B'))
  live(h, 500)
  look(h, ['B', 'D', 'E'], 5_000)
  t.deepEqual(states(h), ['taken'])
  h.wait(62_000)
  look(h, ['B', 'D', 'E'], 1_000)
  t.deepEqual([...runs(h, 'B'), ...runs(h, 'D'), ...runs(h, 'E')], [], 'nobody has entered it')
  t.deepEqual(states(h), [])
})
