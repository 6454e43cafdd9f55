// The numbers at the top: of the mesh, from what its nodes tell of themselves, and of the answering node's own
// directory.
import type { MeshView } from '../../node/core/inspect.ts'
import { plural, shortPeer } from './words.ts'

interface CountProps {
  readonly label: string
  readonly value: number
  readonly title: string
  /** Above zero is worth a look. */
  readonly warns?: boolean
}

function Count({ label, value, title, warns = false }: CountProps) {
  return (
    <div class={`count ${warns && value > 0 ? 'warns' : ''}`} title={title} data-count={label}>
      <dt>{label}</dt>
      <dd>{value.toLocaleString('en')}</dd>
    </div>
  )
}

export function Counts({ view }: { readonly view: MeshView }) {
  const alive = view.nodes.filter(node => node.state !== 'dead')
  const releases = new Set(alive.map(node => node.release)).size
  const sum = (pick: (node: (typeof alive)[number]) => number): number =>
    alive.reduce((all, node) => all + pick(node), 0)
  return (
    <div class="counts">
      <section class="panel" aria-label="Counts of the mesh">
        <h2 class="eyebrow">The mesh, {plural(releases, 'release')}</h2>
        <dl>
          <Count label="nodes" value={alive.length} title="Nodes that are not known to be dead" />
          <Count label="sessions" value={sum(node => node.sessions)} title="Sessions that some node runs" />
          <Count label="players" value={sum(node => node.players)} title="Players' sockets on all nodes" />
          <Count
            label="draining"
            value={alive.filter(node => node.draining).length}
            title="Nodes that are leaving"
            warns
          />
        </dl>
      </section>
      <section class="panel" aria-label="Counts of the answering node">
        <h2 class="eyebrow">
          As <code>{shortPeer(view.me)}</code> knows it
        </h2>
        <dl>
          <Count label="known" value={view.sessions.known} title="Sessions in its directory" />
          <Count label="owned" value={view.sessions.owned} title="Sessions that it runs" />
          <Count label="backed up" value={view.sessions.backedUp} title="Sessions of others that it holds a copy of" />
          <Count
            label="unprotected"
            value={view.sessions.unprotected}
            title="Sessions that it runs with fewer copies than asked for on nodes that answer"
            warns
          />
          <Count label="sealed" value={view.sessions.sealed} title="Sessions that wait for their next epoch" warns />
          <Count
            label="paused"
            value={view.sessions.paused}
            title="Sessions that wait for nodes that do not answer, as their players were told"
            warns
          />
        </dl>
      </section>
    </div>
  )
}
