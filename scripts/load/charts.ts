// A load run's charts.

import type { Measured } from './measure.ts'
import type { Chart } from './page.ts'

export function chartsOf({ slices, latencyMs }: Measured, sliceSeconds: number): Chart[] {
  const at = slices.map(slice => slice.at)
  const series = (name: 'p50' | 'p90' | 'p99' | 'max') => ({
    name,
    values: slices.map(slice => slice[name]),
    band: name !== 'p50',
  })
  const confirmed = slices.map(slice => slice.confirmed / sliceSeconds)
  return [
    {
      title: `Latency of the ${latencyMs.count} commands, by when they were due`,
      unit: 'ms',
      log: true,
      at,
      series: [series('p50'), series('p90'), series('p99'), series('max')],
    },
    { title: 'Commands confirmed', unit: 'a second', at, series: [{ name: 'confirmed', values: confirmed }] },
  ]
}
