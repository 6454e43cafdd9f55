// What a player's socket asks, passed to whoever can answer; and what the owners answer, passed to the sockets.
import type { PlayerErrorCode } from '../../../protocol/errors.ts'
import { NOBODY, type PeerId, type PlayerId, type SessionId, type SocketId, shortPeer } from '../../../protocol/ids.ts'
import type { MeshMessage, Origin } from '../../../protocol/mesh.ts'
import type { PlayerError, PlayerInput } from '../../../protocol/player.ts'
import { PLAYER_PROTOCOL } from '../../../protocol/version.ts'
import { takesNothing } from '../cluster/own-status.ts'
import type { Context } from '../context.ts'
import type { Event } from '../event.ts'
import { isFull } from '../failover/room.ts'
import { createSession } from '../incarnations/create.ts'
import { goesOnAs, presentIncarnation } from '../incarnations/where.ts'
import { contain } from '../session/contain.ts'
import { tell } from '../session/deliver.ts'
import { STOPPED } from '../session/fence.ts'
import { detach, onInput } from '../session/inputs.ts'
import type { Input, Running } from '../session/running.ts'
import { type Excess, excessOfCreate, excessOfJoin } from './allowance.ts'
import { originOf, PARKED, RESUMING } from './follow.ts'
import { gamesOf } from './listing.ts'
import type { Socket } from './sockets.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

const FULL = 'The servers have no room for another game just now. Try again in a moment.'

/** A player's input is passed on at most so often: two moves of the session may be unknown to the gateway. */
const HOPS = 3

/** What is under way when a join comes takes no longer where nobody is busy; and no longer than that anywhere, by
 *  far. */
const JOIN_WAIT_MS = 1_000

const JOIN_WAIT_MAX_MS = 10_000

export function onSocketOpen(ctx: Context, { socket, player, name }: Extract<Event, { kind: 'socket-open' }>): void {
  ctx.sockets.open(socket, player, name)
  const listed = gamesOf(ctx.directory, player)
  const who = { protocol: PLAYER_PROTOCOL, player, name }
  ctx.reply(socket, { kind: 'ready', ...who, node: shortPeer(ctx.me), release: ctx.settings.release, ...listed })
  if (ctx.draining) ctx.reply(socket, { kind: 'goaway', withinMs: 200 })
}

export function onSocketClosed(ctx: Context, socket: SocketId): void {
  const s = ctx.sockets.get(socket)
  if (s) leaveSession(ctx, s)
  ctx.sockets.close(socket)
}

function leaveSession(ctx: Context, s: Socket): void {
  if (s.session === null) return
  const owner = ctx.directory.config(s.session)?.owner
  if (owner) ctx.send(owner, { kind: 'detach', session: s.session, origin: originOf(ctx, s) })
  ctx.sockets.leave(s)
}

export function onSocketMessage(
  ctx: Context,
  socket: SocketId,
  input: PlayerInput,
  chance: readonly number[] = [],
): void {
  const s = ctx.sockets.get(socket)
  if (!s) return
  const refused = (code: PlayerErrorCode, text: string, more = {}) =>
    ctx.reply(socket, { kind: 'error', code, text, ...more })
  switch (input.kind) {
    case 'list':
      return ctx.reply(socket, { kind: 'games', ...gamesOf(ctx.directory, s.player) })
    case 'leave':
      return s.session === input.session ? leaveSession(ctx, s) : undefined
    case 'create': {
      const made = ctx.directory.byKey(s.player, input.key)
      if (made) return route(ctx, made, originOf(ctx, s), input, HOPS)
      if (ctx.draining || (takesNothing(ctx) && ctx.peers.candidates().length > 0))
        return refused('node-draining', 'This node takes no new games. Connect again to reach another.', {
          key: input.key,
        })
      if (isFull(ctx)) return refused('node-full', FULL, { key: input.key })
      const excess = excessOfCreate(ctx, s.player)
      if (excess) return refuseExcess(ctx, originOf(ctx, s), excess, { key: input.key })
      return createSession(ctx, originOf(ctx, s), input.key, chance)
    }
    case 'join': {
      const session = ctx.directory.byCode(input.code)
      if (!session) {
        // Said again it waits no longer.
        if (ctx.joining.some(j => j.origin.socket === socket && j.input.code === input.code)) return
        ctx.joining.push({ origin: originOf(ctx, s), input, at: ctx.now })
        return retryJoins(ctx)
      }
      return join(ctx, session, originOf(ctx, s), input)
    }
    case 'hello':
      if (s.session !== input.session) leaveSession(ctx, s)
      ctx.sockets.enter(s, input.session, input.client)
      return route(ctx, input.session, originOf(ctx, s), input, HOPS)
    case 'command': {
      const { session, seq } = input
      if (s.session !== session) return refused('not-attached', 'Say hello for the session first.', { session, seq })
      return route(ctx, session, originOf(ctx, s), input, HOPS)
    }
    default:
      input satisfies never
  }
}

function join(ctx: Context, session: SessionId, origin: Origin, input: PlayerInput): void {
  const excess = excessOfJoin(ctx, origin.player, session)
  if (excess) refuseExcess(ctx, origin, excess, {})
  else route(ctx, session, origin, input, HOPS)
}

/** To the session's owner, as far as this node knows. */
export function route(ctx: Context, session: SessionId, origin: Origin, input: PlayerInput, hops: number): void {
  const running = ctx.store.members.get(session)?.running
  if (running && !ctx.store.forced.has(session)) return take(ctx, running, { origin, input })
  const config = ctx.directory.config(session)
  const about = input.kind === 'create' ? { session, key: input.key } : { session }
  const incarnation = presentIncarnation(ctx, session)
  // Who only knows its code or key is brought where it is; who was in it must know that it went on from a disk.
  if (incarnation !== session && (input.kind === 'join' || input.kind === 'create'))
    return route(ctx, incarnation, origin, input, hops)
  if (incarnation !== session) {
    // Else it is told as soon as that is known (meeting.ts), which takes as long as nobody confirms the incarnation
    // that has begun.
    const answer = goesOnAs(ctx, session, incarnation)
    return tell(ctx, origin, answer ?? { kind: 'paused', session, why: RESUMING })
  }
  if (running) return take(ctx, running, { origin, input })
  if (config?.owner === ctx.me && ctx.store.fenced.has(session))
    return tell(ctx, origin, { kind: 'paused', session, why: STOPPED })
  if (config?.parked) return tell(ctx, origin, { kind: 'paused', session, why: PARKED })
  if (!config) return refuse(ctx, origin, 'unknown-session', 'No such game. It may have ended long ago.', about)
  if (config.yielded) return // to an incarnation that is not known here yet: its client sends it again
  if (config.owner === null) return refuse(ctx, origin, 'session-over', 'This game has ended.', about)
  if (config.owner === ctx.me || hops === 0) return // between two owners: its client sends it again
  ctx.send(config.owner, { kind: 'route', session, origin, input, hops: hops - 1 })
}

/** By this node's own part in the session: whatever goes wrong there is the session's. */
function take(ctx: Context, r: Running, input: Input): void {
  contain(ctx, r.session, () => onInput(ctx, r, input))
}

/** Joins by a code that this node has not heard of: the game may be a moment old, and the refusal is final [P6]. */
export function retryJoins(ctx: Context): void {
  const waiting = ctx.joining
  ctx.joining = []
  for (const { origin, input, at } of waiting) {
    const session = ctx.directory.byCode(input.code)
    const text = `No game has the code ${input.code}. Check it with whoever gave it to you.`
    if (session) join(ctx, session, origin, input)
    else if (nobodyHas(ctx, at)) refuse(ctx, origin, 'unknown-session', text, {})
    else ctx.joining.push({ origin, input, at })
  }
}

/** All others have told, long enough after the join came for news that was under way, that they know what this node
 *  knows; who drains may have made the game as well as who stays. A directory that changes all the time has no end of
 *  that. */
function nobodyHas({ now, peers, differing }: Context, at: number): boolean {
  if (now - at >= JOIN_WAIT_MAX_MS) return true
  const others = peers.all().filter(p => !p.dead)
  return others.every(p => (p.connected || !p.met) && p.toldAt >= at + JOIN_WAIT_MS && !differing.has(p.peer))
}

function refuse(ctx: Context, origin: Origin, code: PlayerErrorCode, text: string, about: Partial<PlayerError>): void {
  tell(ctx, origin, { kind: 'error', code, text, ...about })
}

function refuseExcess(ctx: Context, origin: Origin, { limit, text }: Excess, about: Partial<PlayerError>): void {
  ctx.note({ name: 'refused', limit })
  refuse(ctx, origin, 'too-many-games', text, about)
}

export function onAttach(ctx: Context, origin: Origin, session: SessionId): void {
  const running = ctx.store.members.get(session)?.running
  if (running) return take(ctx, running, { origin, input: { kind: 'attach' } })
  const config = ctx.directory.config(session)
  if (config?.owner && config.owner !== ctx.me) ctx.send(origin.gateway, { kind: 'decided', config })
}

export function onDetach(ctx: Context, _from: PeerId, { session, origin }: Of<'detach'>): void {
  const running = ctx.store.members.get(session)?.running
  if (running) detach(running, origin)
}

/** For sockets of this node. What is about a session goes only to sockets that are in it, or asked to come in. An owner
 *  that tells others has not heard that they left. */
export function onDeliver(ctx: Context, from: PeerId, { sockets, message }: Of<'deliver'>): void {
  const bound =
    message.kind === 'update' || message.kind === 'welcome' || message.kind === 'ack' || message.kind === 'paused'
  for (const socket of sockets) {
    const s = ctx.sockets.get(socket)
    if (bound && s?.session !== message.session) {
      const origin = { gateway: ctx.me, socket, player: '' as PlayerId, name: '', client: NOBODY }
      ctx.send(from, { kind: 'detach', session: message.session, origin })
      continue
    }
    if (!s || (message.kind === 'welcome' && s.client !== message.client)) continue
    ctx.reply(socket, message)
  }
}
