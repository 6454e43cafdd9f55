// The page's frame: what is asked, who answers, and its parts in reading order.
import { computed, signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { NodeView } from '../../node/core/inspect.ts'
import { Inscription } from '../shared/inscription.tsx'
import { ThemeToggle } from '../shared/theme-toggle.tsx'
import { refused } from './access.ts'
import { Counts } from './counts.tsx'
import { FailingTable } from './failing-table.tsx'
import { matcher } from './filter.ts'
import { MeshMap } from './mesh-map.tsx'
import { MovesTable } from './moves-table.tsx'
import { NodesTable } from './nodes-table.tsx'
import { Pauses } from './pauses.tsx'
import { mesh, now } from './poll.ts'
import { QuarantineTable } from './quarantine-table.tsx'
import { TokenForm } from './token-form.tsx'
import { VerdictPanel } from './verdict-panel.tsx'
import { duration, plural, shortPeer } from './words.ts'

const query = signal('')
const matches = computed(() => matcher(query.value))
const byId = computed(
  () => new Map<string, NodeView>((mesh.value.view?.nodes ?? []).map((node): [string, NodeView] => [node.id, node])),
)

/** Choosing a node filters by it; choosing it again shows all. */
function choose(id: string): void {
  const name = shortPeer(id)
  query.value = query.value === name ? '' : name
}

function Freshness() {
  const { view, answeredAt, failures } = mesh.value
  if (refused.value !== null) return <p class="freshness stale">the node does not tell</p>
  if (answeredAt === null) return <p class="freshness waiting">{failures > 0 ? 'No node answers yet' : 'Asking…'}</p>
  if (failures === 0 && view) {
    return (
      <p class="freshness live">
        live, from <b>{shortPeer(view.me)}</b>
      </p>
    )
  }
  return (
    <p class="freshness stale" role="status">
      no node answers: last seen {duration(now.value - answeredAt)} ago
    </p>
  )
}

function Filter() {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target === input.current) return
      event.preventDefault()
      input.current?.focus()
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [])
  return (
    <search class="filter">
      <label for="filter">
        Filter nodes and moves <kbd>/</kbd>
      </label>
      <input
        id="filter"
        ref={input}
        class="field"
        type="search"
        placeholder="node, release, session, state…"
        autocomplete="off"
        spellcheck={false}
        value={query.value}
        onInput={event => {
          query.value = event.currentTarget.value
        }}
      />
    </search>
  )
}

export function App() {
  const { view, nodes, moves, fresh, quarantined, failures } = mesh.value
  return (
    <div class={`status ${failures > 0 ? 'is-stale' : ''}`} data-failures={failures} data-me={view?.me}>
      <header class="top">
        <span class="home">
          <Inscription text="Minotaur" height={20} gap={4.6} />
        </span>
        <h1>The mesh</h1>
        <Freshness />
        <ThemeToggle />
      </header>
      <div class="meander" aria-hidden="true" />
      <main>
        {refused.value?.status === 401 && <TokenForm />}
        {refused.value?.status === 403 && <p class="panel">{refused.value.text}</p>}
        {view ? (
          <>
            <VerdictPanel history={mesh.value} />
            <QuarantineTable rows={quarantined.filter(({ resolved }) => !resolved)} />
            <FailingTable rows={view.failing ?? []} />
            <Counts view={view} />
            <section class="panel map" aria-label="Drawing of the mesh">
              <MeshMap nodes={nodes} me={view.me} fresh={fresh} chosen={query.value} onChoose={choose} />
              <p class="caption">
                A colour is a release, the height of its fill the load beside the busiest node's. The heavy rim is the
                node that answers this page. A dashed one is that of a node which takes no new sessions.
              </p>
            </section>
            <Filter />
            <NodesTable nodes={nodes} matches={matches.value} chosen={query.value} onChoose={choose} />
            <Pauses moves={moves} />
            <MovesTable moves={moves} nodes={byId.value} matches={matches.value} />
            <QuarantineTable rows={quarantined.filter(({ resolved }) => resolved)} />
          </>
        ) : (
          <p class="empty">
            {failures > 0 && refused.value === null
              ? `${plural(failures, 'request')} without an answer; asking on.`
              : ''}
          </p>
        )}
      </main>
    </div>
  )
}
