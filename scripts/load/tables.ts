// Sessions in the middle of a round, many at once: two players each, a maze, a running clock, a choice made and not yet
// resolved. So there is everything in them that a move might forget. They are quiet: nobody plays on.
import { type ClientId, type Code, NOBODY, type Seq, type SessionId } from '../../protocol/ids.ts'
import type { Command, MinotaurView } from '../../protocol/minotaur.ts'
import { legalActions } from '../../protocol/minotaur-legal.ts'
import { freshClient, type Look, look, lookBy } from './look.ts'
import { type Message, RawPlayer } from './raw-player.ts'
import { signIn, type Target } from './sign-in.ts'

export interface Place {
  readonly session: SessionId
  readonly token: string
  /** Who holds the seat now. */
  holder: ClientId
}

export interface Table {
  readonly session: SessionId
  readonly code: Code
  readonly places: readonly Place[]
}

/** For the nodes under test: all players and games come from one address, within seconds. */
export const ANY_NUMBER = { ADDRESS_PLAYERS: '0', ADDRESS_GAMES: '0' } as const

/** Below the seats that a player may have at one time (PLAYER_GAMES). */
const TABLES_OF_A_PAIR = 25
const PAIRS_AT_ONCE = 10

/** So many tables at whichever node `target` is. @throws RawPlayerError */
export async function setTables(target: Target, count: number): Promise<Table[]> {
  const sizes = Array.from({ length: Math.ceil(count / TABLES_OF_A_PAIR) }, (_, at) =>
    Math.min(TABLES_OF_A_PAIR, count - at * TABLES_OF_A_PAIR),
  )
  const tables: Table[] = []
  for (let at = 0; at < sizes.length; at += PAIRS_AT_ONCE) {
    const pairs = sizes.slice(at, at + PAIRS_AT_ONCE).map(size => setByPair(target, size))
    tables.push(...(await Promise.all(pairs)).flat())
  }
  return tables
}

async function setByPair(target: Target, count: number): Promise<Table[]> {
  const tokens = await Promise.all(['Ariadne', 'Theseus'].map(name => signIn(target, name)))
  const players = await Promise.all(tokens.map(token => RawPlayer.connect(target.play, token)))
  const tables: Table[] = []
  for (let n = 0; n < count; n++) tables.push(await setOne(players, tokens))
  for (const player of players) player.close()
  return tables
}

async function setOne([first, second]: readonly RawPlayer[], tokens: readonly string[]): Promise<Table> {
  const key = freshClient()
  first!.say({ kind: 'create', key })
  const { session, code } = await first!.expect('created', message => message.key === key)
  second!.say({ kind: 'join', code })
  await second!.expect('joined', message => message.session === session)
  const seats = [await enter(first!, session), await enter(second!, session)]
  await command(seats[0]!, { do: 'start' })
  for (const seat of seats) await command(seat, choiceOf(seat))
  return { session, code, places: seats.map(({ holder }, n) => ({ session, token: tokens[n]!, holder })) }
}

interface SeatNow {
  readonly player: RawPlayer
  readonly session: SessionId
  readonly holder: ClientId
  seq: number
}

async function enter(player: RawPlayer, session: SessionId): Promise<SeatNow> {
  const { welcome } = await lookBy(player, { session })
  return { player, session, holder: welcome.client, seq: welcome.last }
}

/** Resolves when it is confirmed and the seat has seen what came of it. */
async function command(seat: SeatNow, body: Command): Promise<void> {
  const { player, session } = seat
  const seq = ++seat.seq as Seq
  const ack = player.expect('ack', message => message.session === session && message.seq === seq)
  player.say({ kind: 'command', session, seq, body })
  await ack
  // A command that leaves the view as it was brings no update: so it is asked for.
  const update = player.expect('update', message => message.session === session, undefined, session)
  player.say({ kind: 'hello', session, client: seat.holder, replaces: NOBODY })
  await update
}

function choiceOf({ player, session }: SeatNow): Command {
  const update = player.heard.findLast(
    (message): message is Message<'update'> => message.kind === 'update' && message.session === session,
  )
  const [action] = legalActions(update!.view as MinotaurView)
  return action ? { do: 'register', action } : { do: 'ready', ready: false }
}

/** What every place is told as a fresh client, in the order of the tables and their places; null where nobody tells. */
export async function lookAround(target: Target, tables: readonly Table[]): Promise<(Look | null)[]> {
  const places = tables.flatMap(table => table.places)
  const looks = new Map<Place, Look | null>()
  const byToken = Map.groupBy(places, place => place.token)
  const groups = [...byToken.values()]
  for (let at = 0; at < groups.length; at += PAIRS_AT_ONCE) {
    await Promise.all(groups.slice(at, at + PAIRS_AT_ONCE).map(group => lookAsOne(target, group, looks)))
  }
  return places.map(place => looks.get(place) ?? null)
}

async function lookAsOne(target: Target, group: readonly Place[], looks: Map<Place, Look | null>): Promise<void> {
  const { token } = group[0]!
  // In the middle of a crash a socket may come to a node that is just dying: each place then tries by itself, again and
  // again.
  const player = await RawPlayer.connect(target.play, token).catch(() => null)
  for (const place of group) {
    const seen =
      (player && (await lookBy(player, place).catch(() => null))) ??
      (await look(target.play, token, place).catch(() => null))
    if (seen) place.holder = seen.welcome.client
    looks.set(place, seen)
  }
  player?.close()
}
