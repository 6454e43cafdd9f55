// This node, as it tells the others of itself.
import type { SessionId } from '../../../protocol/ids.ts'
import type { Status } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'
import { generationOf } from './placement.ts'

/** In a status, which is sent every second. A node with more bugs than that is of no use: the last ones count. */
const FENCED_TOLD_MAX = 64

/** Now. */
export function ownStatus(ctx: Context): Status {
  const { own, settings, room } = ctx
  const { me: peer, release, slot, startedAt, host, address } = settings
  const sessions = ctx.store.running.size
  const fenced = fencedHere(ctx)
  const others = ctx.peers.all().flatMap(p => (p.status ? [p.status] : []))
  // It never falls, also where the node that it came from is forgotten: or the others of its deploy would seem newer.
  own.generation = Math.max(own.generation, generationOf(settings, others))
  if (ctx.beatAt > 0) own.meshSince = Math.min(own.meshSince, ctx.startedAt)
  for (const p of ctx.peers.all()) if (p.status) own.meshSince = Math.min(own.meshSince, p.toldAt - p.status.meshAgeMs)
  return {
    peer,
    release,
    slot,
    startedAt,
    meshAgeMs: meshAgeMs(ctx),
    host,
    address,
    generation: own.generation,
    // Busy below half is normal play; above it the node answers later, so each tenth weighs as much as a dozen
    // sessions.
    load: sessions + Math.round(Math.max(0, ctx.busy - 0.5) * 128),
    sessions,
    players: ctx.sockets.size,
    draining: ctx.draining,
    cordoned: takesNothing(ctx),
    ...(ctx.superseded.is ? { superseded: true } : {}),
    schemas: { [ctx.game.name]: ctx.game.reads },
    ...(room === 'plenty' ? {} : { room }),
    ...(fenced.length > 0 ? { fenced } : {}),
    directory: ctx.directory.sum,
    beat: own.beat,
  }
}

/** As all know it, but for what it decides by itself: so all rank it alike. */
export function knownStatus(ctx: Context): Status {
  const { room: _, ...told } = ctx.own.told
  const room = ctx.room === 'plenty' ? {} : { room: ctx.room }
  return { ...told, ...room, draining: ctx.draining, cordoned: takesNothing(ctx) }
}

/** To send: newer than all before. */
export function nextStatus(ctx: Context): Status {
  ctx.own.beat++
  ctx.own.told = ownStatus(ctx)
  ctx.board.told(ctx.me)
  return ctx.own.told
}

/** To all: something has changed that others should not learn a second later. */
export function tellStatus(ctx: Context): void {
  ctx.gossip({ kind: 'status', status: nextStatus(ctx) })
}

/** At least so long there has been this mesh. By what peers say of their own clocks, whose dates may be wrong, only
 *  durations are compared. */
export function meshAgeMs({ now, own }: Context): number {
  return Math.max(0, Math.round(now - Math.min(now, own.meshSince)))
}

/** No session begins here or comes here while there are others. */
export const takesNothing = ({ cordoned, superseded }: Context): boolean => cordoned || superseded.is

/** Of these it has to tell: somebody may count on it. */
function fencedHere({ store, directory }: Context): SessionId[] {
  return [...store.fenced].filter(session => directory.config(session)?.owner !== null).slice(-FENCED_TOLD_MAX)
}
