// Small drawings: the Minotaur, the sigils by which characters are told apart also without colours, and the discs that
// bear them. All are drawn around (0, 0), about ten units to each side.

export function Horns() {
  return (
    <path
      class="horns"
      d="M-10-8C-10-2.5-7-.5-4-.5H4C7-.5 10-2.5 10-8C12-2 9.500 2.500 5 3.500L2.500 10.500H-2.500L-5 3.500C-9.500 2.500-12-2-10-8Z"
    />
  )
}

const SIGILS: readonly string[] = [
  // a double axe
  'M0-6.500V8M-7-6C-5.500-3-5.500 0-7 3C-4 2.200-2 1.200 0 .8C2 1.200 4 2.200 7 3C5.500 0 5.500-3 7-6C4-5.200 2-4.500 0-4C-2-4.500-4-5.200-7-6Z',
  // a wave
  'M-7.500 5C-8.500-5 6.500-9 7 1C7 7-3 7.500-3 1.500C-3-2.500 3-2.500 3 1',
  // a sun
  'M3 0A3 3 0 1 1-3 0A3 3 0 1 1 3 0M0-7.500V-5M0 5V7.500M-7.500 0H-5M5 0H7.500M-5.300-5.300-3.600-3.600M3.600 3.600 5.300 5.300M5.300-5.300 3.600-3.600M-3.600 3.600-5.300 5.300',
  // a lily
  'M0 8V1M0-8C3.200-5 3.200-2 0 1C-3.200-2-3.200-5 0-8M0 1C-3-3.500-6-3.500-7.500-1.500M0 1C3-3.500 6-3.500 7.500-1.500M-3.500 4.500H3.500',
  // a trident
  'M0 8V-8M-6-7V-3C-6 1.500 6 1.500 6-3V-7M-3 5.500H3',
  // a jar
  'M-3-8H3M-2-8V-5C-8-2-6.500 4-2.200 8H2.200C6.500 4 8-2 2-5V-8M-5-1H5',
]

interface DiscProps {
  /** Number of colour and sigil. */
  readonly look: number
  readonly radius: number
  readonly fallen?: boolean
}

/** A character's disc, inside of another drawing. */
export function Disc({ look, radius, fallen = false }: DiscProps) {
  return (
    <g class={`disc look-${look % 6} ${fallen ? 'fallen' : ''}`}>
      <circle class="clay" r={radius} />
      <circle class="line" r={radius * 0.82} />
      <path class="sigil" d={SIGILS[look % SIGILS.length]} transform={`scale(${(radius * 0.6) / 10})`} />
    </g>
  )
}

/** A disc by itself, in a line of text. */
export function Token({
  look,
  fallen = false,
  size = 30,
}: Pick<DiscProps, 'look' | 'fallen'> & { readonly size?: number }) {
  return (
    <svg class="token" viewBox="-11 -11 22 22" width={size} height={size} aria-hidden="true">
      <Disc look={look} radius={10.5} fallen={fallen} />
    </svg>
  )
}

/** Crossed blades: a strike. */
export const BLADES = 'M-7-7 6 6M7-7-6 6M3.500 7.500 7.500 3.500M-3.500 7.500-7.500 3.500'
