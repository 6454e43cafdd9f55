// The simulator itself: a seed is one world, worlds are of every kind, and a node that breaks a rule is found.
import test from 'ava'
import type { Effect } from '../../node/core/effect.ts'
import type { Event } from '../../node/core/event.ts'
import { HastyOwner } from './hasty-owner.ts'
import { CoreSubject } from './simulator/core.ts'
import { simulateTwice } from './simulator/determinism.ts'
import { FAULT_KINDS } from './simulator/fault.ts'
import { drawPlan } from './simulator/plan.ts'
import { SCENARIOS } from './simulator/scenario.ts'
import { simulate } from './simulator/simulate.ts'
import { Trace } from './simulator/trace.ts'

for (const scenario of SCENARIOS) {
  test(`a seed of kind ${scenario} is the same world each time`, t => {
    for (let seed = 1; seed <= 3; seed++) t.is(simulateTwice(seed, { scenario }).violation, null)
  })
}

test('two runs of one seed that differ are a violation', t => {
  const other: typeof simulate = (seed, options) => ({ ...simulate(seed, options), print: 'another' })
  t.is(simulateTwice(1, { scenario: 'calm' }, other).violation?.checker, 'determinism')
})

test('a seed draws everything, and nothing else does', t => {
  t.deepEqual(drawPlan(5), drawPlan(5))
  const plans = Array.from({ length: 400 }, (_, seed) => drawPlan(seed))
  t.deepEqual(new Set(plans.map(p => p.scenario)).symmetricDifference(new Set(SCENARIOS)), new Set())
  t.deepEqual(
    new Set(plans.flatMap(p => p.faults.map(f => f.kind))).symmetricDifference(new Set(FAULT_KINDS)),
    new Set(),
  )
  t.deepEqual([...new Set(plans.map(p => p.backups))].sort(), [0, 1, 2, 3])
  t.true(plans.some(p => p.nodes > 5) && plans.some(p => p.nodes === 1))
})

test('a trace tells what happened', t => {
  const trace = new Trace(true)
  simulate(3, { scenario: 'deploy', trace })
  const text = trace.lines.join('\n')
  for (const part of ['starts: slot 1', 'append', 'drained', '** all heals', 'player1a on create'])
    t.true(text.includes(part), part)
})

/** Of a thousand lies one is enough. */
class LyingBackup extends CoreSubject {
  override handle(event: Event, now: number): readonly Effect[] {
    if (event.kind !== 'message' || event.message.kind !== 'append-delta') return super.handle(event, now)
    const { from, message } = event
    const { session, epoch, version } = message
    return [{ kind: 'send', to: from, message: { kind: 'confirm', session, epoch, version } }]
  }
}

test('a node that confirms what it has not kept is found', t => {
  const found = Array.from(
    { length: 20 },
    (_, seed) => simulate(seed, { scenario: 'calm', make: (s, g) => new LyingBackup(s, g) }).violation,
  )
  t.true(found.some(violation => violation?.checker === 'honest backups'))
})

test('a node that acknowledges before its backups have confirmed is found', t => {
  const found = Array.from(
    { length: 20 },
    (_, seed) => simulate(seed, { scenario: 'calm', make: (s, g) => new HastyOwner(s, g) }).violation,
  )
  t.true(found.some(violation => violation?.checker === 'backed'))
})
