// How long sessions paused as they moved, on a logarithmic scale: every move, the oldest at the left, and beside them
// how many paused for so long.
import { useId } from 'preact/hooks'
import type { Move } from './history.ts'
import { distribution, logShare, type Summary, summarize } from './statistics.ts'
import { useWidth } from './use-width.ts'
import { pause, plural, shortSession } from './words.ts'

const SHOWN_MAX = 240
const HEIGHT = 190
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 6, 12, 14]
/** At least so many moves fit, so that a few stand at the left and not far apart. */
const ROOM_MIN = 40
const GRID_MS = [1, 10, 100, 1000, 10_000]

const yOf = (ms: number): number => HEIGHT - BOTTOM - logShare(ms) * (HEIGHT - TOP - BOTTOM)

function Grid({ width }: { readonly width: number }) {
  return (
    <g class="grid">
      {GRID_MS.map(ms => (
        <g key={ms} transform={`translate(0 ${yOf(ms)})`}>
          <line x1={LEFT} x2={width - RIGHT} />
          <text x={LEFT - 10} y="4">
            {ms < 1000 ? `${ms} ms` : `${ms / 1000} s`}
          </text>
        </g>
      ))}
    </g>
  )
}

function Mark({ move, x }: { readonly move: Move; readonly x: number }) {
  const y = yOf(move.pauseMs)
  const title = <title>{`${shortSession(move.session)}, epoch ${move.epoch}: ${pause(move.pauseMs)}`}</title>
  if (move.planned) {
    return (
      <circle class="planned" cx={x} cy={y} r="3.5">
        {title}
      </circle>
    )
  }
  return (
    <path class="failover" d={`M${x - 4} ${y - 4}l8 8m0-8l-8 8`}>
      {title}
    </path>
  )
}

/** Share of the width that the longest bar takes. */
const BARS_SHARE = 0.16

function Bars({ moves, width }: { readonly moves: readonly Move[]; readonly width: number }) {
  const bars = distribution(moves.map(move => move.pauseMs))
  const most = Math.max(...bars.map(bar => bar.count))
  return (
    <g class="bars" transform={`translate(${width - RIGHT} 0)`}>
      {bars.map(({ from, to, count }) => {
        const [top, bottom] = [yOf(to), yOf(from)]
        const length = Math.max(2, (count / most) * width * BARS_SHARE)
        return (
          <rect key={from} x={-length} y={top + 0.5} width={length} height={Math.max(1, bottom - top - 1)}>
            <title>{`${plural(count, 'move')} paused ${pause(from)} to ${pause(to)}`}</title>
          </rect>
        )
      })}
    </g>
  )
}

interface ChartProps {
  readonly moves: readonly Move[]
  readonly summary: Summary
  readonly words: string
}

/** A component of its own: it must be there when its frame is measured. */
function Chart({ moves, summary, words }: ChartProps) {
  const [frame, width] = useWidth()
  const room = width * (1 - BARS_SHARE) - LEFT - RIGHT - 40
  const shown = moves.slice(-Math.round(room / 4))
  const gap = room / Math.max(ROOM_MIN, shown.length)
  const median = yOf(summary.median)
  return (
    <div class="chart" ref={frame}>
      <svg role="img" aria-label={words} viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT}>
        <Grid width={width} />
        <line class="median" x1={LEFT} x2={width - RIGHT} y1={median} y2={median} />
        <Bars moves={moves} width={width} />
        {shown.map((move, i) => (
          <Mark key={`${move.session} ${move.epoch}`} move={move} x={LEFT + 10 + i * gap} />
        ))}
      </svg>
    </div>
  )
}

export function Pauses({ moves }: { readonly moves: readonly Move[] }) {
  const id = useId()
  const shown = moves.slice(0, SHOWN_MAX).toReversed()
  const summary = summarize(shown.map(move => move.pauseMs))
  if (!summary) return null
  const numbers = [
    ['median', summary.median],
    ['99 %', summary.p99],
    ['longest', summary.max],
  ] as const
  return (
    <section class="panel pauses" aria-labelledby={id}>
      <h2 id={id}>
        Pauses <small>of the last {plural(shown.length, 'move')}</small>
      </h2>
      <dl class="summary">
        {numbers.map(([label, ms]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{pause(ms)}</dd>
          </div>
        ))}
      </dl>
      <Chart moves={shown} summary={summary} words={numbers.map(([label, ms]) => `${label} ${pause(ms)}`).join(', ')} />
      <p class="legend" aria-hidden="true">
        <span class="planned">planned</span>
        <span class="failover">failover</span>
        <span class="middle">median</span>
        <span class="bars">how many paused so long</span>
      </p>
    </section>
  )
}
