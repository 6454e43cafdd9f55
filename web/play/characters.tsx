// The player's character, and those who are in its hex: they can be struck.
import type { Seat } from '../../protocol/ids.ts'
import type { Hex } from '../../protocol/minotaur.ts'
import { whyNot } from '../../protocol/minotaur-legal.ts'
import { nameOf } from './cast.ts'
import type { Foreseen } from './foresee.ts'
import { type Point, seatsAround } from './hexes.ts'
import { BLADES, Disc } from './marks.tsx'
import { point, U } from './pixels.ts'
import { register } from './planning.ts'

interface OtherProps {
  readonly name: string
  readonly look: number
  readonly place: Point
  readonly key_: number
  readonly strikes: number
  /** One more strike can be planned. */
  readonly open: boolean
  readonly onStrike: () => void
}

function Other({ name, look, place, key_, strikes, open, onStrike }: OtherProps) {
  // Names of those who stand at the sides run outwards, else they would lie under their neighbours.
  const side = Math.abs(place.x) < 1 ? '' : place.x < 0 ? 'left' : 'right'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside of a drawing
    <g
      class={`other ${strikes > 0 ? 'struck' : ''} ${open ? 'open' : ''}`}
      transform={`translate(${place.x} ${place.y})`}
      role="button"
      tabindex={0}
      aria-label={`Strike ${name}${strikes > 0 ? ', planned' : ''}`}
      aria-keyshortcuts={String(key_)}
      data-strike={name}
      onClick={onStrike}
      onKeyDown={event => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onStrike()
      }}
    >
      <circle class="reach" r={U * 0.28} />
      <Disc look={look} radius={U * 0.21} />
      <text class={`name ${side}`} x={side === '' ? 0 : side === 'left' ? U * 0.16 : -U * 0.16} y={-U * 0.27}>
        {name.length > 10 ? `${name.slice(0, 9)}…` : name}
      </text>
      <g class="blades" transform="translate(9 7) scale(.7)">
        <circle r="10" />
        <path d={BLADES} />
      </g>
    </g>
  )
}

export function Characters({
  now,
  you,
  looks,
}: {
  readonly now: Foreseen
  readonly you: Hex
  readonly looks: ReadonlyMap<Seat, number>
}) {
  const { view, plan } = now
  const { x, y } = point(you)
  const places = seatsAround(view.here.length, U * 0.61)
  const strikesOn = (target: Seat): number =>
    plan.filter(({ action }) => action.kind === 'attack' && action.target === target).length
  return (
    <g class={`characters ${view.you.alive ? '' : 'fallen'}`} style={{ transform: `translate(${x}px, ${y}px)` }}>
      <g class="you">
        <title>You</title>
        <circle class="halo" r={U * 0.32} />
        <Disc look={looks.get(view.seat) ?? 0} radius={U * 0.26} fallen={!view.you.alive} />
      </g>
      {view.here.map((seat, i) => (
        <Other
          key={seat}
          name={nameOf(view, seat)}
          look={looks.get(seat) ?? 0}
          place={places[i]!}
          key_={i + 1}
          strikes={strikesOn(seat)}
          open={whyNot(view, { do: 'register', action: { kind: 'attack', target: seat } }) === null}
          onStrike={() => register({ kind: 'attack', target: seat })}
        />
      ))}
    </g>
  )
}
