// Whatever the network does, each command of a player is applied once and in order: the link's half of G2, under random
// faults.
import test from 'ava'
import fc from 'fast-check'
import type { Effect } from '../../../web/link/effect.ts'
import { type Tab, World } from './world.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>
const of = <K extends Effect['kind']>(tab: Tab, kind: K) => tab.effects.filter((e): e is Of<K> => e.kind === kind)

/** Bodies that the owner has applied, of one tab. */
const applied = (world: World, tab: Tab) =>
  world.owner.log
    .filter(({ seq }) => seq > 0)
    .map(({ body }) => body as { tab: number; n: number })
    .filter(body => body.tab === world.tabs.indexOf(tab))
    .map(({ n }) => n)

function play(world: World, steps: number, more: (tab: Tab) => void = () => undefined) {
  for (let step = 0; step < steps; step++) {
    for (const tab of world.tabs) {
      for (let count = world.between(0, 3); count > 0; count--) if (tab.acted < 100) world.act(tab)
      more(tab)
    }
    if (world.chance(0.2)) world.mishap()
    world.run(world.between(1, 400))
  }
  world.heal()
  world.run(60_000)
}

function check(world: World, tab: Tab): string | null {
  if (of(tab, 'broken').length > 0) return of(tab, 'broken')[0]!.text
  const numbers = of(tab, 'acked').map(({ seq }) => seq as number)
  if (numbers.some((seq, at) => at > 0 && seq <= numbers[at - 1]!)) return 'acked twice, or out of order'
  const done = applied(world, tab)
  if (done.some((n, at) => at > 0 && n <= done[at - 1]!)) return 'applied twice, or out of order'
  const acked = of(tab, 'acked').map(({ body }) => (body as { n: number }).n)
  if (acked.some(n => !done.includes(n))) return 'acked, and never applied'
  return null
}

test('[G2] [P8] [P14] each command of one client is applied once, in order, and confirmed to it', t => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), seed => {
      const world = new World(seed)
      const tab = world.tab()
      play(world, 40)
      const wrong = check(world, tab)
      if (wrong) throw new Error(wrong)
      const all = Array.from({ length: tab.acted }, (_, n) => n + 1)
      const dropped = of(tab, 'dropped').map(({ body }) => (body as { n: number }).n)
      if (of(tab, 'dropped').some(({ seq }) => seq !== null)) throw new Error('a command that was sent is dropped')
      const expected = all.filter(n => !dropped.includes(n))
      if (applied(world, tab).join() !== expected.join()) throw new Error('not all that was acted is applied')
      if (of(tab, 'acked').length !== expected.length) throw new Error('not all that is applied is acked')
      if (tab.link.state.status !== 'online' || !tab.link.state.session?.held) throw new Error('not online at the end')
    }),
    { numRuns: 60 },
  )
  t.pass()
})

test('[G2] [P7] [P13] two tabs that take the seat from each other apply nothing twice, and one ends up with it', t => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), seed => {
      const world = new World(seed)
      world.tab()
      world.run(world.between(0, 500))
      world.tab()
      play(world, 30, tab => {
        if (tab.link.state.status === 'replaced' && world.chance(0.1)) world.tell(tab, { kind: 'take-seat' })
      })
      for (const tab of world.tabs) {
        const wrong = check(world, tab)
        if (wrong) throw new Error(wrong)
        if (tab.link.state.session?.unconfirmed.length) throw new Error('something is unconfirmed at the end')
      }
      const states = world.tabs.map(({ link }) => link.state.status).sort()
      if (states.join() !== 'online,replaced') throw new Error(`at the end the tabs are ${states.join()}`)
    }),
    { numRuns: 60 },
  )
  t.pass()
})
