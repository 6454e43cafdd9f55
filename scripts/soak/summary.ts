// What a soak says at its end, and whether it passed.
import { chartsOf } from '../load/charts.ts'
import { pageOf } from '../load/page.ts'
import { passed, showOutcome } from '../load/report.ts'
import type { Outcome } from '../load/run.ts'
import { Timeline } from '../load/timeline.ts'
import type { Counts, Minute } from './minute.ts'

export interface Limits {
  readonly memoryMb: number
  readonly descriptors: number
}

interface Course {
  readonly minutes: readonly Minute[]
  readonly counts: Counts
  readonly limits: Limits
}

export function concluded(outcome: Outcome, { minutes, counts, limits }: Course): { passed: boolean; text: string } {
  const memoryMb = Math.max(0, ...minutes.map(({ usage }) => usage.memoryMb))
  const descriptors = Math.max(0, ...minutes.map(({ usage }) => usage.descriptors))
  const over = [
    ...(memoryMb > limits.memoryMb ? [`a node held ${Math.round(memoryMb)} MB, above ${limits.memoryMb}`] : []),
    ...(descriptors > limits.descriptors
      ? [`a node had ${descriptors} descriptors open, above ${limits.descriptors}`]
      : []),
  ]
  const lines = [
    `${counts.kill} kills, ${counts.deploy} deploys, ${counts.cut} cuts`,
    `the largest node held ${Math.round(memoryMb)} MB, and had ${descriptors} descriptors open at most`,
    showOutcome(outcome),
    ...over.map(text => `TOO MUCH: ${text}`),
  ]
  return { passed: passed(outcome) && over.length === 0, text: lines.join('\n') }
}

export function soakPage(
  { measured }: Outcome,
  { minutes, ...said }: { minutes: readonly Minute[]; passed: boolean; text: string },
): string {
  const at = minutes.map(({ seconds }) => Math.round(seconds))
  const of = (name: string, value: (minute: Minute) => number) => ({ name, values: minutes.map(value) })
  return pageOf({
    title: 'Minotaur: soak',
    ...said,
    charts: [
      ...chartsOf(measured, new Timeline(measured.seconds).sliceSeconds),
      { title: 'Memory of the largest node', unit: 'MB', at, series: [of('resident', m => m.usage.memoryMb)] },
      { title: 'Open descriptors', unit: 'of the node with most', at, series: [of('open', m => m.usage.descriptors)] },
    ],
    marks: measured.marks,
  })
}
