// The disk tells who else is there [G8].
//
// A node that reaches nobody may be the only one, or cut off; the network can't tell it which. Where nodes share a disk
// each leaves a sign of life there. While one lives of a node that this one does not reach, and that knows of sessions,
// nothing is begun from any file, however long that takes: what is in the file may be run over there, and of two
// histories one would be lost. Nor is it while this node has not looked for long enough to know. Of nodes that are all
// new, and do not leave, and can't find each other, the one whose name comes first begins, and from then on knows of
// sessions. Meanwhile this node dials the addresses that the signs name.
// A node that this one never met, and only hears of, counts as reached while this one has a neighbour: the neighbour
// passes on what the other says, and has told which sessions go on. A status that comes although there is no neighbour
// was on its way, and tells of no session. A sign that stands still says nothing: its process may hang, with sessions.
// Then it is as without signs, and where two incarnations begin, the one with more acknowledged stays (meeting.ts).
import type { Peer } from '../cluster/membership.ts'
import type { Context } from '../context.ts'
import type { Event, Sign } from '../event.ts'

/** Who is only heard of, through others, says so every second. */
const HEARD_MS = 5_000
const DIAL_MS = 2_000
/** The sign of a node that has just died lives on for as long as it may stand still. */
const LEFT_BEHIND_MS = 6_000

export function onSigns(ctx: Context, { living }: Extract<Event, { kind: 'signs' }>): void {
  ctx.signs = living.filter(({ peer }) => peer !== ctx.me)
  const awaited = awaits(ctx)
  if (awaited.length === 0) ctx.awaitedSince = null
  else ctx.awaitedSince ??= ctx.now
  const isLong = ctx.awaitedSince !== null && ctx.now - ctx.awaitedSince >= LEFT_BEHIND_MS
  if (isLong !== ctx.awaiting) {
    ctx.awaiting = isLong
    const peers = awaited.map(({ peer }) => peer)
    ctx.note(isLong ? { name: 'mesh-awaited', peers, addresses: addressesOf(awaited) } : { name: 'mesh-found' })
  }
  const sought = ctx.signs.filter(sign => !isReached(ctx, sign) && (isLong || !ctx.peers.seenDead(sign.peer)))
  if (sought.length === 0 || ctx.now - ctx.dialledAt < DIAL_MS) return
  ctx.dialledAt = ctx.now
  ctx.dial(addressesOf(sought))
}

const addressesOf = (signs: readonly Sign[]): string[] => [...new Set(signs.flatMap(({ addresses }) => addresses))]

function isReached(ctx: Context, { peer }: Sign): boolean {
  const p = ctx.peers.get(peer)
  if (!p || p.dead) return false
  if (p.met) return isNear(ctx, p)
  return p.status !== null && ctx.now - p.toldAt < HEARD_MS && ctx.peers.all().some(other => isNear(ctx, other))
}

/** It has told what it knows, as each does who meets another. */
const isNear = (ctx: Context, { met, connected, peer }: Peer): boolean => met && connected && !ctx.peers.suspects(peer)

/** Nodes that live, know of sessions, and are out of reach. */
function awaits(ctx: Context): Sign[] {
  return (ctx.signs ?? []).filter(sign => sign.sessions > 0 && !isReached(ctx, sign))
}

/** Nothing may be begun from a file. */
export function mustWait(ctx: Context): boolean {
  if (ctx.signs === null) return true
  return ctx.signs.some(sign => (sign.sessions > 0 || (!sign.leaving && sign.peer < ctx.me)) && !isReached(ctx, sign))
}

export interface OnDisk {
  /** Sessions that go on, as far as this node knows: what its own sign says. */
  readonly sessions: number
  readonly leaving: boolean
  /** Where the nodes are that know of sessions and are not reached; null: this one has not looked for long enough. */
  readonly awaited: readonly string[] | null
}

export function onDisk(ctx: Context): OnDisk {
  const { directory, store, settings, signs } = ctx
  const places = awaits(ctx).flatMap(({ peer, addresses }) => (addresses.length > 0 ? addresses : [peer]))
  return {
    sessions: directory.live + ctx.files.taking.size + store.unbegun().length,
    leaving: ctx.draining,
    awaited: settings.parks && signs === null ? null : places,
  }
}
