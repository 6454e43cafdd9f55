// Looks inside a node after each event and tells checkers what it sees: which state it runs, what it holds, what it
// says and hears. It looks only where an effect may have come of something new, and tells each thing once.

import type { Effect } from '../../../node/core/effect.ts'
import type { Event } from '../../../node/core/event.ts'
import type { Epoch, PeerId, PlayerId, SessionId, Version } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import type { Sighting } from './sighting.ts'
import type { Part, Subject } from './subject.ts'

interface Observed {
  readonly peer: PeerId
  readonly node: Subject
}

interface Last {
  readonly epoch: Epoch
  readonly version: Version
  /** Numbers of seats that were told of. */
  readonly told: Map<PlayerId, Version>
}

export class Observer {
  readonly #observed: Observed
  readonly #see: (sighting: Sighting) => void
  readonly #last = new Map<SessionId, Last>()
  #stirred = false

  constructor(observed: Observed, see: (sighting: Sighting) => void) {
    this.#observed = observed
    this.#see = see
  }

  received(from: PeerId, message: MeshMessage): void {
    if (IDLE.has(message.kind)) return
    this.#see({ kind: 'received', from, by: this.#observed.peer, message })
  }

  sent(to: PeerId | null, message: MeshMessage): void {
    if (IDLE.has(message.kind)) return
    this.#see({ kind: 'sent', from: this.#observed.peer, to, message })
  }

  /** Before the effects are performed: a state is known before anybody is told of it. */
  look(event: Event, effects: readonly Effect[]): void {
    if (event.kind !== 'flush') this.#stirred ||= mayStir(event)
    if (!(event.kind === 'flush' && this.#stirred) && !effects.some(mayTell)) return
    if (event.kind === 'flush') this.#stirred = false
    const { peer, node } = this.#observed
    const parts = node.parts()
    if (parts.length < this.#last.size) this.#forget(new Set(parts.map(({ config }) => config.session)))
    for (const part of parts) {
      const { config, role, version, state, bytes } = part
      const last = this.#last.get(config.session)
      const told = last?.epoch === config.epoch ? last.told : new Map<PlayerId, Version>()
      if (last?.epoch !== config.epoch || last.version !== version) {
        this.#last.set(config.session, { epoch: config.epoch, version, told })
        if (role === 'owner' && state) this.#see({ kind: 'runs', peer, config, version, state })
        else if (role === 'backup' && bytes && version >= 0) this.#see({ kind: 'holds', peer, config, version, bytes })
      }
      this.#vouch(part, told)
    }
  }

  #vouch({ config: { session, epoch }, told }: Part, known: Map<PlayerId, Version>): void {
    for (const { player, version, of } of told) {
      if (known.get(player) === version) continue
      known.set(player, version)
      this.#see({ kind: 'vouches', peer: this.#observed.peer, session, epoch, player, version, of })
    }
  }

  /** Those that it has no part in any more. */
  #forget(present: ReadonlySet<SessionId>): void {
    for (const [session, { epoch }] of this.#last) {
      if (present.has(session)) continue
      this.#last.delete(session)
      this.#see({ kind: 'parted', peer: this.#observed.peer, session, epoch })
    }
  }
}

/** Whether the turn's end may come to a new version because of it. */
function mayStir(event: Event): boolean {
  if (event.kind === 'message') return !IDLE.has(event.message.kind)
  return event.kind !== 'timer' || event.timer.kind !== 'beat'
}

function mayTell(effect: Effect): boolean {
  return (
    effect.kind !== 'timer' && effect.kind !== 'gossip' && !(effect.kind === 'send' && IDLE.has(effect.message.kind))
  )
}

/** What no rule is about, and most of all there is. */
const IDLE: ReadonlySet<MeshMessage['kind']> = new Set(['status', 'ping', 'pong', 'digest', 'want', 'moved', 'about'])
