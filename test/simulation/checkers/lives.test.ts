// Ends, exits, moves and clocks: each checker on a sound world and on a broken one.
import test from 'ava'
import { BALLOT_ZERO } from '../../../protocol/configuration.ts'
import type { Epoch, Version } from '../../../protocol/ids.ts'
import {
  ack,
  config,
  confirmed,
  decided,
  first,
  one,
  peer,
  runs,
  SESSION,
  second,
  sent,
  state,
  told,
  verdict,
} from '../scene.ts'
import type { MakeChecker } from '../simulator/checker.ts'
import { makeClocks } from '../simulator/checkers/clocks.ts'
import { endings } from '../simulator/checkers/endings.ts'
import { exits } from '../simulator/checkers/exits.ts'
import { checkersFor } from '../simulator/checkers/index.ts'
import { oneMove } from '../simulator/checkers/one-move.ts'
import { makePunctual } from '../simulator/checkers/punctual.ts'
import { Chronicle } from '../simulator/chronicle.ts'
import type { Sighting } from '../simulator/sighting.ts'
import { broken, sound } from '../verdicts.ts'

const left = (ok: boolean): Sighting => ({ kind: 'exited', peer: peer('a'), ok })
const takes = (by: string): Sighting => ({
  kind: 'note',
  peer: peer(by),
  note: { name: 'takeover', session: SESSION, epoch: first.epoch },
})

test('a session may end', sound, endings, runs(first, 1, one), decided('a', config(2, '-')))
test(
  'a configuration after the end is found',
  broken,
  endings,
  /ended at epoch 2/,
  decided('a', config(2, '-')),
  decided('b', config(3, 'bac')),
)
test(
  'an owner after the end is found',
  broken,
  endings,
  /runs it/,
  decided('a', config(2, '-')),
  runs(config(3, 'bac'), 1, one),
)
test(
  'an ack after the end is found',
  broken,
  endings,
  /acknowledged/,
  decided('a', first),
  decided('a', config(2, '-')),
  told('a', ack(2, 1, 1)),
)
test(
  'who gave its sessions away may leave',
  sound,
  exits,
  decided('a', first),
  decided('b', config(2, 'bc')),
  left(true),
  decided('b', config(3, 'cb')),
)
test('who leaves with a session is found', broken, exits, /holds s/, decided('a', first), left(true))
test(
  'who leaves with a session that its dead maker had promised to nobody may do so',
  sound,
  exits,
  { kind: 'born', peer: peer('b'), slot: '', release: '', reads: [] },
  decided('b', config(0, 'b')),
  decided('b', config(1, 'ba')),
  { kind: 'died', peer: peer('b'), seen: true },
  left(true),
)
test(
  'who leaves with a session that all who gave it have taken to the grave may do so',
  sound,
  exits,
  { kind: 'born', peer: peer('b'), slot: '', release: '', reads: [] },
  decided('b', config(4, 'b')),
  decided('b', config(5, 'a')),
  { kind: 'died', peer: peer('b'), seen: true },
  left(true),
)
test(
  'who leaves with a session that it has confirmed something of is found',
  broken,
  exits,
  /holds s/,
  { kind: 'born', peer: peer('b'), slot: '', release: '', reads: [] },
  decided('b', config(4, 'b')),
  decided('b', config(5, 'ba')),
  confirmed('a', 'b', 5, 1),
  { kind: 'died', peer: peer('b'), seen: true },
  left(true),
)
test(
  'who leaves with a session whose maker lives is found',
  broken,
  exits,
  /holds s/,
  { kind: 'born', peer: peer('b'), slot: '', release: '', reads: [] },
  decided('b', config(1, 'ba')),
  left(true),
)
const votes = (next: string): Sighting[] => [
  sent('b', { kind: 'accept', config: first, ballot: BALLOT_ZERO, next: config(2, next) }),
  sent('a', { kind: 'accepted', session: SESSION, epoch: first.epoch, ballot: BALLOT_ZERO }),
]
test(
  'who has voted a session away to one who never said so may leave',
  sound,
  exits,
  decided('a', first),
  ...votes('bc'),
  left(true),
)
test(
  'who leaves with a session whose move too few have voted for is found',
  broken,
  exits,
  /holds s at epoch 1/,
  decided('a', first),
  ...votes('bc').slice(0, 1),
  left(true),
)
test(
  'who leaves with a session that it has voted itself a backup of is found',
  broken,
  exits,
  /holds s at epoch 2/,
  decided('a', first),
  ...votes('ba'),
  left(true),
)
test('who leaves with a loss has said so', sound, exits, decided('a', first), left(false))
test(
  'who is given a session after leaving is found',
  broken,
  exits,
  /is given s/,
  decided('b', config(2, 'bc')),
  left(true),
  decided('b', config(3, 'ab')),
)
test(
  'a session may move once in a deploy',
  sound,
  oneMove,
  runs(first, 1, one),
  runs(second, 1, one),
  runs(config(3, 'bca'), 2, one),
)
test(
  'a session that moves twice in a deploy is found',
  broken,
  oneMove,
  /moved 2 times/,
  runs(first, 1, one),
  runs(second, 1, one),
  runs(config(3, 'cab'), 1, one),
)
test('a takeover without a cause is found', broken, oneMove, /takes over/, runs(first, 1, one), takes('b'))

/** Ticks of a clock of 100 ms, each with the time at which it is seen. */
function ticking(make: (now: () => number) => MakeChecker, ...ticks: readonly (readonly [number, number])[]) {
  let now = 0
  const checker = make(() => now)(new Chronicle())
  try {
    for (const [version, [time, count]] of ticks.entries()) {
      now = time
      checker.see(runs(first, version, state(['+0 Ann'], {}, { period: 100, ticks: count })))
    }
  } catch (error) {
    return (error as Error).message
  }
  return 'well'
}
test('a clock that ticks in time is well', t => t.is(ticking(makeClocks, [0, 0], [50, 0], [100, 1], [205, 2]), 'well'))
test('a clock that ticks early is found', t =>
  t.regex(ticking(makeClocks, [0, 0], [100, 1], [150, 2]), /after 50.0 ms/))
test('a clock that ran on while its session was sealed is found', t => {
  const ticked = (epoch: number, ticks: number) =>
    runs(config(epoch, 'abc'), ticks, state(['+0 Ann'], {}, { period: 100, ticks }))
  const note = (name: 'sealed' | 'activated', epoch: number): Sighting => {
    const at = { session: SESSION, epoch: epoch as Epoch, version: 1 as Version, planned: true }
    return { kind: 'note', peer: peer('a'), note: { name, ...at } }
  }
  for (const [tickAt, says] of [
    [215, 'well'],
    [205, /after 90/],
  ] as const) {
    let now = 0
    const checker = makeClocks(() => now)(new Chronicle())
    const see = (time: number, sighting: Sighting) => {
      now = time
      checker.see(sighting)
    }
    see(0, ticked(1, 0))
    see(100, ticked(1, 1))
    see(150, note('sealed', 1))
    see(165, ticked(2, 1))
    see(165, note('activated', 2))
    if (says === 'well') t.notThrows(() => see(tickAt, ticked(2, 2)))
    else t.throws(() => see(tickAt, ticked(2, 2)), { message: says })
  }
})
test('a clock that pauses for a moment is well', t => t.is(ticking(makePunctual, [0, 0], [130, 1], [240, 2]), 'well'))
test('a clock that lost its remaining time is found', t =>
  t.regex(ticking(makePunctual, [0, 0], [100, 1], [400, 2]), /300.0 ms after/))

test('every checker has a name of its own', t => {
  const names = checkersFor({ plain: true, quiet: false, now: () => 0, drift: 0 }).map(
    make => make(new Chronicle()).name,
  )
  t.is(new Set(names).size, names.length)
  t.is(names.length, 21)
})

test('what is no business of a checker leaves it alone', t => {
  const moved = { session: SESSION, from: peer('a'), to: peer('b'), epoch: first.epoch, pauseMs: 1, planned: true }
  const note: Sighting = { kind: 'note', peer: peer('a'), note: { name: 'moved', moved } }
  for (const make of checkersFor({ plain: true, quiet: false, now: () => 0, drift: 0 })) t.is(verdict(make, note), null)
})
