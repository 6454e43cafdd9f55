// The pill in the header: how the connection is, and behind it which nodes are at work. Calm while things merely move.
import { useEffect, useRef } from 'preact/hooks'
import { identity } from './identity.ts'
import { STATUS_NAMES, shortNode } from './notices.ts'
import { link } from './store.ts'

function Fact({ label, value }: { readonly label: string; readonly value: string | number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Facts() {
  const state = link.value
  const session = state?.session
  return (
    <dl class="facts">
      <Fact label="You are" value={state?.name || identity.value?.name || 'nobody yet'} />
      <Fact label="Connected to" value={state?.node ? `${state.node}, release ${state.release}` : 'no node'} />
      {session && session.owner !== '' && (
        <>
          <Fact label="The game runs on" value={session.owner} />
          <Fact
            label="It has moved"
            value={session.moves === 0 ? 'not yet' : session.moves === 1 ? 'once' : `${session.moves} times`}
          />
          <Fact label="Epoch, version" value={`${session.epoch}, ${session.version}`} />
        </>
      )}
    </dl>
  )
}

export function Connection() {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (event: Event): void => {
      const element = details.current
      if (!element?.open) return
      const outside = event.type === 'pointerdown' && !element.contains(event.target as Node)
      if (outside || (event as KeyboardEvent).key === 'Escape') element.open = false
    }
    addEventListener('pointerdown', close)
    addEventListener('keydown', close)
    return () => {
      removeEventListener('pointerdown', close)
      removeEventListener('keydown', close)
    }
  }, [])
  const state = link.value
  if (!state) return <span class="connection" />
  const session = state.session
  const paused = session?.paused != null && state.status === 'online'
  const words = paused ? 'Paused' : STATUS_NAMES[state.status]
  return (
    <details class="connection" ref={details}>
      <summary class={`pill ${paused ? 'paused' : state.status}`} data-connection={state.status}>
        <span role="status">{words}</span>
        {session && session.owner !== '' && !paused && state.status === 'online' && (
          <span class="at">
            {' '}
            on {shortNode(session.owner)}
            {session.moves > 0 && (
              <b title="How often the game has moved to another node">
                <span>moved </span>
                {session.moves}×
              </b>
            )}
          </span>
        )}
      </summary>
      <Facts />
    </details>
  )
}
