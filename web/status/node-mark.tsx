// One node of the drawing.
import { useId } from 'preact/hooks'
import type { NodeView } from '../../node/core/inspect.ts'
import { hexagon, type Point } from './layout.ts'
import { now } from './poll.ts'
import { condition, duration, plural, shortPeer } from './words.ts'

interface Props {
  readonly node: NodeView
  readonly at: Point
  readonly radius: number
  /** Share of the highest load. */
  readonly fill: number
  /** Number of its release's colour. */
  readonly color: number
  readonly answers: boolean
  readonly chosen: boolean
  readonly onChoose: (id: string) => void
}

function describe(node: NodeView, answers: boolean): string {
  const parts = [
    `Node ${shortPeer(node.id)}`,
    node.slot && `slot ${node.slot}`,
    `release ${node.release}`,
    ...(node.state === 'dead'
      ? []
      : [
          plural(node.sessions, 'session'),
          plural(node.players, 'player'),
          `up ${duration(now.value - node.startedAt)}`,
        ]),
    condition(node),
    answers && 'answers this page',
  ]
  return parts.filter(Boolean).join(', ')
}

export function NodeMark({ node, at, radius, fill, color, answers, chosen, onChoose }: Props) {
  const clip = useId()
  const shape = hexagon(radius)
  const state = condition(node)
  const gone = node.state === 'dead'
  const level = radius * (1 - 2 * Math.min(1, Math.max(0.02, fill)))
  const choose = (): void => onChoose(node.id)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside of a drawing
    <g
      class={`node color-${color} ${state} ${gone ? 'gone' : ''} ${answers ? 'answers' : ''} ${chosen ? 'chosen' : ''}`}
      style={{ transform: `translate(${at.x}px, ${at.y}px)` }}
      role="button"
      tabindex={0}
      aria-pressed={chosen}
      aria-label={describe(node, answers)}
      data-node={node.id}
      onClick={choose}
      onKeyDown={event => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        choose()
      }}
    >
      <clipPath id={clip}>
        <path d={shape} />
      </clipPath>
      <path class="body" d={shape} />
      <g clip-path={`url(#${clip})`}>
        <rect
          class="level"
          x={-radius}
          y="0"
          width={2 * radius}
          height={2 * radius}
          style={{ transform: `translateY(${level}px)` }}
        />
      </g>
      <path class="rim" d={shape} />
      <text class="id" y={-radius * 0.48}>
        {node.slot ? `slot ${node.slot}` : shortPeer(node.id)}
      </text>
      <text class="sessions" y={radius * 0.12}>
        {gone ? '–' : node.sessions.toLocaleString('en')}
      </text>
      {!gone && (
        <text class="unit" y={radius * 0.12 + 14}>
          {node.sessions === 1 ? 'session' : 'sessions'}
        </text>
      )}
      {!gone && radius >= 54 && (
        <text class="unit" y={radius * 0.12 + 28}>
          {plural(node.players, 'player')}
        </text>
      )}
      <text class="label" y={radius + 17}>
        {node.release}
      </text>
      <text class="label quiet" y={radius + 32}>
        {state ? <tspan class="condition">{state}</tspan> : `up ${duration(now.value - node.startedAt)}`}
      </text>
    </g>
  )
}
