// How often an address or a player may ask for what costs the mesh: a token, a new game, another code.
//
// Each has an allowance for ten minutes, which may be used at once and comes back as time passes. A person never uses
// it up. A program that guesses codes or makes players in a loop uses it up within a second, and goes on at the pace of
// a person. Each node counts by itself, so who asks n nodes gets n times as much; codes are so long
// (core/incarnations/codes.ts) that this does not matter. Requests whose client is not known (client-address.ts) are
// counted together, and get as much as many clients. A table is bounded: it first forgets who has not asked for
// longest.
import type { PlayerId } from '../../../protocol/ids.ts'
import type { ClientAddress } from './client-address.ts'
import { ALLOWANCE_KEYS_MAX, ALLOWANCE_WINDOW_MS, RENEWALS_MAX, SHARED_BY } from './gateway-limits.ts'

/** How often each may be asked for in ten minutes; 0: any number of times. */
export interface Rates {
  /** New players, of one address. */
  readonly playersOfAddress: number
  /** New games, of one address. */
  readonly gamesOfAddress: number
  /** Codes that lead nowhere. */
  readonly codesOfPlayer: number
  readonly codesOfAddress: number
}

export const RATES: Rates = { playersOfAddress: 60, gamesOfAddress: 60, codesOfPlayer: 20, codesOfAddress: 60 }

/** What a refusal is counted by. */
export type Unallowed = 'address-players' | 'address-renewals' | 'address-games' | 'codes'

export class Allowance {
  readonly #max: number
  /** Only keys that have used some of their allowance; the key that asked last is last. */
  readonly #left = new Map<string, { readonly left: number; readonly at: number }>()
  #sweptAt = 0

  constructor(max: number) {
    this.#max = max
  }

  get size(): number {
    return this.#left.size
  }

  /** Takes one, or returns the milliseconds until there is one. `times`: for how many clients that share the key. */
  take(key: string, now: number, times = 1): number {
    if (this.#max === 0) return 0
    const left = this.#leftOf(key, now, times)
    const perMs = (this.#max * times) / ALLOWANCE_WINDOW_MS
    if (left < 1) return Math.ceil((1 - left) / perMs)
    this.#keep(key, left - 1, now)
    return 0
  }

  /** Gives back one that was taken and not used. */
  giveBack(key: string, now: number, times = 1): void {
    if (this.#left.has(key)) this.#keep(key, this.#leftOf(key, now, times) + 1, now)
  }

  #leftOf(key: string, now: number, times: number): number {
    const max = this.#max * times
    const known = this.#left.get(key)
    return known ? Math.min(max, known.left + ((now - known.at) * max) / ALLOWANCE_WINDOW_MS) : max
  }

  #keep(key: string, left: number, at: number): void {
    this.#left.delete(key)
    this.#left.set(key, { left, at })
    if (this.#left.size > ALLOWANCE_KEYS_MAX || at - this.#sweptAt >= ALLOWANCE_WINDOW_MS) this.#sweep(at)
  }

  /** The first key has not asked for longest; after a whole window it has its full allowance again. Many keys are
   *  forgotten at once, since each sweep costs as much. */
  #sweep(now: number): void {
    this.#sweptAt = now
    const most = this.#left.size > ALLOWANCE_KEYS_MAX ? ALLOWANCE_KEYS_MAX / 2 : this.#left.size
    for (const [key, { at }] of this.#left) {
      if (now - at < ALLOWANCE_WINDOW_MS && this.#left.size <= most) break
      this.#left.delete(key)
    }
  }
}

export class Allowances {
  readonly #players: Allowance
  readonly #renewals = new Allowance(RENEWALS_MAX)
  readonly #games: Allowance
  readonly #codesOfPlayer: Allowance
  readonly #codesOfAddress: Allowance
  readonly #refused: (what: Unallowed) => void

  constructor(rates: Rates, refused: (what: Unallowed) => void) {
    this.#players = new Allowance(rates.playersOfAddress)
    this.#games = new Allowance(rates.gamesOfAddress)
    this.#codesOfPlayer = new Allowance(rates.codesOfPlayer)
    this.#codesOfAddress = new Allowance(rates.codesOfAddress)
    this.#refused = refused
  }

  /** These methods return 0 if the request is granted, else the milliseconds to wait. */
  newPlayer(address: ClientAddress, now: number): number {
    return this.#told('address-players', this.#players.take(keyOf(address), now, sharedBy(address)))
  }

  renewal(address: ClientAddress, now: number): number {
    return this.#told('address-renewals', this.#renewals.take(keyOf(address), now, sharedBy(address)))
  }

  newGame(address: ClientAddress, now: number): number {
    return this.#told('address-games', this.#games.take(keyOf(address), now, sharedBy(address)))
  }

  /** Called before it is known whether the code leads anywhere; codeWasGood gives back one that did. */
  code({ player, address }: Asker, now: number): number {
    const ofPlayer = this.#codesOfPlayer.take(player, now)
    if (ofPlayer > 0) return this.#told('codes', ofPlayer)
    const ofAddress = this.#codesOfAddress.take(keyOf(address), now, sharedBy(address))
    if (ofAddress > 0) this.#codesOfPlayer.giveBack(player, now)
    return this.#told('codes', ofAddress)
  }

  codeWasGood({ player, address }: Asker, now: number): void {
    this.#codesOfPlayer.giveBack(player, now)
    this.#codesOfAddress.giveBack(keyOf(address), now, sharedBy(address))
  }

  #told(what: Unallowed, waitMs: number): number {
    if (waitMs > 0) this.#refused(what)
    return waitMs
  }
}

export interface Asker {
  readonly player: PlayerId
  readonly address: ClientAddress
}

/** Clients that are not known are counted as one. */
const keyOf = (address: ClientAddress): string => address ?? ''

const sharedBy = (address: ClientAddress): number => (address === null ? SHARED_BY : 1)

/** For people to read. */
export const inTime = (waitMs: number): string => {
  const seconds = Math.ceil(waitMs / 1_000)
  return seconds === 1 ? 'in a second' : `in ${seconds} seconds`
}
