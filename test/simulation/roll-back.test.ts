// Deploys that are taken back: in virtual time, with everything that the checkers see. With other faults in the middle
// they are one kind of all worlds; here nothing else happens, and more is promised.
import test from 'ava'
import type { Game } from '../../node/core/game.ts'
import { makeCore } from './simulator/core.ts'
import { isQuiet, type Plan } from './simulator/plan.ts'
import { type Options, type Outcome, simulate } from './simulator/simulate.ts'
import { CLEAN } from './simulator/wire.ts'

const quietly = (plan: Plan): Plan => ({
  ...plan,
  wire: CLEAN,
  faults: plan.faults.filter(({ kind }) => kind === 'roll-back'),
})

function worlds(count: number, options: Options = {}): Outcome[] {
  return Array.from({ length: count }, (_, seed) =>
    simulate(seed, { scenario: 'roll-back', change: quietly, ...options }),
  )
}

const failures = (outcomes: readonly Outcome[]) => outcomes.filter(({ violation }) => violation !== null)

test('[G3] [G7] a deploy that is taken back loses nothing, and nobody is handed what they cannot read', t => {
  const written = new Set<number>()
  const noting = (game: Game): Game => ({
    ...game,
    save(state, schema) {
      written.add(schema)
      return game.save(state, schema)
    },
  })
  const outcomes = worlds(40, { make: (settings, game) => makeCore(settings, noting(game)) })
  t.deepEqual(
    failures(outcomes).map(({ seed, violation }) => `${seed}: ${violation!.checker}: ${violation!.text}`),
    [],
  )
  t.deepEqual([...written].sort(), [1, 2], 'some went all the way, and were taken back from there')
  t.true(outcomes.some(({ counts }) => (counts.get('note moves') ?? 0) > 1))
})

test('a release that writes its new schema at once is found', t => {
  const eager = (game: Game): Game => (game.reads.includes(2) ? { ...game, writes: [2] } : game)
  const found = failures(worlds(10, { make: (settings, game) => makeCore(settings, eager(game)) }))
  t.true(found.some(({ violation }) => violation!.checker === 'none set aside'))
})

test('a world is quiet as long as nodes only come and go as deploys have it', t => {
  const plan = { wire: CLEAN, faults: [] } as unknown as Plan
  const fault = { kind: 'roll-back', atMs: 1, pick: 0, other: 0, forMs: 1 } as const
  t.true(isQuiet({ ...plan, faults: [fault, { ...fault, kind: 'deploy' }] }))
  t.false(isQuiet({ ...plan, faults: [fault, { ...fault, kind: 'crash' }] }))
  t.false(isQuiet({ ...plan, wire: { ...CLEAN, loss: 0.1 } }))
})
