// What bots decide, how they are grouped, and when a run has passed.
import test from 'ava'
import { minotaur } from '../../../node/games/minotaur/index.ts'
import type { Seat } from '../../../protocol/ids.ts'
import type { MinotaurView } from '../../../protocol/minotaur.ts'
import { choose } from '../../../scripts/load/choose.ts'
import { groupSizes } from '../../../scripts/load/group.ts'
import { passed, showOutcome } from '../../../scripts/load/report.ts'
import type { Outcome } from '../../../scripts/load/run.ts'
import { targetOf } from '../../../scripts/load/sign-in.ts'

test('bots play a game to its end with legal commands only', t => {
  let seed = 7
  const random = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return seed / 2 ** 32
  }
  const seats = [0, 1, 2] as Seat[]
  let state = seats.reduce((before, seat) => minotaur.join(before, seat, `bot ${seat}`).state, minotaur.create(5))
  let commands = 0
  for (let turn = 0; turn < 5000 && !minotaur.over(state); turn++) {
    const seat = seats[turn % 3]!
    const [first, ...rest] = choose(minotaur.view(state, seat) as MinotaurView, 3, random)
    for (const command of first ? [first, ...rest] : []) {
      const step = minotaur.command(state, seat, command)
      if (command === first) t.is(step.refusal, null)
      state = step.state
      commands++
    }
  }
  t.true(minotaur.over(state), `after ${commands} commands`)
})

test('nobody starts before all are there, and only the first does', t => {
  const view = (players: number, seat: number) => {
    let state = minotaur.create(1)
    for (let n = 0; n < players; n++) state = minotaur.join(state, n as Seat, `bot ${n}`).state
    return minotaur.view(state, seat as Seat) as MinotaurView
  }
  const random = () => 0.5
  t.deepEqual(choose(view(2, 0), 3, random), [])
  t.deepEqual(choose(view(3, 1), 3, random), [])
  t.deepEqual(choose(view(3, 0), 3, random), [{ do: 'start' }])
})

test('groups have two to four players and leave nobody out', t => {
  for (let players = 2; players < 100; players++) {
    const sizes = groupSizes(players, null)
    t.is(
      sizes.reduce((sum, size) => sum + size, 0),
      players,
    )
    t.true(
      sizes.every(size => size >= 2 && size <= 4),
      `${players}: ${sizes}`,
    )
  }
  t.deepEqual(groupSizes(10, 4), [2, 2, 3, 3])
})

test('an address of any form names the same mesh', t => {
  const target = { http: 'http://localhost:4000', play: 'ws://localhost:4000/play' }
  for (const address of ['http://localhost:4000', 'ws://localhost:4000/play', 'http://localhost:4000/status'])
    t.deepEqual(targetOf(address), target)
  t.is(targetOf('https://game.example/').play, 'wss://game.example/play')
  t.is(targetOf('https://game.example/minotaur/').http, 'https://game.example/minotaur')
})

const latencyMs = { count: 1, mean: 1, p50: 1, p90: 1, p99: 1, p999: 1, max: 1 }
const good: Outcome = {
  players: 2,
  games: 1,
  joinsRepeated: 0,
  measured: {
    seconds: 1,
    acked: 1,
    perSecond: 1,
    latencyMs,
    uncorrectedMs: latencyMs,
    pausesMs: null,
    slices: [],
    marks: [],
  },
  loop: { busyShare: 0, delayP99Ms: 0 },
  verdict: { seats: 2, sent: 1, acked: 1, applied: 1, livedOn: 0, lostAt: [], violations: [] },
  complaints: [],
}

test('a run passes only with something confirmed and nothing wrong', t => {
  t.true(passed(good))
  t.regex(showOutcome(good), /PASSED/)
  const violations = [{ session: 's', seat: 1, what: 'command 2 was lost' }]
  const bad = { ...good, verdict: { ...good.verdict, violations } }
  t.false(passed(bad))
  t.regex(showOutcome(bad), /VIOLATION session s seat 1: command 2 was lost[\s\S]*FAILED/)
  const stuck = { ...good, complaints: ['bot 1 waits to join KEPS'] }
  t.false(passed(stuck))
  t.regex(showOutcome(stuck), /WRONG bot 1 waits to join KEPS[\s\S]*FAILED/)
  const setBack = { ...good, verdict: { ...good.verdict, lostAt: [17] } }
  t.false(passed(setBack))
  t.regex(showOutcome(setBack), /LOST 1 acknowledged command[\s\S]*FAILED/)
  const idle = { ...good, verdict: { ...good.verdict, acked: 0 } }
  t.false(passed(idle))
  t.regex(showOutcome(idle), /nothing is proved/)
})
