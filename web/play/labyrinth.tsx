// The labyrinth of the coins of Knossos: one way, seven rings, no choice. Ariadne's thread runs through it to the
// Minotaur.
import { Horns } from './marks.tsx'

/** The way in, on a grid whose middle is (0, 0): ring 3, 2, 1, then 4, 7, 6, 5, then the middle. */
const WAY =
  'M-.5 11V7H-7V-7H7V7H1.5V8H8V-8H-8V8H-1.5V9H-9V-9H9V9H.5V6H6V-6H-6V6H-.5V3H-3V-3H3V3H1.5V4H4V-4H-4V4H-1.5V5H-5V-5H5V5H.5V1.6'

export function Labyrinth() {
  return (
    <svg class="labyrinth" viewBox="-10 -10 20 21" aria-hidden="true">
      <path class="stone" d="M-9.6-9.6H9.6V9.6H-9.6Z" />
      <path class="way" d={WAY} />
      <path class="lair" d="M-2.36-2.36H2.36V2.36H-2.36Z" />
      <path class="thread" d={WAY} pathLength="1" />
      <g transform="translate(0 -.2) scale(.15)">
        <Horns />
      </g>
    </svg>
  )
}
