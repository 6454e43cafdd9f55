// Screens with one thing to say, and at most two to do.
import type { ComponentChildren } from 'preact'
import { blocked } from './blocked.ts'
import { Labyrinth } from './labyrinth.tsx'
import { goHome, link, takeSeat } from './store.ts'

function Plain({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text: string
  readonly children?: ComponentChildren
}) {
  return (
    <div class="plain">
      <Labyrinth />
      <h1>{title}</h1>
      <p>{text}</p>
      {children && <div class="row">{children}</div>}
    </div>
  )
}

const HomeButton = () => (
  <button type="button" class="button" onClick={goHome}>
    Back to my games
  </button>
)

export function EnteringScreen() {
  const code = link.value?.session?.code
  return (
    <Plain
      title={code ? `Entering ${code}…` : 'Entering the game…'}
      text={blocked.value ?? link.value?.session?.paused ?? 'One moment.'}
    >
      <HomeButton />
    </Plain>
  )
}

export function ReplacedScreen() {
  return (
    <Plain
      title="You are playing in another tab"
      text="This game is open in a newer tab or on another device, and a seat is held by one of them at a time."
    >
      <button type="button" class="button primary" onClick={takeSeat}>
        Play here
      </button>
      <HomeButton />
    </Plain>
  )
}

export function EndedScreen() {
  return (
    <Plain
      title="There is no game here for you"
      text="It ended before it began, went on after you had left, or was closed long ago."
    >
      <HomeButton />
    </Plain>
  )
}

export function OutdatedScreen() {
  return (
    <Plain
      title="This page is of an older release"
      text="The nodes speak another version of the protocol. Reload to get the page that fits."
    >
      <button type="button" class="button primary" onClick={() => location.reload()}>
        Reload
      </button>
    </Plain>
  )
}
