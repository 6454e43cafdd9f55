// Who is copied to the disk when, where there are more sessions than the disk is fast [G8].
import test from 'ava'
import type { SessionId } from '../../../protocol/ids.ts'
import { Hand } from '../hand.ts'
import { PARKS } from '../mortal.ts'

/** More than were looked at in one sweep once; and many times what may be on its way to the disk. */
const MANY = 450

function busy() {
  const h = new Hand(['A', 'B'], PARKS)
  const sessions = Array.from({ length: MANY }, (_, at) => h.session('A', at, `player${at}`))
  let seq = 0
  /** A second in which everybody makes a move, and the disk does this many times what it has been given. */
  const second = (works = 100) => {
    seq++
    for (const [at, session] of sessions.entries()) h.command('A', at, session, seq, seq)
    for (let part = 0; part < 10; part++) {
      h.wait(100)
      for (let i = 0; i < works && h.disk.asked('write') > 0; i++) h.disk.step()
    }
  }
  const saved = () =>
    new Map([...h.disk.files.values()].map(({ saving }) => [saving.session, saving.version as number] as const))
  const version = (session: SessionId) => h.node('A').context.store.members.get(session)!.running!.version
  return { h, sessions, second, saved, version }
}

const named = (h: Hand, name: string) => h.notes.filter(({ note }) => note.name === name).length

test('[G8] every session that changes is copied in its time, however many there are', t => {
  const { h, sessions, second, saved, version } = busy()
  for (let i = 0; i < 6; i++) second()
  const late = sessions.filter(session => version(session) - (saved().get(session) ?? 0) > 3)
  t.deepEqual(late, [])
  t.is(named(h, 'checkpoints-late'), 0)
})

test('[G8] a disk that is too slow makes all copies older, leaves none out, and is told of', t => {
  const { h, sessions, second, saved } = busy()
  for (let i = 0; i < 5; i++) second(10)
  const first = saved()
  t.true(first.size < sessions.length)
  t.is(named(h, 'checkpoints-late'), 1)
  t.true(h.node('A').inspect().unsaved!.oldestMs > 3_000)
  for (let i = 0; i < 5; i++) second(10)
  t.is(saved().size, sessions.length, 'all have a copy')
  for (let i = 0; i < 5; i++) second(10)
  const behind = [...first].filter(([session, version]) => saved().get(session)! <= version)
  t.deepEqual(behind, [], 'and all that had one have another')
  t.is(named(h, 'checkpoints-in-time'), 0)
  for (let i = 0; i < 4; i++) second()
  t.is(named(h, 'checkpoints-in-time'), 1)
})

test('[G8] no more is handed to a disk than it may need before it answers', t => {
  const { h, second } = busy()
  for (let i = 0; i < 3; i++) {
    second(0)
    t.true(h.disk.asked('write') <= 64)
  }
})
