// A word in carved capitals.
import { setLine } from './letters.ts'

interface Props {
  readonly text: string
  /** In CSS pixels. */
  readonly height: number
  readonly gap?: number
  readonly weight?: number
  readonly class?: string
}

export function Inscription({ text, height, gap = 3.4, weight = 1.35, class: className = '' }: Props) {
  const line = setLine(text, gap)
  const pad = weight
  const [w, h] = [line.width + 2 * pad, 10 + 2 * pad]
  return (
    <svg
      class={`inscription ${className}`}
      role="img"
      aria-label={text}
      viewBox={`${-pad} ${-pad} ${w} ${h}`}
      width={(height * w) / h}
      height={height}
      stroke-width={weight}
    >
      {line.letters.map(({ x, path }) => (
        <path key={x} d={path} transform={`translate(${x})`} />
      ))}
    </svg>
  )
}
