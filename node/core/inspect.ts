// What a node tells operators of itself and of the mesh as it sees it. Served at /api/mesh, drawn by the status page.
import type { Epoch, PeerId, SessionId } from '../../protocol/ids.ts'
import type { Moved } from '../../protocol/mesh.ts'

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
  readonly players: number
  readonly draining: boolean
  readonly cordoned: boolean
  readonly state: 'self' | 'alive' | 'suspected' | 'dead'
}

export interface MeshView {
  readonly me: PeerId
  readonly nodes: readonly NodeView[]
  /** The last moves that this node made or heard of, newest first. */
  readonly moved: readonly Moved[]
  /** Of this node's directory. */
  readonly sessions: {
    readonly known: number
    readonly owned: number
    readonly backedUp: number
    /** Owned, with fewer copies than asked for. */
    readonly unprotected: number
    /** Owned, waiting for the next epoch. */
    readonly sealed: number
  }
  readonly quarantined: readonly {
    readonly session: SessionId
    readonly epoch: Epoch
    readonly bytes: number
    readonly error: string
  }[]
}
