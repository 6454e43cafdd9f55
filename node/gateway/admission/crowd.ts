// Who may connect, counted in file descriptors and in sockets per address. What is too much is refused as it connects,
// with a reason where there is still room to give one. So a node always has descriptors left for its peers, its disk
// and its health check.
//
// This is safe because the library accepts a connection before it asks: a refused connection is closed at once, so the
// kernel's backlog empties, and the process never reaches its limit, at which accepting would fail for ever. When a
// connection ends that never became a player's socket, the library does not tell which address it came from. So of
// these only the arrivals of the last seconds are counted, for no connection lives longer without a request. This file
// must never know what a player is or says.
import type { ClientAddress } from './client-address.ts'
import { ADDRESS_WINDOW_MS, CONNECTIONS_PER_SOCKET, type Limits } from './gateway-limits.ts'

/** What a refusal is counted and logged by. */
export type CrowdRefusal = 'node-full' | 'connections-full' | 'address-sockets' | 'address-connections'

export interface Descriptors {
  /** Infinity: unknown. */
  readonly limit: number
  used(): number
}

/** Descriptors in use, above which a kind of connection is refused. */
export interface Shares {
  readonly sockets: number
  /** Between this and `sockets` a request still has an answer. */
  readonly strangers: number
  readonly ownMachine: number
  /** Not descriptors in use: connections that are no player's socket, or not yet. */
  readonly requests: number
}

/** The node uses no more descriptors than this, however many it may have: 20,000 unfinished frames of 64 KiB take
 *  1.3 GB. A mesh with more players needs more nodes. */
const DESCRIPTORS_MAX = 20_000
/** Kept free for peers (two each), files that are written, DNS, and what the runtime opens: enough for a mesh of a
 *  hundred nodes. */
const KEPT_MAX = 512

export function sharesOf(allowed: number): Shares {
  const limit = Math.min(allowed, DESCRIPTORS_MAX)
  const kept = Math.min(KEPT_MAX, Math.floor(limit / 4))
  return {
    sockets: limit - kept,
    strangers: limit - Math.ceil(kept * 0.75),
    ownMachine: limit - Math.ceil(kept * 0.6),
    requests: Math.floor((limit - kept) / 4),
  }
}

/** Time between two counts of descriptors. On some kernels a count reads a folder of twenty thousand names, which
 *  takes 10 ms. Between two counts each arrival is added, and only a connection that surely went is taken away. */
const RECOUNT_MS = 50

export interface CrowdOptions {
  readonly limits: Limits
  readonly descriptors: Descriptors
  readonly refused: (why: CrowdRefusal) => void
  /** In milliseconds, of a clock that never goes back. */
  readonly now: () => number
}

export class Crowd {
  readonly #options: CrowdOptions
  readonly #shares: Shares
  /** Connections that are no player's socket. */
  #requests = 0
  readonly #sockets = new Map<string, number>()
  #arrivals = new Map<string, number>()
  #arrivalsSince = 0
  #used = 0
  #countedAt = Number.NEGATIVE_INFINITY

  constructor(options: CrowdOptions) {
    this.#options = options
    this.#shares = sharesOf(options.descriptors.limit)
  }

  /** A connection was accepted. If it is refused, it must be closed at once, without a word; call `left` all the
   *  same. */
  came(peer: ClientAddress, ownMachine: boolean): CrowdRefusal | null {
    this.#requests += 1
    this.#used += 1
    return this.#refuse(this.#whyNotStay(peer, ownMachine))
  }

  /** A connection that was no player's socket ended. */
  left(): void {
    this.#requests -= 1
    this.#used -= 1
  }

  /** A connection would be a player's socket. Null: it may, and `becameSocket` must follow. */
  wouldPlay(address: ClientAddress): CrowdRefusal | null {
    const { socketsPerAddress } = this.#options.limits
    if (this.#above(this.#shares.sockets)) return this.#refuse('node-full')
    if (socketsPerAddress === 0 || address === null) return null
    return this.#refuse((this.#sockets.get(address) ?? 0) < socketsPerAddress ? null : 'address-sockets')
  }

  becameSocket(address: ClientAddress): void {
    this.#requests -= 1
    if (address !== null) this.#sockets.set(address, (this.#sockets.get(address) ?? 0) + 1)
  }

  socketEnded(address: ClientAddress): void {
    if (address === null) return
    const count = this.#sockets.get(address)! - 1
    if (count === 0) this.#sockets.delete(address)
    else this.#sockets.set(address, count)
  }

  #whyNotStay(peer: ClientAddress, ownMachine: boolean): CrowdRefusal | null {
    const { strangers, ownMachine: own, requests } = this.#shares
    if (this.#above(ownMachine ? own : strangers)) return 'node-full'
    if (!ownMachine && this.#requests > requests) return 'connections-full'
    return peer !== null && this.#comesTooOften(peer) ? 'address-connections' : null
  }

  #comesTooOften(peer: string): boolean {
    const { limits, now } = this.#options
    if (limits.socketsPerAddress === 0) return false
    if (now() - this.#arrivalsSince > ADDRESS_WINDOW_MS) {
      this.#arrivals = new Map()
      this.#arrivalsSince = now()
    }
    const count = (this.#arrivals.get(peer) ?? 0) + 1
    this.#arrivals.set(peer, count)
    return count > limits.socketsPerAddress * CONNECTIONS_PER_SOCKET
  }

  #above(share: number): boolean {
    const { descriptors, now } = this.#options
    if (now() - this.#countedAt >= RECOUNT_MS) {
      this.#used = descriptors.used()
      this.#countedAt = now()
    }
    return this.#used > share
  }

  #refuse(why: CrowdRefusal | null): CrowdRefusal | null {
    if (why !== null) this.#options.refused(why)
    return why
  }
}
