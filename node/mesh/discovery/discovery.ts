// Whom to dial, and when. These addresses are dialled: every one that DNS or an operator lists, and for a while those
// of lost peers, unless a peer is connected there and heard. A dial that fails is repeated, ever more slowly. A
// connected peer is kept whatever DNS says. This file also knows whether every listed address has been reached or given
// up, which is what a deploy waits for. It must never judge a peer: a failed dial does not say whether its process
// lives.
import type { PeerId } from '../../../protocol/ids.ts'
import { BACKOFF_MAX_MS, BACKOFF_MIN_MS, OUTCOME_AFTER_MS, REMEMBER_MS, TARGETS_MAX } from '../mesh-limits.ts'
import { type Once, reason } from '../mesh-log.ts'
import { Lists, type ListsOptions } from './lists.ts'
import { type Address, isLoopback, ownHosts, sameAddress, show } from './peer-address.ts'

export interface DiscoveryOptions extends ListsOptions {
  readonly once: Once
  /** Brings a connection up to its handshake. */
  dial(address: Address): Promise<PeerId>
  connected(address: Address, peer: PeerId | null): boolean
}

interface Target {
  readonly address: Address
  listed: boolean
  /** A peer or a file has named it. */
  heardOf: boolean
  /** Until then it is dialled although nothing lists it. */
  rememberedUntil: number
  dialling: boolean
  nextAt: number
  backoffMs: number
  /** Since when dials have failed. */
  vainSince: number | null
  reached: boolean
  /** `accepts`: the latest dial that ended got a TCP connection; `accepted`: so did the one under way. */
  accepts: boolean
  accepted: boolean
  /** Why the latest dial failed. */
  failed: string | null
  /** Who answered last. */
  peer: PeerId | null
  self: boolean
}

export class Discovery {
  readonly #options: DiscoveryOptions
  readonly #lists: Lists
  readonly #targets = new Map<string, Target>()
  #listedSelf: readonly Address[] = []
  #stopped = false

  constructor(options: DiscoveryOptions) {
    this.#options = options
    this.#lists = new Lists(options)
  }

  /** Asks the lists, and dials what is due. */
  tick(): void {
    const now = performance.now()
    if (this.#lists.due()) void this.#ask()
    for (const target of this.#targets.values()) {
      if (!target.listed && now > target.rememberedUntil) this.#targets.delete(show(target.address))
      else if (now >= target.nextAt && !target.dialling && !target.self && !this.#connected(target)) this.#dial(target)
    }
  }

  /** Whether every address that is listed or was named has been reached or given up, and whether a listed one
   *  accepts TCP. */
  outcome(): { readonly settled: boolean; readonly accepts: boolean } {
    const now = performance.now()
    const old = (since: number | null) => since !== null && now - since >= OUTCOME_AFTER_MS
    const others = [...this.#targets.values()].filter(({ self }) => !self)
    const awaited = others.filter(({ listed, heardOf }) => listed || heardOf)
    return {
      settled:
        this.#lists.settled &&
        awaited.every(target => target.reached || this.#connected(target) || old(target.vainSince)),
      accepts: others.some(({ listed, accepts }) => listed && accepts),
    }
  }

  /** A TCP connection to a dialled address stands. */
  reached(address: Address): void {
    const target = this.#targets.get(show(address))
    if (target) target.accepts = target.accepted = true
  }

  /** A connection broke, or has stalled: dial again soon, for a while even if nothing lists the address. */
  lost(address: Address): void {
    const now = performance.now()
    const target = this.#target(address)
    target.rememberedUntil = now + REMEMBER_MS
    target.backoffMs = BACKOFF_MIN_MS
    target.nextAt = now + BACKOFF_MIN_MS
  }

  /** A peer or a file names these addresses: they are dialled for a while although nothing lists them. */
  hear(addresses: readonly Address[]): void {
    const own = ownHosts()
    for (const address of addresses) {
      const known = this.#targets.get(show(address))
      if (this.#isOwn(address, own) || (!known && this.#targets.size >= TARGETS_MAX)) continue
      const target = known ?? this.#target(address)
      target.heardOf = true
      target.rememberedUntil = Math.max(target.rememberedUntil, performance.now() + REMEMBER_MS)
    }
    this.tick()
  }

  /** Where DNS or an operator lists this node itself. */
  get listedSelf(): readonly Address[] {
    return this.#listedSelf
  }

  /** Its process has ended: only a list can bring the address back. */
  forget(address: Address): void {
    const target = this.#targets.get(show(address))
    if (target) target.rememberedUntil = 0
  }

  stop(): void {
    this.#stopped = true
    this.#lists.stop()
  }

  #connected(target: Target): boolean {
    return this.#options.connected(target.address, target.peer)
  }

  async #ask(): Promise<void> {
    const listed = await this.#lists.ask()
    if (this.#stopped || listed === null) return
    const own = ownHosts()
    for (const target of this.#targets.values()) target.listed = false
    this.#listedSelf = listed.filter(address => this.#isOwn(address, own))
    for (const address of listed) if (!this.#isOwn(address, own)) this.#target(address).listed = true
    this.tick()
  }

  #isOwn(address: Address, own: ReadonlySet<string>): boolean {
    const { listen } = this.#options
    if (sameAddress(address, listen)) return true
    const everywhere = listen.host === '0.0.0.0' || listen.host === '::'
    return address.port === listen.port && everywhere && (own.has(address.host) || isLoopback(address.host))
  }

  #target(address: Address): Target {
    const found = this.#targets.get(show(address))
    if (found) return found
    const target: Target = {
      address,
      listed: false,
      heardOf: false,
      rememberedUntil: 0,
      dialling: false,
      nextAt: 0,
      backoffMs: BACKOFF_MIN_MS,
      vainSince: null,
      reached: false,
      accepts: false,
      accepted: false,
      failed: null,
      peer: null,
      self: false,
    }
    this.#targets.set(show(address), target)
    return target
  }

  #dial(target: Target): void {
    const { log, once, dial } = this.#options
    const address = show(target.address)
    target.dialling = true
    target.vainSince ??= performance.now()
    target.accepted = false
    dial(target.address)
      .then(
        peer => {
          target.peer = peer
          target.reached = true
          target.vainSince = null
          target.failed = null
          target.backoffMs = BACKOFF_MIN_MS
          once.forget(`dial ${address} `)
        },
        error => {
          if (this.#stopped) return
          const why = reason(error)
          // libp2p has no error class for this.
          target.self = why === 'Can not dial self'
          // After a first failure the peer may just be starting, or dial us at the same moment.
          const again = target.failed === why
          target.failed = why
          target.reached = false
          target.peer = null
          if (target.self || !again || !once.first(`dial ${address} ${why}`)) return
          log.warn({ address }, `could not mesh with ${address}, trying again: ${why}`)
        },
      )
      .finally(() => {
        target.dialling = false
        target.accepts = target.accepted
        target.nextAt = performance.now() + target.backoffMs
        if (!target.reached) target.backoffMs = Math.min(target.backoffMs * 2, BACKOFF_MAX_MS)
      })
  }
}
