// Two players of one session, each at one node whatever happens: what they are told is what that node tells. Their game
// never begins, so that it does not end either; in the lobby every command is refused by the rules, and is confirmed,
// numbered and kept as any other.
import { setTimeout as sleep } from 'node:timers/promises'
import type { SessionId } from '../../protocol/ids.ts'
import { Bot } from '../../scripts/load/bot.ts'
import { signIn, targetOf } from '../../scripts/load/sign-in.ts'
import type { Record } from '../../scripts/load/verdict.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'

const COMMAND = { do: 'ready', ready: false }
const PACE_MS = 50
/** Who waits for so many answers says nothing new. */
const UNCONFIRMED_MAX = 8
/** A cut lasts for some seconds, and its end is not noticed at once. */
const PATIENCE_MS = 60_000

/** Times are of performance.now(). */
export class Player {
  readonly name: string
  /** Its node, by its place. */
  readonly at: number
  readonly token: string
  readonly bot: Bot
  /** The latest command of those that were confirmed, by when it was said. */
  confirmed = { sentAt: 0, ackedAt: 0 }
  pausedAt = 0

  constructor(node: NodeProcess, at: number, token: string) {
    this.at = at
    this.name = `player at ${node.name}`
    this.token = token
    this.bot = new Bot({
      url: targetOf(node.url).play,
      token,
      name: this.name,
      random: Math.random,
      patienceMs: PATIENCE_MS,
      unknownMs: PATIENCE_MS,
      onConfirmed: (_, command) => {
        this.confirmed = command
      },
    })
  }

  act(): void {
    const { session } = this.bot.state
    if (session === null) return
    if (session.paused !== null) this.pausedAt = performance.now()
    if (session.unconfirmed.length < UNCONFIRMED_MAX) this.bot.act(COMMAND)
  }
}

export class Pair {
  readonly players: readonly [Player, Player]
  readonly session: SessionId
  readonly #stop = new AbortController()
  readonly #acting: Promise<void>

  /** The first player's node makes the session, so it runs it. */
  static async meet(nodes: readonly NodeProcess[], first: number, second: number): Promise<Pair> {
    const enter = async (at: number) => {
      const node = nodes[at]!
      return new Player(node, at, await signIn(targetOf(node.url), `at ${at}`))
    }
    const players = [await enter(first), await enter(second)] as const
    await players[1].bot.join(await players[0].bot.create())
    return new Pair(players)
  }

  private constructor(players: readonly [Player, Player]) {
    this.players = players
    this.session = players[0].bot.state.session!.session
    this.#acting = this.#act()
  }

  /** Both have their last answers and leave. */
  async finish(): Promise<Record[]> {
    this.#stop.abort()
    await this.#acting
    const records = await Promise.all(this.players.map(({ bot }) => bot.finish()))
    for (const { bot } of this.players) bot.stop()
    return records.flat()
  }

  async #act(): Promise<void> {
    for (; !this.#stop.signal.aborted; await sleep(PACE_MS)) for (const player of this.players) player.act()
  }
}
