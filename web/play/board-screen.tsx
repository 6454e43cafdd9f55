// The game in play: the board, beside it the round, the plan, the players and the log.
import { useEffect } from 'preact/hooks'
import { Board } from './board.tsx'
import { Dial } from './dial.tsx'
import { intentOf } from './directions.ts'
import { Ending } from './ending.tsx'
import { Help } from './help.tsx'
import { LogBook } from './log-book.tsx'
import { News, Wound } from './news.tsx'
import { PausedNote } from './paused-note.tsx'
import { Plan } from './plan.tsx'
import { perform } from './planning.ts'
import { Players } from './players.tsx'
import { foreseen } from './store.ts'

/** Not while somebody types, and not instead of the browser's own shortcuts. */
function meantForBoard(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const target = event.target as Element
  return target.closest('input, textarea, dialog, [role=log]') === null
}

export function BoardScreen() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const intent = meantForBoard(event) ? intentOf(event.code) : null
      if (!intent) return
      event.preventDefault()
      perform(intent)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  const now = foreseen.value
  const round = now?.view.round
  const phase = now?.view.phase
  useEffect(() => {
    document.title = phase === 'over' ? 'Game over · Minotaur' : `Round ${round} · Minotaur`
    return () => {
      document.title = 'Minotaur'
    }
  }, [round, phase])
  if (!now) return null
  return (
    <div class="game">
      <h1 class="hidden-text">Round {round}</h1>
      <section class="board-frame" aria-label="The labyrinth">
        <Board now={now} />
        <News view={now.view} />
        <Help view={now.view} />
        <Wound health={now.view.you.health} />
        <PausedNote />
        <Ending view={now.view} />
      </section>
      <aside class="side">
        <Dial view={now.view} />
        <Plan now={now} />
        <Players view={now.view} />
        <LogBook view={now.view} />
      </aside>
    </div>
  )
}
