// The log in words, the newest at the end and in sight, unless the player has scrolled back.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { MinotaurView } from '../../protocol/minotaur.ts'
import { chapters } from './words.ts'

const NEAR_END_PX = 60

export function LogBook({ view }: { readonly view: MinotaurView }) {
  const log = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const entries = view.log.length
  useLayoutEffect(() => {
    const element = log.current
    if (element && following.current) element.scrollTop = element.scrollHeight
  }, [entries, view.round])
  useEffect(() => {
    const element = log.current
    if (!element) return
    // The plan above grows and shrinks, and with it what is left for the log.
    const observer = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const onScroll = (): void => {
    const element = log.current
    if (element) following.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX
  }
  // Of the round that is being planned there is nothing to tell yet.
  const told = chapters(view).filter(({ round, sentences }) => sentences.length > 0 || round < view.round)
  return (
    <section class="panel log-book" aria-label="What happened">
      <h2>What happened</h2>
      <div
        ref={log}
        class="log"
        role="log"
        aria-live="polite"
        aria-relevant="additions"
        aria-label="Log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        {told.map(({ round, sentences }) => (
          <section key={round} data-log-round={round}>
            <h3>{round === 0 ? 'Before the game' : `Round ${round}`}</h3>
            {sentences.map(({ text, tone, place }, i) => (
              <p key={i} class={`tone-${tone}`}>
                {text}
                {place && <small class="place"> {place}</small>}
              </p>
            ))}
            {sentences.length === 0 && <p class="nothing">You saw nothing.</p>}
          </section>
        ))}
      </div>
    </section>
  )
}
