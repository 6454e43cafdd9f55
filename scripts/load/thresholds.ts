// What a run must keep to, beside losing nothing: limits given on the command line, so that a release can be held to
// them by a script.
import { duration, wholeNumber } from '../local/arguments.ts'
import { showMs } from '../local/distribution.ts'
import type { Outcome } from './run.ts'

/** Absent: no limit. */
export interface Thresholds {
  readonly maxP99Ms?: number
  readonly maxPauseMs?: number
  /** Acknowledged commands that are gone. */
  readonly maxLost?: number
}

/** A run that lost nothing and did nothing wrong, and was slower than it may be. */
export const EXIT_THRESHOLD = 3

/** @throws UsageError */
export function thresholdsOf(
  args: Readonly<Record<'max-p99' | 'max-pause' | 'max-lost', string | undefined>>,
): Thresholds {
  const { 'max-p99': p99, 'max-pause': pause, 'max-lost': lost } = args
  return {
    ...(p99 === undefined ? {} : { maxP99Ms: duration('max-p99', p99) }),
    ...(pause === undefined ? {} : { maxPauseMs: duration('max-pause', pause) }),
    ...(lost === undefined ? {} : { maxLost: wholeNumber('max-lost', lost, { min: 0, max: 2 ** 31 }) }),
  }
}

/** Each limit that was passed, in words. */
export function passedLimits(limits: Thresholds, { measured, verdict }: Outcome): string[] {
  const { maxP99Ms = Infinity, maxPauseMs = Infinity, maxLost = Infinity } = limits
  const p99 = measured.latencyMs.p99
  const pause = measured.pausesMs?.max ?? 0
  const lost = verdict.lostAt.length
  return [
    ...(p99 > maxP99Ms ? [`p99 is ${showMs(p99)}, above --max-p99 ${showMs(maxP99Ms)}`] : []),
    ...(pause > maxPauseMs ? [`a player waited ${showMs(pause)}, above --max-pause ${showMs(maxPauseMs)}`] : []),
    ...(lost > maxLost ? [`${lost} acknowledged commands are lost, above --max-lost ${maxLost}`] : []),
  ]
}
