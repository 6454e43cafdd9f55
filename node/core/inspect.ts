// What a node tells operators of itself and of the mesh as it sees it. Served at /api/mesh, drawn by the status page.
import type { Epoch, PeerId, SessionId } from '../../protocol/ids.ts'
import type { Moved, Room, Status } from '../../protocol/mesh.ts'
import { isBlind } from './cluster/alone.ts'
import { ownStatus } from './cluster/own-status.ts'
import type { Context } from './context.ts'
import { goesOn } from './incarnations/where.ts'
import { stopped } from './session/fence.ts'
import { unsavedNow } from './storage/checkpoint.ts'
import { onDisk } from './storage/signs.ts'

/** Of an error in a table. */
const ERROR_LENGTH_MAX = 200

export interface NodeView {
  readonly id: PeerId
  readonly address: string
  readonly release: string
  readonly slot: string
  readonly host: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly load: number
  readonly sessions: number
  /** Players' sockets at this node's gateway that have shown a good token. */
  readonly players: number
  /** Also of a dead one: it did not die, it left. */
  readonly draining: boolean
  readonly cordoned: boolean
  /** A newer node has its slot, and this one was never told to leave. */
  readonly superseded?: boolean
  readonly state: 'self' | 'alive' | 'suspected' | 'dead'
}

export interface MeshView {
  readonly me: PeerId
  /** Addresses of a mesh that runs what is on the disk, and that this node does not reach. */
  readonly awaited: readonly string[]
  /** Nobody has ever answered whom this node is to ask for its peers, nobody has met it, and no operator has said that
   *  it may be alone. */
  readonly blind: boolean
  readonly nodes: readonly NodeView[]
  /** The last moves that this node made or heard of, newest first. */
  readonly moved: readonly Moved[]
  /** Of this node's directory. */
  readonly sessions: {
    readonly known: number
    readonly owned: number
    readonly backedUp: number
    /** Owned, with fewer copies than asked for on nodes that answer. */
    readonly unprotected: number
    /** Owned, waiting for the next epoch. */
    readonly sealed: number
    /** Owned, and their players were told that they wait. */
    readonly paused: number
  }
  /** Of its own sessions, changes that are in no checkpoint yet; null: it writes none. */
  readonly unsaved: { readonly sessions: number; readonly oldestMs: number } | null
  /** What the game could not do here lately, what failed last first. */
  readonly failing: readonly {
    /** Null: of one that did not begin. */
    readonly session: SessionId | null
    /** The function of the game that threw. */
    readonly what: string
    readonly times: number
    readonly agoMs: number
    /** Its first line: the log has the rest. */
    readonly error: string
  }[]
  /** Sessions that a bug has stopped here, and that no other node has taken over. */
  readonly stopped: readonly SessionId[]
  /** Memory that is left here for sessions, and those that would be taken over, had anybody room. */
  readonly room: Room
  readonly putOff: number
  readonly quarantined: readonly {
    readonly session: SessionId
    readonly epoch: Epoch
    readonly bytes: number
    readonly error: string
    /** It goes on at a node that stays; the bytes are kept all the same. */
    readonly resolved: boolean
  }[]
}

export function inspect(ctx: Context): MeshView {
  const { store, peers, me } = ctx
  const others = peers.all().flatMap(p => {
    if (!p.status) return []
    // Who has nothing to hand over may be gone before its last status has gone round.
    const status = { ...p.status, draining: p.status.draining || p.left }
    return [nodeView(status, p.dead ? 'dead' : peers.suspects(p.peer) ? 'suspected' : 'alive')]
  })
  let unprotected = 0
  let paused = 0
  let backedUp = 0
  for (const m of store.members.values()) {
    const copies = m.config.backups.filter(peer => !peers.suspects(peer, m.config.session)).length
    if (m.running && copies < ctx.settings.backups) unprotected++
    if (m.running?.toldPaused) paused++
    if (m.config.backups.includes(me)) backedUp++
  }
  return {
    me,
    awaited: onDisk(ctx).awaited ?? [],
    blind: isBlind(ctx),
    nodes: [nodeView(ownStatus(ctx), 'self'), ...others],
    moved: ctx.moves,
    sessions: {
      known: ctx.directory.size,
      owned: store.running.size,
      backedUp,
      unprotected,
      sealed: store.sealed.size,
      paused,
    },
    unsaved: unsavedNow(ctx),
    failing: [...ctx.failing.values()].reverse().map(f => ({
      session: f.session,
      what: f.what,
      times: f.times,
      agoMs: Math.round(ctx.now - f.at),
      error: f.error.split('\n', 1)[0]!.slice(0, ERROR_LENGTH_MAX),
    })),
    stopped: stopped(ctx),
    room: ctx.room,
    putOff: store.putOff.size,
    quarantined: [...ctx.quarantine].map(([session, q]) => ({
      session,
      epoch: q.epoch,
      bytes: q.bytes.byteLength,
      error: q.error,
      resolved: goesOn(ctx, session, q.epoch),
    })),
  }
}

function nodeView(s: Status, state: NodeView['state']): NodeView {
  const { peer: id, address, release, slot, host, startedAt, load, sessions, players, draining, cordoned } = s
  const superseded = s.superseded === true
  return { id, address, release, slot, host, startedAt, load, sessions, players, draining, cordoned, superseded, state }
}
