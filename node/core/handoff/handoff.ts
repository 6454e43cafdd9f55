// The choosing of the next owner in a planned move: offer, claim, grant.
//
// The owner offers to all; every peer ranks the candidates alike, and who finds itself first claims at once, the next
// ones later. None of this decides anything: an offer gives no right, a claim is a wish, and the owner proposes whom it
// likes. So nothing breaks where nodes rank differently, or a message is lost: it only takes longer. A claim counts as
// holding the offer's state [E3], and may be given to another until `accept` has gone out.
// The state goes ahead of the move, as in the live migration of virtual machines (Clark et al., 2005): the session is
// sealed only when those who will hold it next have said what they hold. Where that is its newest version, as between
// two moves of a player, the pause is the vote alone; else the newest is held first, as in any change. So an offer
// promises nothing of what the owner acknowledges later, and nobody goes on from one unless an `accept` says that it
// was the last (final-copy.ts).
import { BALLOT_ZERO, type Configuration, holders } from '../../../protocol/configuration.ts'
import type { PeerId, SessionId, Version } from '../../../protocol/ids.ts'
import { OFFERED_SNAPSHOT_BYTES_MAX } from '../../../protocol/limits.ts'
import type { MeshMessage, Status } from '../../../protocol/mesh.ts'
import { knownStatus, takesNothing } from '../cluster/own-status.ts'
import { cameWithDeploy, rankBackups, rankOwners } from '../cluster/placement.ts'
import { adopt } from '../consensus/epoch.ts'
import { cannotLoad, finalCopy } from '../consensus/final-copy.ts'
import { isUncontested, type Member } from '../consensus/member.ts'
import { mayHold } from '../consensus/next.ts'
import { choose, chooseAnother, holding, holds, onHoldAnswered, propose } from '../consensus/proposer.ts'
import { decline, hold, memberAt, memberOrTell, tryLoad } from '../consensus/voter.ts'
import type { Context } from '../context.ts'
import { endTurns } from '../session/turn.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

/** Rank r claims after r times this: longer than a claim takes where nobody is busy. */
const CLAIM_STEP_MS = 40
/** Without a claim for so long, the owner chooses by the same rank itself. */
export const CLAIM_WAIT_MS = 100
/** Who would back it up answers the offer too, if it knows that it would: else it is asked. */
const HELD_WAIT_MS = 20
const NOTHING = -1 as Version

/** At the owner, which goes on with the session. */
export function offer(ctx: Context, m: Member): void {
  endTurns(ctx, m.config, m.running!)
  ctx.store.offers.set(m.config.session, { until: ctx.now + CLAIM_WAIT_MS, nextOwner: null, has: new Map() })
  const { version, schema, bytes } = finalCopy(ctx, m)
  const state = bytes.byteLength > OFFERED_SNAPSHOT_BYTES_MAX ? null : bytes
  ctx.gossip({ kind: 'offer', config: m.config, version, game: ctx.game.name, schema, state })
}

/** At a peer: keep it, and find one's place among those who might claim. */
export function onOffer(ctx: Context, from: PeerId, message: Of<'offer'>): void {
  const { config, version, game, schema, state } = message
  const { session, epoch, owner } = config
  const known = ctx.directory.config(session)
  if (known && known.epoch > epoch) return ctx.send(from, { kind: 'decided', config: known })
  adopt(ctx, config)
  if (owner === ctx.me || owner === null) return
  const copy = state && { version, bytes: state }
  hold(ctx, config, { ballot: BALLOT_ZERO, copy, sealed: false, offered: true, loaded: null })
  const { rank, first } = rankOf(ctx, config, game, schema)
  if (rank === 0) return claim(ctx, config)
  if (first && state && isNextBackup(ctx, config, first, version)) answer(ctx, from, config)
  if (rank > 0) ctx.timer(rank * CLAIM_STEP_MS, { kind: 'claim', session, epoch })
}

/** This node's place, -1 for none, and who is first. The first is counted as having one session more. */
function rankOf(ctx: Context, config: Configuration, game: string, schema: number): { rank: number; first?: PeerId } {
  const from = ctx.peers.get(config.owner!)?.status
  if (!from) return { rank: -1 }
  const canLoad = candidates(ctx, config).filter(s => !s.cordoned && s.schemas[game]?.includes(schema) === true)
  // Where some came with the deploy, the others leave the session to them, however slow they are: or it would have to
  // move again. If none of them claims, the owner asks them itself.
  const fresh = canLoad.filter(s => cameWithDeploy(s, from))
  const ranked = rankOwners(config.session, fresh.length > 0 ? fresh : canLoad, from, ctx.board)
  const first = ranked[0]
  if (!first) return { rank: -1 }
  ctx.board.promise(first)
  return { rank: ranked.indexOf(ctx.me), first }
}

/** Those that the owner may choose from, as all know them. */
function candidates(ctx: Context, config: Configuration): Status[] {
  const others = ctx.peers.candidates(config.session).map(p => p.status!)
  return [...others, knownStatus(ctx)].filter(s => s.peer !== config.owner && !s.draining && mayHold(config, s))
}

/** Whether this node will be asked to hold the session as a backup of `first`. It may say that it does before it is
 *  asked. */
function isNextBackup(ctx: Context, config: Configuration, first: PeerId, version: number): boolean {
  const m = ctx.store.members.get(config.session)
  if (m?.received === version) return false // its confirm says so
  const all = candidates(ctx, config)
  const ownerHost = all.find(s => s.peer === first)?.host ?? ''
  const present = [...config.backups, config.owner!]
  const others = all.filter(s => s.peer !== first)
  return rankBackups(config.session, others, { ownerHost, present }, ctx.board)
    .slice(0, ctx.settings.backups)
    .includes(ctx.me)
}

function answer(ctx: Context, to: PeerId, { session, epoch }: Configuration): void {
  const held = ctx.store.held.get(session)
  if (!held || held.ballot.round > 0) return
  ctx.store.held.set(session, { ...held, answered: true })
  const version = held.copy?.version ?? NOTHING
  ctx.send(to, { kind: 'held', session, epoch, ballot: held.ballot, version, canLoad: false })
}

/** The session is still on offer, and its turn to be claimed by this node has come. */
export function onClaimTimer(ctx: Context, { session, epoch }: { session: SessionId; epoch: number }): void {
  const config = ctx.directory.config(session)
  const held = ctx.store.held.get(session)
  if (config?.epoch === epoch && held?.epoch === epoch && held.offered) claim(ctx, config)
}

function claim(ctx: Context, config: Configuration): void {
  const { session, epoch, owner } = config
  const held = ctx.store.held.get(session)
  if (ctx.draining || takesNothing(ctx) || !held || owner === null || !mayHold(config, knownStatus(ctx))) return
  // What can't be loaded is never asked for.
  const loaded = held.loaded ?? (held.copy && tryLoad(ctx, config, held.copy.bytes))
  if (held.copy && !loaded) return decline(ctx, owner, config, held.copy.bytes)
  ctx.store.held.set(session, { ...held, loaded, answered: true })
  ctx.send(owner, { kind: 'claim', session, epoch, version: held.copy?.version ?? NOTHING })
}

/** At the owner: the first claim is granted; another only where whom it was granted to has fallen silent. */
export function onClaim(ctx: Context, from: PeerId, message: Of<'claim'>): void {
  const m = memberOrTell(ctx, from, message)
  if (!m?.running || !isUncontested(m)) return
  const { version } = message
  const offered = ctx.store.offers.get(m.config.session)
  if (offered) {
    offered.has.set(from, { version, canLoad: true })
    const isFree = offered.nextOwner === null || ctx.peers.suspects(offered.nextOwner, m.config.session)
    if (isFree && wanted(ctx, m, from)) {
      ctx.board.promise(from)
      offered.nextOwner = from
      offered.until = ctx.now + HELD_WAIT_MS
      m.lookAt = Math.min(m.lookAt, offered.until)
    }
    return grant(ctx, m)
  }
  const p = m.proposal
  if (!p || p.phase === 'accept') return
  if (version === m.running.version) holds(m, p, from, true)
  if (p.phase === 'hold' && p.next && !broken(ctx, p.next)) return holding(ctx, m, p)
  const next = wanted(ctx, m, from) ? choose(ctx, m, from) : null
  if (!next) return
  ctx.board.promise(from)
  propose(ctx, m, next)
}

const wanted = (ctx: Context, m: Member, from: PeerId): boolean =>
  ctx.draining && !ctx.peers.leaving(from, m.config.session) && !cannotLoad(ctx, m).has(from)

/** At the owner: who would back the session up next says what it has of the offer; or answers a hold. */
export function onHeld(ctx: Context, from: PeerId, message: Of<'held'>): void {
  const m = memberAt(ctx, message)
  const offered = ctx.store.offers.get(message.session)
  if (!m || !offered) return onHoldAnswered(ctx, from, message)
  const { version, canLoad } = message
  offered.has.set(from, { version, canLoad: canLoad || offered.has.get(from)?.canLoad === true })
  grant(ctx, m)
}

/** Seals the session once all who will hold it have its newest version. Who has an older one, or none, is sent it
 *  sealed, and at once: the more players do, the less it would help to offer it again. */
function grant(ctx: Context, m: Member): void {
  const { nextOwner, has } = ctx.store.offers.get(m.config.session)!
  const next = nextOwner && ctx.draining ? choose(ctx, m, nextOwner) : null
  if (!next) return
  const r = m.running!
  const isNewest = (version: number | undefined) => version === r.version && !r.dirty
  const waits = holders(next).some(h => !has.has(h) && !isNewest(r.confirms.get(h)))
  const isLate = [...has.values()].some(({ version }) => !isNewest(version))
  if (!waits || isLate) propose(ctx, m, next)
}

/** Somebody who should hold the session has fallen silent. */
export function broken(ctx: Context, next: Configuration): boolean {
  const needed = next.owner === null ? [] : [next.owner, ...next.backups]
  return needed.some(p => ctx.peers.suspects(p, next.session))
}

/** At the proposer: this peer can't run the session as it was written. Its bytes are safe with us, and the next in rank
 *  is asked. */
export function onDecline(ctx: Context, from: PeerId, message: Of<'decline'>): void {
  const m = memberAt(ctx, message)
  if (!m) return
  m.cannotLoad.set(from, message.schema)
  if (m.proposal?.phase !== 'accept' && m.proposal?.next?.owner === from) chooseAnother(ctx, m)
}
