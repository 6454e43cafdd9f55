// The mesh as a drawing: hexagons filled to the height of their load, and sessions that run along the lines as they
// move.
import type { NodeView } from '../../node/core/inspect.ts'
import type { Move } from './history.ts'
import { boxFor, flowsOf, inOrder, type Point, placeNodes, radiusFor } from './layout.ts'
import { NodeMark } from './node-mark.tsx'
import { useWidth } from './use-width.ts'
import { shortPeer } from './words.ts'

interface Props {
  readonly nodes: readonly NodeView[]
  readonly me: string
  readonly fresh: readonly Move[]
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

/** Dots that stand for the sessions of one flow: more of them would be a line. */
const DOTS_MAX = 14

function Edges({ nodes, at }: { readonly nodes: readonly NodeView[]; readonly at: ReadonlyMap<string, Point> }) {
  const alive = nodes.filter(node => node.state !== 'dead')
  return (
    <g class="edges">
      {alive.flatMap((a, i) =>
        alive.slice(i + 1).map(b => {
          const [p, q] = [at.get(a.id)!, at.get(b.id)!]
          const quiet = a.state === 'suspected' || b.state === 'suspected'
          return <line key={`${a.id}${b.id}`} class={quiet ? 'silent' : ''} x1={p.x} y1={p.y} x2={q.x} y2={q.y} />
        }),
      )}
    </g>
  )
}

function Flows({ fresh, at }: { readonly fresh: readonly Move[]; readonly at: ReadonlyMap<string, Point> }) {
  return (
    <g class="flows">
      {flowsOf(fresh).map(({ from, to, count }) => {
        const [p, q] = [at.get(from), at.get(to)]
        if (!p || !q) return null
        const way = { '--dx': `${q.x - p.x}px`, '--dy': `${q.y - p.y}px` }
        const dots = Math.min(DOTS_MAX, count)
        return (
          <g key={`${from}${to}${fresh[0]?.heardAt}`} class="flow" transform={`translate(${p.x} ${p.y})`}>
            <line x2={q.x - p.x} y2={q.y - p.y} />
            {Array.from({ length: dots }, (_, i) => (
              <circle key={i} class="dot" r="4" style={{ ...way, animationDelay: `${(i * 420) / dots}ms` }} />
            ))}
          </g>
        )
      })}
    </g>
  )
}

export function MeshMap({ nodes, me, fresh, chosen, onChoose }: Props) {
  const [frame, width] = useWidth()
  const ordered = inOrder(nodes)
  const box = boxFor(ordered.length, width)
  const points = placeNodes(ordered.length, box)
  const radius = radiusFor(points)
  const at = new Map(ordered.map((node, i): [string, Point] => [node.id, points[i]!]))
  const loadMax = Math.max(1, ...ordered.map(node => node.load))
  const releases = [...new Set(nodes.toSorted((a, b) => a.startedAt - b.startedAt).map(node => node.release))]
  return (
    <div ref={frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of an SVG is no fieldset */}
      <svg
        role="group"
        aria-label="The nodes of the mesh"
        viewBox={`0 0 ${box.width} ${box.height}`}
        width={box.width}
        height={box.height}
      >
        <Edges nodes={ordered} at={at} />
        <Flows fresh={fresh} at={at} />
        {ordered.map(node => (
          <NodeMark
            key={node.id}
            node={node}
            at={at.get(node.id)!}
            radius={radius}
            fill={node.load / loadMax}
            color={releases.indexOf(node.release) % 5}
            answers={node.id === me}
            chosen={chosen === shortPeer(node.id)}
            onChoose={onChoose}
          />
        ))}
      </svg>
    </div>
  )
}
