// What players of a session that waits are told, also those who come meanwhile.
import test from 'ava'
import type { ClientId } from '../../../protocol/ids.ts'
import { Hand, without } from '../hand.ts'
import { laid } from '../laid.ts'

/** Long enough to be told of, too short to be suspected. */
const MEANWHILE_MS = 1_700

/** Of A and B the second has fallen silent, and ann, who plays at A, has been told that the game waits for it. */
function waiting() {
  const h = new Hand(['A', 'B'])
  const session = h.session('A', 1, 'ann')
  const apart = without('B')
  h.command('A', 1, session, 1, 'x')
  h.wait(MEANWHILE_MS, apart)
  return { h, session, apart }
}

const lastAbout = (h: Hand, name: string, socket: number) =>
  h.heard(name, socket).findLast(m => m.kind === 'update' || m.kind === 'paused')

test('[G5] who comes back to a session that waits is told so, and when it goes on', t => {
  const { h, session, apart } = waiting()
  t.is(lastAbout(h, 'A', 1)?.kind, 'paused')
  h.open('A', 2, 'ann')
  h.say('A', 2, { kind: 'hello', session, client: 'ann-tab' as ClientId, replaces: '' as ClientId })
  h.pass(apart)
  t.truthy(h.last('A', 2, 'welcome'))
  t.truthy(h.last('A', 2, 'update'))
  t.like(lastAbout(h, 'A', 2), { kind: 'paused', session })
  h.wait(3_000)
  t.is(h.acked('A', 1), 1)
  for (const socket of [1, 2]) t.is(lastAbout(h, 'A', socket)?.kind, 'update')
})

test('[G5] a second tab, whose hello has to wait, is told that the session does', t => {
  const { h, session, apart } = waiting()
  h.open('A', 2, 'ann')
  h.say('A', 2, { kind: 'hello', session, client: 'second' as ClientId, replaces: 'ann-tab' as ClientId })
  h.pass(apart)
  t.is(h.last('A', 2, 'welcome'), undefined)
  t.like(lastAbout(h, 'A', 2), { kind: 'paused', session })
  h.wait(3_000)
  t.truthy(h.last('A', 2, 'welcome'))
  t.is(lastAbout(h, 'A', 2)?.kind, 'update')
})

test('[G5] a session that is sealed and finds no votes tells its players so', t => {
  const { h, session, backup, witness } = laid()
  const apart = without(backup, witness)
  h.wait(6_000, apart)
  t.not(h.node('A').context.store.sealed.get(session), undefined)
  t.like(lastAbout(h, 'A', 1), { kind: 'paused', session })
  h.open('A', 2, 'ann')
  h.say('A', 2, { kind: 'hello', session, client: 'ann-tab' as ClientId, replaces: '' as ClientId })
  h.pass(apart)
  t.like(lastAbout(h, 'A', 2), { kind: 'paused', session })
  h.wait(4_000)
  for (const socket of [1, 2]) t.is(lastAbout(h, 'A', socket)?.kind, 'update')
})

test('[G5] a session that pauses again says so again', t => {
  const { h, session, apart } = waiting()
  h.wait(3_000)
  t.is(lastAbout(h, 'A', 1)?.kind, 'update')
  h.command('A', 1, session, 2, 'y')
  h.wait(MEANWHILE_MS, apart)
  t.is(lastAbout(h, 'A', 1)?.kind, 'paused')
})

test('who has no seat is told nothing of a session', t => {
  const { h, session, apart } = waiting()
  h.open('A', 2, 'bob')
  h.say('A', 2, { kind: 'hello', session, client: 'bob-tab' as ClientId, replaces: '' as ClientId })
  h.pass(apart)
  t.deepEqual(
    h.heard('A', 2).map(({ kind }) => kind),
    ['ready', 'error'],
  )
})
