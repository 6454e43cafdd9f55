// What players are told of a session, by the node that runs it: answers when their version is confirmed, and views of
// the newest confirmed state. Nothing here reads the state that is still on its way to the backups [G6].
import {
  type ClientId,
  type PeerId,
  type Seat,
  type SessionId,
  type SocketId,
  shortPeer,
} from '../../../protocol/ids.ts'
import type { About, Origin } from '../../../protocol/mesh.ts'
import type { PlayerError, ToPlayer } from '../../../protocol/player.ts'
import type { Context } from '../context.ts'
import { ask } from './ask.ts'
import { tell, watcherKey } from './deliver.ts'
import { attempt, UNSEEN } from './failing.ts'
import type { Answer, Running } from './running.ts'
import { type SessionState, seatOf } from './state.ts'
import { placeOf, tellingOf } from './telling.ts'

/** Answers whose version is confirmed, as of the newest one that is. */
export function say(ctx: Context, r: Running, answers: readonly Answer[]): void {
  for (const { origin, message } of answers) {
    if (message.kind === 'welcome') letIn(ctx, r, origin, message.client)
    else if (message.kind !== 'ack') tell(ctx, origin, message)
    else tell(ctx, origin, { ...message, ...placeOf(ctx, r, seatOf(r.state, origin.player)) })
  }
}

/** Tells the seat's holder its place, from the confirmed state, and goes on telling this socket of the session. False
 *  where that state does not know the client as holder. */
export function letIn(ctx: Context, r: Running, origin: Origin, client: ClientId): boolean {
  const { session, confirmed } = r
  const seat = confirmed ? seatOf(confirmed, origin.player) : (-1 as Seat)
  const place = confirmed?.seats[seat]
  if (place?.holder !== client) return false
  r.watchers.set(watcherKey(origin), { origin, seat, client, shown: -1, fails: false })
  if (r.goneSince.has(seat)) ctx.wake(session) // its game may be told that the player is back
  const { last, chain } = place
  tell(ctx, origin, { kind: 'welcome', session, client, seat, ...placeOf(ctx, r, seat), last, chain })
  return true
}

/** Refuses a client that does not hold the seat, as of the confirmed state. Null where that may still change. */
export function seatHeld(ctx: Context, r: Running, seat: Seat, client: ClientId): PlayerError | null {
  const place = r.confirmed?.seats[seat]
  if (!place || place.holder !== r.state.seats[seat]?.holder) return null
  return {
    kind: 'error',
    code: 'seat-held',
    text: 'Another tab or device plays this seat. Take it over there, or come back as a new client here.',
    session: r.session,
    holder: place.holder,
    replaced: place.former.includes(client),
    ...placeOf(ctx, r, seat),
  }
}

/** Every watcher's view of the newest confirmed state, each made once and sent once to each node. Who was shown it is
 *  sent nothing. */
export function show(ctx: Context, r: Running, only?: Origin): void {
  const { confirmed, session, epoch } = r
  if (!confirmed) return
  const bySeat = new Map<Seat, Map<PeerId, SocketId[]>>()
  for (const [key, watcher] of r.watchers) {
    const { origin, seat, client } = watcher
    if (only && watcherKey(only) !== key) continue
    if (confirmed.seats[seat]?.former.includes(client)) {
      r.watchers.delete(key)
      const refused = seatHeld(ctx, r, seat, client)
      if (refused) tell(ctx, origin, refused)
      continue
    }
    const { viewed, fails } = tellingOf(ctx, r, seat)!
    if (fails && !watcher.fails) tell(ctx, origin, { kind: 'error', code: 'game-failed', text: UNSEEN, session })
    watcher.fails = fails
    if (fails || watcher.shown === viewed) continue
    watcher.shown = viewed
    const at = bySeat.get(seat) ?? new Map<PeerId, SocketId[]>()
    at.set(origin.gateway, [...(at.get(origin.gateway) ?? []), origin.socket])
    bySeat.set(seat, at)
  }
  const owner = shortPeer(ctx.me)
  const remainingMs = r.remainingMs(ctx.now)
  for (const [seat, gateways] of bySeat) {
    const { version, view } = tellingOf(ctx, r, seat)!
    const message: ToPlayer = { kind: 'update', session, epoch, version, owner, remainingMs, view }
    for (const [gateway, sockets] of gateways) ctx.send(gateway, { kind: 'deliver', sockets, message })
  }
}

/** Null where the game cannot tell. */
export const isOver = (ctx: Context, session: SessionId, { game }: SessionState): boolean | null =>
  attempt(ctx, session, () => ask('over', () => ctx.game.over(game)))

/** Nothing has been done in it yet; not where the game cannot tell. */
export const waitsToBegin = (ctx: Context, session: SessionId, { game }: SessionState): boolean =>
  attempt(ctx, session, () => ask('begun', () => ctx.game.begun?.(game))) === false

/** What the directory should tell of the session. */
export function aboutOf(ctx: Context, r: Running): About | null {
  const s = r.confirmed
  if (!s) return null
  const { session, epoch, confirmedVersion: version } = r
  const players = s.seats.map(({ player, name }) => ({ player, name }))
  const copied = s.fromCopy ? { fromCopy: s.fromCopy } : {}
  const parked = s.fromPark ? { fromPark: s.fromPark } : {}
  const lobby = waitsToBegin(ctx, session, s) ? ({ lobby: true } as const) : {}
  const forced = s.fork ? { forcedFrom: s.fork.from } : {}
  return {
    session,
    epoch,
    version,
    code: s.code,
    maker: s.maker,
    key: s.key,
    players,
    over: isOver(ctx, session, s) ?? ctx.directory.about(session)?.over ?? false,
    ...lobby,
    ...copied,
    ...parked,
    ...forced,
  }
}

/** Tells the mesh what players find the session by, where that has changed. */
export function announce(ctx: Context, r: Running): void {
  const about = aboutOf(ctx, r)
  if (!about) return
  const known = ctx.directory.about(r.session)
  const same =
    known &&
    known.code === about.code &&
    known.over === about.over &&
    known.lobby === about.lobby &&
    known.players.length === about.players.length
  if (!same && ctx.consequences.learned(about)) ctx.gossip({ kind: 'about', about })
}
