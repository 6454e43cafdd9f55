// The ways out of the hex where the plan ends, each a button as large as the hex behind it.
import type { Hex } from '../../protocol/minotaur.ts'
import { DIRECTION_KEYS, DIRECTION_NAMES } from './directions.ts'
import { outline, towards } from './hexes.ts'
import { at, turn, U } from './pixels.ts'
import { register } from './planning.ts'
import type { Door } from './scene.ts'

function describe({ direction, seen, unsure }: Door): string {
  const note = unsure ? ', there may be a wall' : seen ? '' : ', unexplored'
  return `Move ${DIRECTION_NAMES[direction]}${note}`
}

function Way({ door, from }: { readonly door: Door; readonly from: Hex }) {
  const { direction } = door
  const go = (): void => register({ kind: 'move', direction })
  const arrow = towards(direction, U * 0.9)
  const start = at(from)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside of a drawing
    <g
      class={`door ${door.seen ? 'seen' : ''} ${door.unsure ? 'unsure' : ''}`}
      role="button"
      tabindex={0}
      aria-label={describe(door)}
      aria-keyshortcuts={DIRECTION_KEYS[direction]}
      data-move={direction}
      onClick={go}
      onKeyDown={event => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        go()
      }}
    >
      <path class="target" transform={at(door.hex)} d={outline(U * 0.86)} />
      <g transform={`${start} translate(${arrow.x} ${arrow.y}) rotate(${turn(direction)})`}>
        <path class="arrow" d="M-5-9 5 0-5 9" />
      </g>
      <g transform={at(door.hex)}>
        {door.unsure && (
          <text class="doubt" y="2">
            ?
          </text>
        )}
        <g class="key" transform={`translate(0 ${door.unsure ? 20 : 0})`}>
          <rect x="-11" y="-11" width="22" height="22" rx="4" />
          <text class="letter" y="5">
            {DIRECTION_KEYS[direction]}
          </text>
        </g>
      </g>
    </g>
  )
}

export function Doors({ doors, from }: { readonly doors: readonly Door[]; readonly from: Hex }) {
  return (
    <g class="doors">
      {doors.map(door => (
        <Way key={door.direction} door={door} from={from} />
      ))}
    </g>
  )
}
