// Tells a process that has ended from one that is merely out of reach. It dials the address of a broken connection at
// once and every 5 ms. Only a living kernel without a listener refuses; so at least two refusals, and no acceptance
// after the first of them, mean that the process is gone. A success right after the break comes from the backlog of the
// dead listener, so it means "try again". No route, a time-out, or another process that listens there proves nothing.
//
// Every dial of a round is made. After two refusals, the dials that are still open at the end of the round are waited
// for only some round trips: they may still be accepted, and a kernel accepts as fast as it refuses, which the refusals
// have shown. So where the address itself vanishes with its container, unanswered dials delay nobody. This file must
// never judge by silence, and never know what is concluded from a death.
import { connect } from 'node:net'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { PeerId } from '../../../protocol/ids.ts'
import { type Address, show } from '../discovery/peer-address.ts'
import { type MeshLog, reason } from '../mesh-log.ts'

/** The outcome of one dial; `other` is a reset, no route, or no answer in time. */
export type Outcome = 'refused' | 'accepted' | 'other'

const ROUND_DIALS = 11
const DIAL_EVERY_MS = 5
/** After fewer than two outcomes that count, a second round starts so long after the break. */
const SECOND_ROUND_AFTER_MS = 200
const REFUSALS_MIN = 2
/** A refusal comes within a round trip of the overlay network; a black hole never answers. */
const DIAL_TIMEOUT_MS = 150

/** After two refusals, open dials are waited for at least so long, and at least so many times as long as the slowest
 *  refusal took. */
const OPEN_WAIT_MS = 25
const OPEN_WAIT_REFUSALS = 5

/** `outcomes` in the order of the dials. */
export function judge(outcomes: readonly Outcome[]): 'dead' | 'alive' | 'unknown' {
  const first = outcomes.indexOf('refused')
  if (first === -1) return 'unknown'
  if (outcomes.includes('accepted', first)) return 'alive'
  return outcomes.filter(outcome => outcome === 'refused').length >= REFUSALS_MIN ? 'dead' : 'unknown'
}

function dial({ host, port }: Address): Promise<Outcome> {
  return new Promise(resolve => {
    const socket = connect({ host, port })
    const end = (outcome: Outcome) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => end('other'), DIAL_TIMEOUT_MS)
    socket.once('connect', () => end('accepted'))
    socket.on('error', error => end((error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'refused' : 'other'))
  })
}

/** The outcomes of the round's dials, in their order; `other` for those that are not waited for. */
export async function dialRound(dialOnce: () => Promise<Outcome>, signal: AbortSignal): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const dials: Promise<void>[] = []
  let slowestMs = 0
  for (let i = 0; i < ROUND_DIALS && !signal.aborted; i++) {
    if (i > 0) await sleep(DIAL_EVERY_MS)
    const since = performance.now()
    outcomes.push('other')
    const ended = dialOnce().then(outcome => {
      outcomes[i] = outcome
      if (outcome === 'refused') slowestMs = Math.max(slowestMs, performance.now() - since)
    })
    dials.push(ended)
  }
  let open = true
  const all = Promise.all(dials).then(() => {
    open = false
  })
  const madeAt = performance.now()
  const waited = () => performance.now() - madeAt >= Math.max(OPEN_WAIT_MS, OPEN_WAIT_REFUSALS * slowestMs)
  while (open && !(judge(outcomes) === 'dead' && waited())) {
    // One turn more, for outcomes that came while this process was busy: in a turn of the event loop timers come before
    // sockets.
    await Promise.race([all, sleep(DIAL_EVERY_MS).then(() => nextTurn())])
  }
  return [...outcomes]
}

/** Whether the process that listened at `address` has ended. Call it right after the connection broke; `signal` ends
 *  it. */
export async function hasDied(address: Address, signal: AbortSignal): Promise<boolean> {
  const second = sleep(SECOND_ROUND_AFTER_MS)
  const dialOnce = () => dial(address)
  const outcomes = await dialRound(dialOnce, signal)
  if (judge(outcomes) === 'unknown' && !signal.aborted) {
    await second
    outcomes.push(...(await dialRound(dialOnce, signal)))
  }
  return judge(outcomes) === 'dead' && !signal.aborted
}

export interface DeathWatchOptions {
  /** Whether refusals prove anything here. */
  readonly trusted: boolean
  readonly log: MeshLog
  connected(peer: PeerId): boolean
  onDead(peer: PeerId, address: Address): void
}

/** Watches every peer whose connection broke, and reports each death once. */
export class DeathWatch {
  readonly #options: DeathWatchOptions
  readonly #ending = new AbortController()
  readonly #dead = new Set<PeerId>()

  constructor(options: DeathWatchOptions) {
    this.#options = options
  }

  lost(peer: PeerId, address: Address): void {
    const { trusted, log } = this.#options
    if (!trusted || this.#dead.has(peer)) return
    hasDied(address, this.#ending.signal).then(
      died => died && this.#onDead(peer, address),
      error => log.error({ peer }, `could not check whether the peer lives: ${reason(error)}`),
    )
  }

  /** Warns of a peer that is met again after it was seen dead: then refusals prove nothing here, and must not be
   *  trusted. */
  met(peer: PeerId): void {
    if (!this.#dead.has(peer)) return
    this.#options.log.error(
      { peer },
      'a peer lives that was taken for dead because its address refused; if a firewall refuses, set TRUST_REFUSED=off',
    )
  }

  stop(): void {
    this.#ending.abort()
  }

  #onDead(peer: PeerId, address: Address): void {
    const { log, connected, onDead } = this.#options
    if (this.#ending.signal.aborted || connected(peer) || this.#dead.has(peer)) return
    this.#dead.add(peer)
    log.info({ peer, address: show(address) }, 'a peer has died: its address refuses connections')
    onDead(peer, address)
  }
}
