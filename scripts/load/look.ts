// A fresh client's look at a seat, by the bare protocol: no link stands between a verdict and what the node says.
// It takes the seat from its holder; whoever plays it must have left before.
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { type ClientId, NOBODY, type SessionId } from '../../protocol/ids.ts'
import { type Message, RawPlayer, type RawPlayerError } from './raw-player.ts'

export interface Look {
  /** By the machine's monotonic clock: between these two the owner told what it tells here. */
  readonly askedAt: number
  readonly toldAt: number
  readonly welcome: Message<'welcome'>
  readonly update: Message<'update'>
}

export interface Seated {
  readonly session: SessionId
  /** The client that holds the seat, if known. */
  readonly holder?: ClientId
}

/** How long one answer is waited for, and the pause before it is asked for again. */
const TRY_MS = 2_000
const PAUSE_MS = 50
const WITHIN_MS = 20_000

export const freshClient = (): ClientId => crypto.randomUUID().replaceAll('-', '') as ClientId

/** By any of these addresses, taken in turn. Null where nobody could tell in time. */
export async function look(
  play: string | readonly string[],
  token: string,
  seated: Seated,
  withinMs = WITHIN_MS,
): Promise<Look | null> {
  const plays = typeof play === 'string' ? [play] : play
  const until = performance.now() + withinMs
  for (let tries = 0; performance.now() < until; tries++) {
    const player = await RawPlayer.connect(plays[tries % plays.length]!, token, TRY_MS).catch(() => null)
    const seen = player && (await lookBy(player, seated).catch(() => null))
    player?.close()
    if (seen) return seen
    await sleep(PAUSE_MS)
  }
  return null
}

/** On a socket that is open already. @throws RawPlayerError */
export async function lookBy(player: RawPlayer, { session, holder = NOBODY }: Seated): Promise<Look> {
  const askedAt = monotonicNow()
  const client = freshClient()
  const answer = (replaces: ClientId) => {
    const welcome = player.expect('welcome', message => message.client === client, TRY_MS, session)
    const update = player.expect('update', message => message.session === session, TRY_MS, session)
    player.say({ kind: 'hello', session, client, replaces })
    return Promise.all([welcome, update])
  }
  const [welcome, update] = await answer(holder).catch((error: RawPlayerError) => {
    // Somebody else holds it by now: a look asks nobody's leave.
    if (error.refusal?.code !== 'seat-held') throw error
    return answer(error.refusal.holder ?? NOBODY)
  })
  return { askedAt, toldAt: monotonicNow(), welcome, update }
}
