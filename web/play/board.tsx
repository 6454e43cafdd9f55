// The maze as the character knows it, drawn over what the camera shows. Layers from the ground up: floors, walls,
// traces of the last round, the thread of the plan, ways out, characters.
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { aim } from './camera.ts'
import { looksOf } from './cast.ts'
import { Characters } from './characters.tsx'
import { Doors } from './doors.tsx'
import type { Foreseen } from './foresee.ts'
import { border, hexKey, middle, outline } from './hexes.ts'
import { at, U } from './pixels.ts'
import { type Cell, hexesOf, sceneOf } from './scene.ts'
import { Thread } from './thread.tsx'
import { Traces } from './traces.tsx'

/** Of the lowest line of news, which should lie over no hex. */
const NEWS_PX = 38

interface Size {
  readonly width: number
  readonly height: number
}

function Ground() {
  const [w, h] = [Math.sqrt(3) * U, 3 * U]
  return (
    <>
      <pattern id="lattice" patternUnits="userSpaceOnUse" width={w} height={h} x={-w / 2} y={-U}>
        <path
          class="lattice"
          d={`M0 ${U / 2}L${w / 2} 0L${w} ${U / 2}V${1.5 * U}L${w / 2} ${2 * U}L0 ${1.5 * U}ZM${w / 2} ${2 * U}V${h}`}
        />
      </pattern>
      <rect x={-40 * U} y={-40 * U} width={80 * U} height={80 * U} fill="url(#lattice)" />
    </>
  )
}

const Floor = ({ cell, here }: { readonly cell: Cell; readonly here: boolean }) => (
  <g class={`cell ${here ? 'here' : ''}`} transform={at(cell.hex)}>
    <path class="floor" d={outline(U * 1.01)} />
    <path class="inlay" d={outline(U * 0.76)} />
  </g>
)

function wallsOf(cell: Cell): string {
  return cell.walls
    .map(direction => {
      const [a, b] = border(direction, U)
      return `M${a.x} ${a.y}L${b.x} ${b.y}`
    })
    .join('')
}

function Walls({ cells, layer }: { readonly cells: readonly Cell[]; readonly layer: 'under' | 'stone' }) {
  return (
    <g class={layer}>
      {cells.map(cell => (
        <path key={hexKey(cell.hex)} transform={at(cell.hex)} d={wallsOf(cell)} />
      ))}
    </g>
  )
}

function Compass() {
  return (
    <g class="compass">
      <title>North is up</title>
      <path d="M0-13 4 4 0 1-4 4Z" />
      <text y="17">N</text>
    </g>
  )
}

function useSize(): readonly [{ current: HTMLDivElement | null }, Size] {
  const frame = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Size>({ width: 640, height: 560 })
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [frame, size]
}

export function Board({ now }: { readonly now: Foreseen }) {
  const [frame, { width, height }] = useSize()
  const { view } = now
  const scene = sceneOf(view)
  const looks = looksOf(view)
  const room = { width, height: height - NEWS_PX }
  const camera = aim({ ...room, hexes: hexesOf(scene), focus: middle(scene.path.at(-1) ?? scene.you) })
  const scale = camera.unit / U
  const [x, y] = [room.width / 2 - camera.x * camera.unit, room.height / 2 - camera.y * camera.unit]
  const transform = `translate(${x}px, ${y}px) scale(${scale})`
  return (
    <div class="board" ref={frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of an SVG is no fieldset */}
      <svg role="group" aria-label="Map" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
        <g class="camera" style={{ transform }}>
          <Ground />
          <g class="beyond">
            {scene.beyond.map(hex => (
              <path key={hexKey(hex)} transform={at(hex)} d={outline(U * 0.97)} />
            ))}
          </g>
          {scene.cells.map(cell => (
            <Floor key={hexKey(cell.hex)} cell={cell} here={hexKey(cell.hex) === hexKey(scene.you)} />
          ))}
          <Walls cells={scene.cells} layer="under" />
          <Walls cells={scene.cells} layer="stone" />
          <Doors doors={scene.doors} from={scene.path.at(-1) ?? scene.you} />
          <Traces traces={scene.traces} looks={looks} />
          <Thread path={scene.path} look={looks.get(view.seat) ?? 0} plan={now.plan} />
          <Characters now={now} you={scene.you} looks={looks} />
        </g>
        <g transform={`translate(${width - 26} 28)`}>
          <Compass />
        </g>
      </svg>
    </div>
  )
}
