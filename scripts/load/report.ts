// What a load run tells a person, and whether it passed.
import { showDistribution, showMs } from '../local/distribution.ts'
import type { Aftermath } from '../local/kill.ts'
import { isBottleneck } from './loop-watch.ts'
import type { Outcome } from './run.ts'

/** Of many alike the first few say it all. */
const SHOWN_MAX = 20

/** Nothing is wrong or lost, and something was done: a run that confirmed no command proves nothing. */
export const passed = ({ verdict, complaints }: Outcome, lostMax = 0): boolean =>
  verdict.violations.length + complaints.length === 0 && verdict.lostAt.length <= lostMax && verdict.acked > 0

export function showOutcome(outcome: Outcome, lostMax = 0): string {
  const { measured, verdict, complaints, players, games } = outcome
  const { latencyMs: latency } = measured
  const lines = [
    `${players} players, ${games} games, ${verdict.seats} seats judged, in ${measured.seconds.toFixed(1)} s`,
    `${measured.acked} commands confirmed, ${Math.round(measured.perSecond)} a second`,
    `latency: mean ${showMs(latency.mean)}, ${showDistribution(latency)}, p99.9 ${showMs(latency.p999)}`,
  ]
  if (measured.uncorrectedMs.p90 < latency.p90 / 1.1)
    lines.push(
      `counted from the sending instead of from when it was due: ${showDistribution(measured.uncorrectedMs)} (too good)`,
    )
  if (isBottleneck(outcome.loop))
    lines.push(
      `THIS PROGRAM is the bottleneck: it was busy for ${Math.round(outcome.loop.busyShare * 100)} % of the time, and ` +
        `late by ${showMs(outcome.loop.delayP99Ms)} at p99. Let fewer players play, or several runs with --url.`,
    )
  if (measured.pausesMs) lines.push(`longest wait of each player meanwhile: ${showDistribution(measured.pausesMs)}`)
  if (outcome.joinsRepeated > 0)
    lines.push(`${outcome.joinsRepeated} joins were repeated: the node did not know the session yet`)
  if (verdict.livedOn > 0) lines.push(`${verdict.livedOn} seats of sessions that went on from a disk`)
  const lost = verdict.lostAt.length
  const wrong = [
    ...(lost > 0 ? [`LOST ${lost} acknowledged commands, with all nodes that knew them`] : []),
    ...verdict.violations.map(({ session, seat, what }) => `VIOLATION session ${session} seat ${seat}: ${what}`),
    ...complaints.map(text => `WRONG ${text}`),
  ]
  lines.push(...wrong.slice(0, SHOWN_MAX))
  if (wrong.length > SHOWN_MAX) lines.push(`and ${wrong.length - SHOWN_MAX} more`)
  const judged = `${verdict.acked} acknowledged, ${verdict.applied} applied by the final states, of ${verdict.sent} sent`
  if (passed(outcome, lostMax))
    lines.push(`PASSED: each acknowledged command was applied exactly once, in order (${judged})`)
  else if (verdict.acked === 0) lines.push('FAILED: no command was confirmed, so nothing is proved')
  else lines.push(`FAILED: ${wrong.length} things are wrong (${judged})`)
  return lines.join('\n')
}

/** What became of a dead node's sessions. */
export function showAftermath({ sessions, resumed, gone }: Aftermath): string {
  const lines = [
    `${sessions} sessions ran on the node that was killed; from the kill until they ran again: ${showDistribution(resumed)}`,
  ]
  if (gone.length > 0) lines.push(`GONE: ${gone.length} sessions run nowhere: ${gone.slice(0, SHOWN_MAX).join(', ')}`)
  return lines.join('\n')
}
