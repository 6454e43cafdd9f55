// Sessions under play: in each one player with the real link, who makes a move at fixed moments, whatever became of the
// last one. The board counts the moves of each seat, so in the end it is known of every acknowledged move whether it
// was made, and once.
import { setTimeout as sleep } from 'node:timers/promises'
import { type RunningLink, runLink } from '../../web/link/browser.ts'
import { targetOf } from '../load/sign-in.ts'
import { type Distribution, distributionOf } from '../local/distribution.ts'
import { CELLS, type DuelView, type Move } from './duel/game.ts'
import type { Room } from './rooms.ts'

export interface Played {
  readonly acked: number
  /** Acknowledged, and not in the state: must be 0. */
  readonly missing: number
  /** Made twice, or not in the order in which they were sent: must be 0. */
  readonly twice: number
  /** Never answered: must be 0. */
  readonly unanswered: number
  /** Of each player, the longest wait from when a move was due since `watch`. */
  readonly longestWaitMs: Distribution
}

const AT_ONCE = 20
const ENTER_WITHIN_MS = 60_000
const ANSWER_WITHIN_MS = 30_000
const LOOK_MS = 20

export class Playing {
  readonly #players: readonly Player[]
  readonly #everyMs: number
  #stopped = false

  private constructor(players: readonly Player[], everyMs: number) {
    this.#players = players
    this.#everyMs = everyMs
  }

  /** Players go to any of these nodes. */
  static async begin(nodes: readonly string[], rooms: readonly Room[], everyMs: number): Promise<Playing> {
    const players: Player[] = []
    for (let at = 0; at < rooms.length; at += AT_ONCE)
      players.push(...(await Promise.all(rooms.slice(at, at + AT_ONCE).map(room => Player.enter(nodes, room)))))
    const playing = new Playing(players, everyMs)
    playing.#go()
    return playing
  }

  /** From here on waits count. */
  watch(): void {
    for (const player of this.#players) player.longestWaitMs = 0
  }

  /** No further moves; all that were made are waited for. */
  async end(): Promise<Played> {
    this.#stopped = true
    const players = this.#players
    const until = performance.now() + ANSWER_WITHIN_MS
    while (players.some(player => !player.isSettled) && performance.now() < until) await sleep(LOOK_MS)
    const sum = (of: (player: Player) => number) => players.reduce((total, player) => total + of(player), 0)
    for (const player of players) player.stop()
    return {
      acked: sum(player => player.acked),
      missing: sum(player => Math.max(0, player.acked - player.moves)),
      twice: sum(player => player.wrong),
      unanswered: sum(player => player.sent - player.acked),
      longestWaitMs: distributionOf(players.map(player => player.longestWaitMs)),
    }
  }

  #go(): void {
    const players = this.#players
    const startedAt = performance.now()
    let made = 0
    const look = () => {
      if (this.#stopped) return
      // Spread evenly over each interval.
      const dueAt = () => startedAt + (made / players.length) * this.#everyMs
      for (let at = dueAt(); at <= performance.now(); at = dueAt()) players[made++ % players.length]!.move(at)
      setTimeout(look, 1)
    }
    look()
  }
}

class Player {
  acked = 0
  sent = 0
  longestWaitMs = 0
  readonly #link: RunningLink
  readonly #dueAt: number[] = []

  private constructor(nodes: readonly string[], token: string) {
    this.#link = runLink({
      url: nodes.map(node => targetOf(node).play),
      token,
      onAck: ({ refusal }) => {
        if (refusal === null) this.acked += 1
        this.longestWaitMs = Math.max(this.longestWaitMs, performance.now() - this.#dueAt.shift()!)
      },
    })
  }

  /** @throws Error where it is not in the session after a minute. */
  static async enter(nodes: readonly string[], { code, token }: Room): Promise<Player> {
    const player = new Player(nodes, token)
    const link = player.#link
    for (const until = performance.now() + ENTER_WITHIN_MS; player.#view === null; await sleep(LOOK_MS)) {
      if (performance.now() > until) throw new Error(`a player did not come into the session ${code}`)
      // Also again, where a node does not know yet what another one has made.
      if (link.state.joining === null && link.state.session === null) link.tell({ kind: 'join', code })
    }
    return player
  }

  get #view(): DuelView | null {
    return (this.#link.state.session?.view ?? null) as DuelView | null
  }

  get #seat(): DuelView['seats'][number] | undefined {
    return this.#view?.seats[0]
  }

  get moves(): number {
    return this.#seat?.moves ?? 0
  }

  get wrong(): number {
    return this.#seat?.wrong ?? 0
  }

  /** Every move is answered, and the view is not older than the last answer. */
  get isSettled(): boolean {
    return this.sent === this.acked && this.moves >= this.acked
  }

  move(dueAt: number): void {
    const n = ++this.sent
    this.#dueAt.push(dueAt)
    this.#link.tell({ kind: 'act', body: { at: n % CELLS, n } satisfies Move })
  }

  stop(): void {
    this.#link.stop()
  }
}

/** What is wrong with a play, in words; null where nothing is. */
export function wrongIn({ acked, missing, twice, unanswered }: Played): string | null {
  if (acked === 0) return 'no move was acknowledged'
  if (missing + twice + unanswered === 0) return null
  return `${missing} acknowledged moves are missing, ${twice} were made twice or out of order, ${unanswered} never answered`
}
