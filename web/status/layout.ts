// Where the drawing of the mesh puts things. Nodes go round an ellipse in the order of their slots, and within a slot
// by age, so that in a deploy a successor stands beside the node it replaces and nobody else changes places with
// anybody.
import type { NodeView } from '../../node/core/inspect.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box {
  readonly width: number
  readonly height: number
}

const slotNumber = (slot: string): number => (slot === '' ? Number.POSITIVE_INFINITY : Number.parseInt(slot, 10))

export function inOrder(nodes: readonly NodeView[]): NodeView[] {
  const slots = (a: NodeView, b: NodeView): number => {
    const [x, y] = [slotNumber(a.slot), slotNumber(b.slot)]
    return x === y ? 0 : x - y
  }
  return nodes.toSorted((a, b) => slots(a, b) || a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
}

/** Room for a hexagon of any size, and for the lines below it, at the edges of the box. */
const MARGIN = { x: 74, top: 66, bottom: 98 }
const RADIUS_MAX = 56
const RADIUS_MIN = 24
/** Of the lines of text below a hexagon. */
const LABEL_PX = 46
const SAMPLES = 720

/** The height that a drawing of so many nodes takes; a narrow one grows, as its nodes stand above each other. */
export function boxFor(count: number, width: number): Box {
  const height = width < 620 ? 300 + 44 * count : 360 + 14 * count
  return { width, height: Math.min(620, height) }
}

/** Points at equal distances along the ellipse: equal angles would crowd its narrow ends. */
function along(count: number, turn: number, ellipse: { readonly a: number; readonly b: number }): Point[] {
  const samples = Array.from({ length: SAMPLES + 1 }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / SAMPLES
    return { x: ellipse.a * Math.cos(angle), y: ellipse.b * Math.sin(angle) }
  })
  let length = 0
  const lengths = samples.map((p, i) => {
    const before = samples[i - 1] ?? p
    length += Math.hypot(p.x - before.x, p.y - before.y)
    return length
  })
  return Array.from({ length: count }, (_, i) => samples[lengths.findIndex(at => at >= (length * i) / count)]!)
}

/** Where the nodes stand: two side by side, more from the top on, clockwise. */
export function placeNodes(count: number, box: Box): Point[] {
  const middle = { x: box.width / 2, y: (MARGIN.top + box.height - MARGIN.bottom) / 2 }
  if (count === 1) return [middle]
  const ellipse = {
    a: Math.max(20, box.width / 2 - MARGIN.x),
    b: Math.max(20, (box.height - MARGIN.top - MARGIN.bottom) / 2),
  }
  return along(count, count === 2 ? Math.PI : -Math.PI / 2, ellipse).map(({ x, y }) => ({
    x: Math.round(middle.x + x),
    y: Math.round(middle.y + y),
  }))
}

/** As large as the neighbours allow, with their labels. */
export function radiusFor(points: readonly Point[]): number {
  let radius = RADIUS_MAX
  for (const [i, p] of points.entries()) {
    for (const q of points.slice(i + 1)) {
      const [dx, dy] = [Math.abs(p.x - q.x), Math.abs(p.y - q.y)]
      // Side by side they need their width; above each other, their height and a label.
      radius = Math.min(radius, Math.max((dx - 12) / Math.sqrt(3), (dy - LABEL_PX) / 2))
    }
  }
  return Math.round(Math.max(RADIUS_MIN, radius))
}

/** A hexagon on its corner, as a path around (0, 0). */
export function hexagon(radius: number): string {
  const h = (radius * Math.sqrt(3)) / 2
  return `M0 ${-radius}L${h} ${-radius / 2}V${radius / 2}L0 ${radius}L${-h} ${radius / 2}V${-radius / 2}Z`
}

/** Sessions that moved between two nodes, counted by pair. */
export interface Flow {
  readonly from: string
  readonly to: string
  readonly count: number
}

export function flowsOf(moves: readonly { readonly from: string; readonly to: string }[]): Flow[] {
  const counts = new Map<string, Flow>()
  for (const { from, to } of moves) {
    const key = `${from} ${to}`
    counts.set(key, { from, to, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()]
}
