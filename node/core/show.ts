// What players are told of a session, by the node that runs it: answers when their version is confirmed, and views of the newest
// confirmed state. Nothing here reads the state that is still on its way to the backups [G6].
import { type ClientId, type PeerId, type Seat, type SocketId, shortPeer } from '../../protocol/ids.ts'
import type { About, Origin } from '../../protocol/mesh.ts'
import type { PlayerError, ToPlayer } from '../../protocol/player.ts'
import type { Context } from './context.ts'
import { learnAbout } from './lives.ts'
import type { Answer, Running } from './running.ts'
import { seatOf } from './session.ts'

export const watcherKey = (origin: Origin): string => `${origin.gateway} ${origin.socket}`

export function tell(ctx: Context, origin: Origin, message: ToPlayer): void {
  ctx.send(origin.gateway, { kind: 'deliver', sockets: [origin.socket], message })
}

/** Answers whose version is confirmed. A welcome is only for who still holds the seat. */
export function say(ctx: Context, r: Running, answers: readonly Answer[]): void {
  for (const { origin, message } of answers) {
    if (message.kind === 'welcome') {
      if (r.confirmed?.seats[message.seat]?.holder !== message.client) continue
      watch(r, origin, message.seat, message.client)
    }
    tell(ctx, origin, 'epoch' in message ? ({ ...message, epoch: r.epoch } as ToPlayer) : message)
  }
}

export function watch(r: Running, origin: Origin, seat: Seat, client: ClientId): void {
  r.watchers.set(watcherKey(origin), { origin, seat, client })
}

/** The holder's place, from the confirmed state. Null where that does not know the client as holder. */
export function welcome(r: Running, origin: Origin, client: ClientId): ToPlayer | null {
  const { session, epoch, confirmed } = r
  if (!confirmed) return null
  const seat = seatOf(confirmed, origin.player)
  const place = confirmed.seats[seat]
  if (place?.holder !== client) return null
  return {
    kind: 'welcome',
    session,
    client,
    seat,
    epoch,
    version: r.confirmedVersion,
    last: place.last,
    chain: place.chain,
  }
}

/** Refuses a client that does not hold the seat, as of the confirmed state. Null where that may still change. */
export function seatHeld(r: Running, seat: Seat, client: ClientId): PlayerError | null {
  const place = r.confirmed?.seats[seat]
  if (!place || place.holder !== r.state.seats[seat]?.holder) return null
  return {
    kind: 'error',
    code: 'seat-held',
    text: 'Another tab or device plays this seat. Take it over there, or come back as a new client here.',
    session: r.session,
    holder: place.holder,
    replaced: place.former.includes(client),
    epoch: r.epoch,
    version: r.confirmedVersion,
  }
}

/** Every watcher's view of the newest confirmed state, each made once and sent once to each node. */
export function show(ctx: Context, r: Running, only?: Origin): void {
  const { confirmed, session, epoch, confirmedVersion: version } = r
  if (!confirmed) return
  const bySeat = new Map<Seat, Map<PeerId, SocketId[]>>()
  for (const [key, { origin, seat, client }] of r.watchers) {
    if (only && watcherKey(only) !== key) continue
    if (confirmed.seats[seat]?.former.includes(client)) {
      r.watchers.delete(key)
      const refused = seatHeld(r, seat, client)
      if (refused) tell(ctx, origin, refused)
      continue
    }
    const at = bySeat.get(seat) ?? new Map<PeerId, SocketId[]>()
    at.set(origin.gateway, [...(at.get(origin.gateway) ?? []), origin.socket])
    bySeat.set(seat, at)
  }
  const owner = shortPeer(ctx.me)
  const remainingMs = r.remainingMs(ctx.now)
  for (const [seat, gateways] of bySeat) {
    const view = ctx.game.view(confirmed.game, seat)
    const message: ToPlayer = { kind: 'update', session, epoch, version, owner, remainingMs, view }
    for (const [gateway, sockets] of gateways) ctx.send(gateway, { kind: 'deliver', sockets, message })
  }
}

/** What the directory should tell of the session. */
export function aboutOf(ctx: Context, r: Running): About | null {
  const s = r.confirmed
  if (!s) return null
  const { session, epoch, confirmedVersion: version } = r
  const players = s.seats.map(({ player, name }) => ({ player, name }))
  const copied = s.fromCopy ? { fromCopy: s.fromCopy } : {}
  const forced = s.fork ? { forcedFrom: s.fork.from } : {}
  return {
    session,
    epoch,
    version,
    code: s.code,
    maker: s.maker,
    key: s.key,
    players,
    over: ctx.game.over(s.game),
    ...copied,
    ...forced,
  }
}

/** Tells the mesh what players find the session by, where that has changed. */
export function announce(ctx: Context, r: Running): void {
  const about = aboutOf(ctx, r)
  if (!about) return
  const known = ctx.directory.about(r.session)
  const same =
    known && known.code === about.code && known.over === about.over && known.players.length === about.players.length
  if (!same && learnAbout(ctx, about)) ctx.gossip({ kind: 'about', about })
}
