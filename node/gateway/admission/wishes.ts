// What one player's socket asks of the lobby, before core hears of it: whether the player may make one more game, or
// try one more code. A repeated request is counted once, so that nobody pays for a slow mesh.
import type { ClientId, Code, PlayerId } from '../../../protocol/ids.ts'
import type { PlayerError, ToNode, ToPlayer } from '../../../protocol/player.ts'
import { type Allowances, type Asker, inTime } from './allowances.ts'
import type { ClientAddress } from './client-address.ts'

type Of<K extends ToNode['kind']> = Extract<ToNode, { kind: K }>

/** Answers to a join that led nowhere. Some of them may answer a hello; then the player only pays for it. */
const LED_NOWHERE: ReadonlySet<string> = new Set(['unknown-session', 'session-full', 'session-over', 'too-many-games'])

export class Wishes {
  readonly #allowances: Allowances
  readonly #who: Asker
  /** The key of the create that was passed on last. */
  #key: ClientId | null = null
  /** Codes that were passed on and not answered yet. */
  readonly #codes = new Set<Code>()

  constructor(allowances: Allowances, player: PlayerId, address: ClientAddress) {
    this.#allowances = allowances
    this.#who = { player, address }
  }

  /** Null: core hears the request. */
  refuse(wish: Of<'create' | 'join'>, now: number): PlayerError | null {
    return wish.kind === 'create' ? this.#refuseCreate(wish, now) : this.#refuseJoin(wish, now)
  }

  #refuseCreate({ key }: Of<'create'>, now: number): PlayerError | null {
    const waitMs = key === this.#key ? 0 : this.#allowances.newGame(this.#who.address, now)
    if (waitMs === 0) this.#key = key
    const text = `Many games were made from your address just now. Try again ${inTime(waitMs)}.`
    return waitMs === 0 ? null : { kind: 'error', code: 'too-many-games', text, key }
  }

  #refuseJoin({ code }: Of<'join'>, now: number): PlayerError | null {
    if (this.#codes.has(code)) return null
    const waitMs = this.#allowances.code(this.#who, now)
    if (waitMs === 0) this.#codes.add(code)
    const text = `Too many codes that lead nowhere came from you or your address. Try again ${inTime(waitMs)}.`
    return waitMs === 0 ? null : { kind: 'error', code: 'too-many-tries', text }
  }

  /** What core answers. An error does not say which code it is about. Codes are answered in order, and a mistake
   *  only costs the player one try. */
  hear(message: ToPlayer, now: number): void {
    if (message.kind === 'joined' && this.#codes.delete(message.code)) this.#allowances.codeWasGood(this.#who, now)
    const [first] = this.#codes
    if (first !== undefined && message.kind === 'error' && LED_NOWHERE.has(message.code)) this.#codes.delete(first)
  }
}
