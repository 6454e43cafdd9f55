// All metrics of a node, in Prometheus' text format; libp2p adds its own to the same registry.
//
// Each node tells of itself only: sums over the mesh are the collector's work, and a move is counted by the node that
// gave the session up, so that no sum counts it twice. Labels have few values, fixed in the code: never a session, a
// player or a peer, of which there is no end. It must never decide anything: core does not read what is counted here.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Note } from '../core/effect.ts'
import type { MeshView, NodeView } from '../core/inspect.ts'

/** Buckets: from a move within one machine to one that waited for a timeout. */
const PAUSE_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const NODE_STATES = ['alive', 'suspected', 'dead'] as const satisfies readonly NodeView['state'][]

/** What the parts of a node know of themselves at the time of asking. */
export interface Sample {
  readonly view: MeshView
  /** Players' sockets open on this node, also those that have not shown a token yet. */
  readonly sockets: number
  /** Share of time the event loop was busy, 0 to 1. */
  readonly busy: number
}

export interface Metrics {
  /** For libraries that bring metrics of their own, such as libp2p. */
  readonly registry: Registry
  /** Counts what core noted. */
  observe(note: Note): void
  /** Counts what the gateway refused, by its reason. */
  refused(reason: string): void
  /** Sets the gauges. Call it before `text`. */
  sample(sample: Sample): void
  text(): Promise<string>
}

/** Names a metric, and puts it into the registry. */
type Named = (name: string, help: string) => { name: string; help: string; registers: Registry[] }

export function createMetrics(labels: Readonly<Record<string, string>> = {}): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels(labels)
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const named: Named = (name, help) => ({ name: `minotaur_${name}`, help, registers })
  const refusals = new Counter({
    ...named('refused_total', 'Connections, sockets and frames of players that this node refused, by reason.'),
    labelNames: ['reason'],
  })
  return {
    registry,
    observe: observer(named),
    refused: reason => refusals.inc({ reason }),
    sample: sampler(named),
    text: () => registry.metrics(),
  }
}

/** What is counted as it happens. */
function observer(named: Named): Metrics['observe'] {
  const notes = new Counter({ ...named('notes_total', 'Notes of core, by name.'), labelNames: ['name'] })
  const moved = new Counter({
    ...named('moved_total', 'Sessions that this node gave up and another node took over.'),
    labelNames: ['planned'],
  })
  const pause = new Histogram({
    ...named('handoff_pause_seconds', 'Time from the seal of a session until its new owner answered.'),
    labelNames: ['planned'],
    buckets: PAUSE_SECONDS,
  })
  const failures = new Counter({
    ...named('game_failures_total', "How often a function of the game threw; the session's state stayed as it was."),
    labelNames: ['what'],
  })
  const putOffs = new Counter(
    named('put_off_total', 'Sessions that this node did not take over because no node had room for them.'),
  )
  for (const planned of ['yes', 'no']) {
    moved.inc({ planned }, 0)
    pause.zero({ planned })
  }
  return note => {
    notes.inc({ name: note.name })
    if (note.name === 'put-off') putOffs.inc(note.sessions.length)
    if (note.name === 'game-failed') failures.inc({ what: note.what }, note.times)
    if (note.name !== 'moved') return
    const planned = note.moved.planned ? 'yes' : 'no'
    moved.inc({ planned })
    pause.observe({ planned }, note.moved.pauseMs / 1000)
  }
}

/** What is measured when somebody asks. */
function sampler(named: Named): Metrics['sample'] {
  const sessions = new Gauge({
    ...named('sessions', "Sessions that this node knows, by the node's part in them."),
    labelNames: ['part'],
  })
  const peers = new Gauge({
    ...named('peers', 'Other nodes, by the state in which this node sees them.'),
    labelNames: ['state'],
  })
  const sockets = new Gauge(named('sockets', "Players' sockets open at this gateway, signed in or not."))
  const signedIn = new Gauge(
    named('sockets_signed_in', "Players' sockets open at this gateway that have shown a good token."),
  )
  const load = new Gauge(
    named('load', 'Load of this node as its peers know it: its sessions, and more where its event loop is busy.'),
  )
  const busy = new Gauge(named('event_loop_busy', 'Share of the last second in which the event loop was busy, 0 to 1.'))
  const awaited = new Gauge(
    named('awaited', 'Addresses of nodes that this one does not reach, though their signs of life are in STATE_DIR.'),
  )
  const failing = new Gauge(named('failing', 'Sessions of this node in which a function of the game has thrown.'))
  const stopped = new Gauge(
    named('stopped', 'Sessions that a bug has stopped on this node, and that no other node has taken over.'),
  )
  const putOff = new Gauge(named('put_off', 'Sessions that wait until some node has room to take them over.'))
  const full = new Gauge(named('memory_full', 'Room for sessions in memory: 0 is plenty, 1 is little, 2 is none.'))
  const blind = new Gauge(
    named('blind', '1 while nobody has told this node who its peers are, and it has met none; else 0.'),
  )
  const quarantined = new Gauge(
    named('quarantined', 'Sessions that this node could not load, and that no other node runs.'),
  )
  const unsaved = new Gauge(
    named('unsaved_seconds', "Age of the oldest confirmed change of this node's sessions that is in no checkpoint."),
  )
  return sample => {
    const { view } = sample
    for (const [part, count] of Object.entries(view.sessions)) sessions.set({ part }, count)
    for (const state of NODE_STATES) {
      peers.set({ state }, view.nodes.filter(node => node.state === state).length)
    }
    const self = view.nodes.find(node => node.state === 'self')
    signedIn.set(self?.players ?? 0)
    load.set(self?.load ?? 0)
    sockets.set(sample.sockets)
    busy.set(sample.busy)
    blind.set(view.blind ? 1 : 0)
    unsaved.set((view.unsaved?.oldestMs ?? 0) / 1000)
    awaited.set(view.awaited.length)
    failing.set(new Set(view.failing.map(({ session }) => session)).size)
    stopped.set(view.stopped.length)
    putOff.set(view.putOff)
    full.set(view.room === 'plenty' ? 0 : view.room === 'little' ? 1 : 2)
    quarantined.set(view.quarantined.filter(({ resolved }) => !resolved).length)
  }
}
