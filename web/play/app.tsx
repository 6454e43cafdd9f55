// The page's frame. What a test or a curious player may want to know of the session stands in its data attributes.
import { useEffect, useRef } from 'preact/hooks'
import { Inscription } from '../shared/inscription.tsx'
import { ThemeToggle } from '../shared/theme-toggle.tsx'
import { BoardScreen } from './board-screen.tsx'
import { Connection } from './connection.tsx'
import { HomeScreen } from './home-screen.tsx'
import { LobbyScreen } from './lobby-screen.tsx'
import { NameScreen } from './name-screen.tsx'
import { EndedScreen, EnteringScreen, OutdatedScreen, ReplacedScreen } from './plain-screens.tsx'
import type { Screen } from './screen.ts'
import { foreseen, link, screen } from './store.ts'
import { Toasts } from './toasts-view.tsx'

function Current({ name }: { readonly name: Screen }) {
  switch (name) {
    case 'name':
      return <NameScreen />
    case 'outdated':
      return <OutdatedScreen />
    case 'home':
      return <HomeScreen />
    case 'entering':
      return <EnteringScreen />
    case 'replaced':
      return <ReplacedScreen />
    case 'ended':
      return <EndedScreen />
    case 'lobby':
      return <LobbyScreen />
    case 'board':
      return <BoardScreen />
    default:
      return name satisfies never
  }
}

export function App() {
  const main = useRef<HTMLElement>(null)
  const name = screen.value
  const session = link.value?.session
  const view = foreseen.value?.view
  // Where the screen changes, a reader starts at its top, unless something in it has asked for the focus.
  useEffect(() => {
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true })
  }, [name])
  return (
    <div
      class="page"
      data-screen={name}
      data-status={link.value?.status}
      data-node={link.value?.node}
      data-socket-moves={link.value?.socketMoves}
      data-session={session?.session}
      data-code={session?.code}
      data-epoch={session?.epoch}
      data-version={session?.version}
      data-owner={session?.owner}
      data-moves={session?.moves}
      data-paused={session?.paused}
      data-unconfirmed={session?.unconfirmed.length}
      data-phase={view?.phase}
      data-round={view?.round}
      data-health={view?.you.health}
      data-outcome={view?.outcome}
    >
      <header class="top">
        <span class="wordmark">
          <Inscription text="Minotaur" height={20} gap={4.6} />
        </span>
        <Connection />
        <ThemeToggle />
      </header>
      <div class="meander" aria-hidden="true" />
      <main ref={main} tabIndex={-1}>
        <Current name={name} />
      </main>
      <Toasts />
    </div>
  )
}
