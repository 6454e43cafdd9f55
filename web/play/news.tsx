// Over the edges of the board: what the last round brought, and a flash for a wound.
// The news repeat the end of the log for who cannot see it there; readers are told by the log.
import { useRef } from 'preact/hooks'
import type { LogEntry, MinotaurView } from '../../protocol/minotaur.ts'
import { resolvedRound } from './scene.ts'
import { sentence } from './words.ts'

const LINES_MAX = 5

/** What the board does not show already: the player's own way is drawn there, unless a wall ended it. */
const isNews = (entry: LogEntry): boolean => entry.kind !== 'walked' || entry.blocked

export function News({ view }: { readonly view: MinotaurView }) {
  const round = resolvedRound(view)
  const entries = view.log.filter(entry => round > 0 && entry.round === round && isNews(entry))
  const sentences = entries.flatMap(entry => sentence(view, entry) ?? []).slice(-LINES_MAX)
  if (sentences.length === 0) return null
  return (
    <ul class="news" key={round} aria-hidden="true">
      {sentences.map(({ text, tone }, i) => (
        <li key={i} class={`tone-${tone}`}>
          {text}
        </li>
      ))}
    </ul>
  )
}

/** Shown anew each time that health is lost. */
export function Wound({ health }: { readonly health: number }) {
  const before = useRef(health)
  const wounds = useRef(0)
  if (health < before.current) wounds.current++
  before.current = health
  return wounds.current > 0 ? <div class="wound" key={wounds.current} aria-hidden="true" /> : null
}
