// What the talk asks of its link, and what it tells it.
import type { ToNode } from '../../protocol/player.ts'
import type { Effect } from './effect.ts'
import type { Patience } from './patience.ts'
import type { Command } from './seat.ts'

export interface Carrier {
  /** Of the event that is handled. */
  readonly now: number
  readonly patience: Patience
  emit(effect: Effect): void
  changed(): void
  /** On the socket that carries the game, if it takes messages; else the next socket is told everything anyway. */
  say(messages: readonly ToNode[], commands?: readonly Command[]): void
  /** Also on the one that will carry it. */
  sayOnAll(messages: readonly ToNode[]): void
}

/** What a message says about the socket it came by, or about all of them. */
export type Verdict =
  /** It does what it is for: with a seat that is a welcome, without one being let in. */
  | 'works'
  /** Its node leaves and does not do what it is asked. */
  | 'leaving'
  /** Nothing will come of this token or this version. */
  | 'refused'
  | 'replaced'
  | null
