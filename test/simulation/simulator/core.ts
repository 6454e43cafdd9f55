// The real root machine, as the simulator looks into it.

import type { Member } from '../../../node/core/consensus/member.ts'
import type { Effect } from '../../../node/core/effect.ts'
import type { Event } from '../../../node/core/event.ts'
import type { Game } from '../../../node/core/game.ts'
import { Node } from '../../../node/core/node.ts'
import { fence } from '../../../node/core/session/fence.ts'
import type { Running } from '../../../node/core/session/running.ts'
import type { SessionState } from '../../../node/core/session/state.ts'
import type { Settings } from '../../../node/core/settings.ts'
import type { SessionId, Version } from '../../../protocol/ids.ts'
import type { Part, Subject } from './subject.ts'

const NONE = -1 as Version

export class CoreSubject implements Subject {
  readonly #node: Node

  constructor(settings: Settings, game: Game) {
    this.#node = new Node(settings, game)
  }

  handle(event: Event, now: number): readonly Effect[] {
    return this.#node.handle(event, now)
  }

  ready(now: number): boolean {
    return this.#node.ready(now)
  }

  sessions(): number {
    return this.#node.onDisk().sessions
  }

  parts(): readonly Part[] {
    const { me, store, now } = this.#node.context
    const parts: Part[] = []
    for (const m of store.members.values()) parts.push(m.running ? ownersPart(m, m.running, now) : othersPart(m, me))
    return parts
  }

  awaits(): readonly SessionId[] {
    const { waits, store } = this.#node.context
    const { held } = store
    return [...waits.keys(), ...held.keys()]
  }

  fence(session: SessionId): void {
    fence(this.#node.context, session)
  }

  fenced(): ReadonlySet<SessionId> {
    return this.#node.context.store.fenced
  }

  known(session: SessionId) {
    return this.#node.context.directory.config(session)
  }
}

export const makeCore = (settings: Settings, game: Game): Subject => new CoreSubject(settings, game)

function ownersPart({ config }: Member, r: Running, now: number): Part {
  const { version, confirmedVersion: confirmed } = r
  return {
    config,
    role: 'owner',
    sealed: r.sealedAt !== null,
    version,
    confirmed,
    state: stateAtVersion(r),
    told: [...r.tellings].map(([seat, { version, of }]) => ({ player: r.state.seats[seat]!.player, version, of })),
    clockMs: r.remainingMs(now),
    bytes: null,
  }
}

/** What was applied since the last version is not part of it. */
function stateAtVersion(r: Running): SessionState {
  if (!r.dirty) return r.state
  return r.pending.at(-1)?.state ?? r.confirmed ?? r.state
}

function othersPart(m: Member, me: string): Part {
  const role = m.config.backups.some(b => b === me) ? 'backup' : 'witness'
  const bytes = m.copy?.bytes ?? null
  return {
    config: m.config,
    role,
    sealed: false,
    version: m.received as Version,
    confirmed: NONE,
    state: null,
    told: [],
    clockMs: null,
    bytes,
  }
}
