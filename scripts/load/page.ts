// A run's report as one HTML file that opens offline: charts over the run's time, with what was done to the mesh marked
// in them, and the same figures in tables for who cannot see them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mark } from './timeline.ts'

export interface Series {
  readonly name: string
  readonly values: readonly (number | null)[]
  /** The area down to the series before it is filled. */
  readonly band?: boolean
}

export interface Chart {
  readonly title: string
  /** Of all its values. */
  readonly unit: string
  readonly log?: boolean
  /** In seconds since the run's start. */
  readonly at: readonly number[]
  readonly series: readonly Series[]
}

export interface Page {
  readonly title: string
  readonly passed: boolean
  /** What the run says at its end. */
  readonly text: string
  readonly charts: readonly Chart[]
  readonly marks: readonly Mark[]
}

const UPLOT = join(import.meta.dirname, '..', '..', 'node_modules', 'uplot', 'dist')
const part = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, char => ENTITIES[char]!)
/** Data within a script element: nothing in it may end the element. */
const asScript = (value: unknown) => JSON.stringify(value).replace(/</g, '\\u003c')
const shown = (value: number | null) => (value === null ? '' : String(Math.round(value * 100) / 100))

export function pageOf({ title, passed, text, charts, marks }: Page): string {
  const said = marks.map(({ kind, from, to }) => `<li>${escaped(kind)}: ${shown(from)} s to ${shown(to)} s</li>`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${readFileSync(join(UPLOT, 'uPlot.min.css'), 'utf8')}${part('page.css')}</style>
<main>
<h1>${escaped(title)}</h1>
<p class="${passed ? 'passed' : 'failed'}">${passed ? '✔ Passed' : '✘ Failed'}</p>
<pre>${escaped(text)}</pre>
${charts.map(sectionOf).join('\n')}
<h2>What was done to the mesh</h2>
<ul>${said.join('') || '<li>nothing</li>'}</ul>
</main>
<script>${part('page-locale.js')}</script>
<script>${readFileSync(join(UPLOT, 'uPlot.iife.min.js'), 'utf8')}</script>
<script>const report = ${asScript({ charts, marks })}</script>
<script>${part('page-charts.js')}</script>
</html>
`
}

function sectionOf({ title, unit, at, series }: Chart): string {
  const head = series.map(({ name }) => `<th scope="col">${escaped(name)}</th>`).join('')
  const rows = at.map(
    (second, n) => `<tr><th scope="row">${second}</th>${series.map(({ values }) => cellOf(values[n])).join('')}</tr>`,
  )
  const named = `${escaped(title)} (${escaped(unit)})`
  return `<section>
<h2>${named}</h2>
<div class="chart" role="img" aria-label="${named} over the run's time; the table below has its figures"></div>
<details><summary>As a table</summary><table><thead><tr><th scope="col">second</th>${head}</tr></thead>
<tbody>${rows.join('')}</tbody></table></details>
</section>`
}

const cellOf = (value: number | null | undefined) => `<td>${shown(value ?? null)}</td>`
