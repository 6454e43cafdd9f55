// The plan as Ariadne's thread: from the character along its registered moves to where it will be.
import type { Hex } from '../../protocol/minotaur.ts'
import type { Planned } from './foresee.ts'
import { Disc } from './marks.tsx'
import { at, point, U } from './pixels.ts'

interface Props {
  readonly path: readonly Hex[]
  readonly look: number
  readonly plan: readonly Planned[]
}

export function Thread({ path, look, plan }: Props) {
  const end = path.at(-1)
  if (!end || !plan.some(({ action }) => action.kind === 'move')) return null
  const points = path.map(hex => {
    const { x, y } = point(hex)
    return `${x},${y}`
  })
  return (
    <g class={`thread ${plan.some(planned => planned.pending) ? 'pending' : ''}`}>
      <polyline points={points.join(' ')} />
      <g class="ghost" transform={at(end)}>
        <Disc look={look} radius={U * 0.26} />
        <circle class="halo" r={U * 0.34} />
      </g>
    </g>
  )
}
