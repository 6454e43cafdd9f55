// What players are told of a session that goes on from a disk: as what, and whether something of it is lost [G8].
import test from 'ava'
import type { ClientId } from '../../../protocol/ids.ts'
import { type Hand, is, peer } from '../hand.ts'
import { live, not } from '../laid.ts'
import { allDie, look, PARKS, runs, two } from '../mortal.ts'

/** What they were told of where the session goes on, at all of these sockets. */
const toldIncarnations = (h: Hand, ...sockets: (readonly [string, number])[]) =>
  sockets.map(([name, socket]) =>
    h.heard(name, socket).flatMap(m => (m.kind === 'error' && m.code === 'another-incarnation' ? [m] : [])),
  )

test('[G8] who waits for a session is told where it goes on only when it is known from when that is', t => {
  const { h, session } = two()
  h.disk.savedAt = 777
  live(h, 2_000)
  allDie(h, ['A', 'B'])
  for (const name of ['C', 'D']) {
    h.join(name, PARKS)
    h.open(name, 1, 'ann')
    h.hello(name, 1, session, `ann-at-${name}`)
  }
  const noAbout = not(is('about'))
  for (let passed = 0; passed < 3_000; passed += 200) {
    for (const name of ['C', 'D']) h.disk.scan(peer(name))
    h.wait(200, noAbout)
    h.disk.work()
    h.pass(noAbout)
  }
  const [incarnation] = [...runs(h, 'C'), ...runs(h, 'D')]
  const other = h.owner(incarnation!) === 'C' ? 'D' : 'C'
  t.is(h.config(other, incarnation!)?.epoch as number, 1, 'it knows that the session goes on')
  h.say(other, 1, { kind: 'hello', session, client: 'ann-again' as ClientId, replaces: '' as ClientId })
  h.pass(noAbout)
  t.deepEqual(toldIncarnations(h, [other, 1]), [[]])
  live(h, 2_000)
  for (const told of toldIncarnations(h, ['C', 1], ['D', 1])) {
    t.is(told.length, 1)
    t.like(told[0], { as: incarnation, savedAt: 777 })
  }
})

test('[G8] of an incarnation that was parked in order nothing is said to be lost, though an earlier one began from a copy', t => {
  const { h, session } = two()
  live(h, 2_000)
  allDie(h, ['A', 'B'])
  for (const name of ['C', 'D']) h.join(name, PARKS)
  look(h, ['C', 'D'], 3_000)
  const [second] = [...runs(h, 'C'), ...runs(h, 'D')]
  for (const name of ['C', 'D']) h.drain(name)
  live(h, 8_000)
  h.join('E', PARKS)
  look(h, ['E'], 3_000)
  const [third] = runs(h, 'E')
  h.open('E', 1, 'ann')
  h.hello('E', 1, second!, 'ann-tab')
  h.hello('E', 1, session, 'ann-tab')
  const [told] = toldIncarnations(h, ['E', 1])
  t.deepEqual(
    told!.map(({ as, savedAt }) => ({ as, savedAt })),
    [
      { as: third, savedAt: undefined },
      { as: third, savedAt: 0 },
    ],
  )
})
