// How it ended for the player. It can be put aside, to look at the maze or to see how the others fare.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { MinotaurView } from '../../protocol/minotaur.ts'
import { Inscription } from '../shared/inscription.tsx'
import { nameOf } from './cast.ts'
import { goHome } from './store.ts'

function story(view: MinotaurView): string {
  const over = view.log.findLast(entry => entry.kind === 'over')
  const fell = view.fallen.find(fall => fall.seat === view.seat)
  if (view.outcome === 'won')
    return `You are the last one standing, after ${view.round === 1 ? 'one round' : `${view.round} rounds`}.`
  if (view.outcome === 'draw') return `Nobody is left standing. The labyrinth keeps you all, in round ${view.round}.`
  const how = view.players[view.seat]?.present === false ? 'gave up' : 'fell'
  const yours = fell ? `You ${how} in round ${fell.round}.` : ''
  if (over?.kind === 'over' && over.winner !== null) return `${yours} ${nameOf(view, over.winner)} won.`
  return view.phase === 'over' ? yours : `${yours} The others go on without you.`
}

const TITLES = { won: 'You won', lost: 'Game over', draw: 'A draw' } as const

export function Ending({ view }: { readonly view: MinotaurView }) {
  const { outcome, phase } = view
  const [aside, setAside] = useState(false)
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    if (outcome === null) return
    setAside(false)
    card.current?.focus({ preventScroll: true })
  }, [outcome, phase])
  if (outcome === null || aside) return null
  return (
    <section class={`ending ${outcome}`} data-ending={outcome} ref={card} tabIndex={-1} role="alert">
      <h2>
        <Inscription text={TITLES[outcome]} height={44} weight={1.5} />
      </h2>
      <p>{story(view)}</p>
      <div class="row">
        <button type="button" class="button primary" onClick={goHome}>
          Back to my games
        </button>
        <button type="button" class="button" onClick={() => setAside(true)}>
          {phase === 'over' ? 'Look around' : 'Watch the others'}
        </button>
      </div>
    </section>
  )
}
