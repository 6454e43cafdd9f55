// What the character saw in the last round, where it was: who came, who left, strikes, the Minotaur.
import type { Seat } from '../../protocol/ids.ts'
import { hexKey, towards } from './hexes.ts'
import { BLADES, Horns } from './marks.tsx'
import { at, turn, U } from './pixels.ts'
import type { Trace } from './scene.ts'

interface Props {
  readonly traces: readonly Trace[]
  readonly looks: ReadonlyMap<Seat, number>
}

/** Among those that are drawn at the same place, so that none hides another. */
function rankOf(traces: readonly Trace[], trace: Trace): number {
  const spot = (t: Trace): string => `${hexKey(t.hex)} ${'direction' in t ? t.direction : t.kind}`
  return traces.filter(t => spot(t) === spot(trace)).indexOf(trace)
}

function Step({
  trace,
  rank,
  look,
}: {
  readonly trace: Trace & { direction: number }
  readonly rank: number
  readonly look: number
}) {
  const direction = trace.direction as 0 | 1 | 2 | 3 | 4 | 5
  const p = towards(direction, U * 0.84)
  const way = turn(direction) + (trace.kind === 'came' ? 180 : 0)
  return (
    <g
      class={`footstep look-${look % 6}`}
      transform={`${at(trace.hex)} translate(${p.x} ${p.y}) rotate(${way}) translate(0 ${rank * 10})`}
    >
      <path d="M-13-2H4V-7L14 0 4 7V2H-13Z" />
    </g>
  )
}

function Mark({ trace, rank }: { readonly trace: Trace; readonly rank: number }) {
  const hunts = trace.kind === 'hunt'
  const [x, y] = [hunts ? U * 0.45 : -U * 0.45 + rank * 9, U * 0.46]
  return (
    <g class={`blow ${trace.kind}`} transform={`${at(trace.hex)} translate(${x} ${y})`}>
      {hunts ? <Horns /> : <path d={BLADES} />}
    </g>
  )
}

export function Traces({ traces, looks }: Props) {
  return (
    <g class="traces">
      {traces.map(trace => {
        const rank = rankOf(traces, trace)
        const key = `${hexKey(trace.hex)} ${trace.kind} ${'direction' in trace ? trace.direction : ''} ${rank}`
        if ('direction' in trace) return <Step key={key} trace={trace} rank={rank} look={looks.get(trace.seat) ?? 0} />
        return <Mark key={key} trace={trace} rank={rank} />
      })}
    </g>
  )
}
