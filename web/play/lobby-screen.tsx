// Before the game: the code to share, and who has come.
import { useState } from 'preact/hooks'
import { whyNot } from '../../protocol/minotaur-legal.ts'
import { Inscription } from '../shared/inscription.tsx'
import { castOf, isAway } from './cast.ts'
import { shareLink } from './code.ts'
import type { Foreseen } from './foresee.ts'
import { Token } from './marks.tsx'
import { PausedNote } from './paused-note.tsx'
import { top } from './place.ts'
import { RuleList } from './rules.tsx'
import { act, foreseen, goHome, leaveLobby, link } from './store.ts'

function Copy({ label, text, name }: { readonly label: string; readonly text: string; readonly name: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    // Without a secure origin there is no clipboard: then the link stands beside, to be selected.
    await navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => {},
    )
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <button type="button" class="button" data-copy={name} onClick={copy}>
      {copied ? 'Copied' : label}
    </button>
  )
}

function Sharing({ code }: { readonly code: string }) {
  const address = shareLink(top().href, code)
  return (
    <section class="sharing" aria-label="Invite the others">
      <p class="eyebrow">The code of this game</p>
      <p class="big-code">
        <Inscription text={code} height={84} gap={5} weight={1.5} />
      </p>
      <div class="row">
        <Copy label="Copy code" text={code} name="code" />
        <Copy label="Copy link" text={address} name="link" />
      </div>
      <a class="share-link" href={address}>
        {address}
      </a>
    </section>
  )
}

function Starting({ now }: { readonly now: Foreseen }) {
  const why = whyNot(now.view, { do: 'start' })
  return (
    <>
      <div class="row">
        <button
          type="button"
          class="button primary wide"
          disabled={why !== null || now.starting}
          onClick={() => act({ do: 'start' })}
        >
          {now.starting ? 'Starting…' : 'Start the game'}
        </button>
        <button type="button" class="button quiet" disabled={now.leaving} onClick={leaveLobby}>
          Leave
        </button>
      </div>
      <p class="hint">{why ?? 'Any of you may start, as soon as all have come.'}</p>
    </>
  )
}

function ComingBack({ now }: { readonly now: Foreseen }) {
  const why = whyNot(now.view, { do: 'enter' })
  return (
    <>
      <button
        type="button"
        class="button primary"
        disabled={why !== null || now.entering}
        onClick={() => act({ do: 'enter' })}
      >
        Take a place again
      </button>
      <p class="hint">{why ?? 'You have left this game.'}</p>
    </>
  )
}

export function LobbyScreen() {
  const now = foreseen.value
  const session = link.value?.session
  if (!now || !session) return null
  const { view } = now
  const cast = castOf(view)
  const free = view.rules.playersMax - cast.length
  return (
    <div class="lobby">
      <h1 class="hidden-text">Lobby</h1>
      {session.code && <Sharing code={session.code} />}
      <section class="panel" aria-label="Players">
        <h2>
          Players{' '}
          <small>
            {cast.length} of {view.rules.playersMax}
          </small>
        </h2>
        <ul class="comers" aria-live="polite">
          {cast.map((player, look) => (
            <li key={player.seat} data-player={player.name} data-away={isAway(view, player)}>
              <Token look={look} size={44} />
              <span>
                {player.name}
                {player.seat === view.seat && <small> (you)</small>}
                {isAway(view, player) && <small> (away)</small>}
              </span>
            </li>
          ))}
          {free > 0 && (
            <li class="awaited">
              <i aria-hidden="true" />
              <span>{free === 1 ? 'one more may come' : `${free} more may come`}</span>
            </li>
          )}
        </ul>
        <PausedNote />
        {view.players[view.seat]?.present ? <Starting now={now} /> : <ComingBack now={now} />}
        <button type="button" class="button quiet small" onClick={goHome}>
          {view.players[view.seat]?.present ? 'Keep my place and go to my games' : 'My games'}
        </button>
      </section>
      <section class="rules" aria-labelledby="rules-title">
        <h2 id="rules-title">How it is played</h2>
        <RuleList rules={view.rules} />
      </section>
    </div>
  )
}
