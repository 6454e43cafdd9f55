// Create a game, join one by its code, or go back to one in progress.
import { useEffect, useState } from 'preact/hooks'
import { codeIn, tidyCode } from './code.ts'
import { Games } from './game-list.tsx'
import { Labyrinth } from './labyrinth.tsx'
import { problemText } from './notices.ts'
import { PausedNote } from './paused-note.tsx'
import { Rename } from './rename.tsx'
import { RuleList } from './rules.tsx'
import { create, join, lastWish, link, listGames } from './store.ts'
import { codeInAddress } from './tab.ts'

const LIST_EVERY_MS = 5000

function Join({ busy }: { readonly busy: boolean }) {
  const [code, setCode] = useState(codeInAddress() ?? '')
  const [incomplete, setIncomplete] = useState(false)
  const problem = link.value?.problems.at(-1)
  const joining = link.value?.joining

  useEffect(() => {
    const follow = (): void => setCode(codeInAddress() ?? '')
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])

  const submit = (event: Event): void => {
    event.preventDefault()
    const whole = codeIn(code)
    setIncomplete(whole === null)
    if (whole) join(whole)
  }

  const error = incomplete
    ? 'A code has four to ten letters, such as LWBRTP.'
    : problem && !joining && lastWish.value === 'join'
      ? problemText(problem)
      : null
  return (
    <form class="panel" onSubmit={submit}>
      <h2>
        <label for="code">Join by code</label>
      </h2>
      {code !== '' && code === codeInAddress() && <p>You are invited to this game.</p>}
      <div class="row">
        <input
          id="code"
          class="field code-field"
          value={code}
          placeholder="LWBRTP"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          aria-invalid={error !== null}
          aria-describedby={error ? 'code-error' : undefined}
          onInput={event => {
            setIncomplete(false)
            setCode(tidyCode(event.currentTarget.value))
          }}
        />
        <button type="submit" class={`button ${code === '' ? '' : 'primary'}`} disabled={busy}>
          {joining ? 'Joining…' : 'Join'}
        </button>
      </div>
      {error && (
        <p class="problem" id="code-error" role="alert">
          {error}
        </p>
      )}
    </form>
  )
}

function Create({ busy, first }: { readonly busy: boolean; readonly first: boolean }) {
  return (
    <section class="panel">
      <h2>New game</h2>
      <p>Two to six players. You get a code to share.</p>
      <button type="button" class={`button ${first ? 'primary' : ''}`} disabled={busy} onClick={create}>
        {link.value?.creating ? 'Building the maze…' : 'Create a game'}
      </button>
    </section>
  )
}

/** What the player has most likely come for stands first: the game of a shared link, one that goes on, a new one. */
export function HomeScreen() {
  useEffect(() => {
    listGames()
    const timer = setInterval(listGames, LIST_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const state = link.value
  const problem = state?.problems.at(-1)
  const busy = state === null || state.creating || state.joining !== null
  const invited = codeInAddress() !== null
  const games = state?.games ?? []
  return (
    <div class="home">
      <div class="greeting">
        <Rename />
        <Labyrinth />
      </div>
      <div class="choices">
        {state?.status === 'offline' && <PausedNote />}
        {problem && lastWish.value !== 'join' && (
          <p class="problem" role="alert" data-problem={problem.code}>
            {problemText(problem)}
          </p>
        )}
        {invited && <Join busy={busy} />}
        <Games title="Games in progress" games={games.filter(game => !game.over)} />
        <Create busy={busy} first={!invited} />
        {!invited && <Join busy={busy} />}
        <Games title="Games that are over" games={games.filter(game => game.over)} />
        {state?.moreGames && <p class="hint">You have more games than are listed here: join one by its code.</p>}
        <details class="rules" open={games.length === 0}>
          <summary>How it is played</summary>
          <RuleList rules={null} />
        </details>
      </div>
    </div>
  )
}
