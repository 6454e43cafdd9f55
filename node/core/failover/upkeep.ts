// Upkeep of a session: what an owner repairs, and when another node takes over.
//
// A look does what is due, and may be repeated at any time: each message that it sends may arrive twice without harm.
// Silence decides only *when* something is proposed, never whether it is decided, so a wrong suspicion costs a pause
// and no command [G5].
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import { cannotLoad } from '../consensus/final-copy.ts'
import { isUncontested, type Member } from '../consensus/member.ts'
import { mayHold, sameMembers } from '../consensus/next.ts'
import { askToAccept, choose, propose, recheck, repeatHolds, takeOver } from '../consensus/proposer.ts'
import type { Context } from '../context.ts'
import { lookAtHeld, lookAtWait, REPEAT_MS } from '../handoff/exit.ts'
import { broken, CLAIM_WAIT_MS, offer } from '../handoff/handoff.ts'
import { begin, ended, giveUp } from '../incarnations/create.ts'
import { contain } from '../session/contain.ts'
import { PAUSE_TOLD_MS, tellIfWaiting } from '../session/pause.ts'
import { notice } from '../session/presence.ts'
import { repeat } from '../session/replication.ts'
import type { Running } from '../session/running.ts'
import { isOver, waitsToBegin } from '../session/show.ts'
import { park, shouldPark } from '../storage/parking.ts'
import { givesBack } from '../storage/resume.ts'
import { repairsAt, wantsRepair } from './repair.ts'
import { PUT_OFF_MS, putsOff } from './room.ts'
import { isItsTurn } from './takeovers.ts'

/** An unanswered message is sent again after REPEAT_MS, twice as long the next time, up to 2^6 times. */
const REPEATS_MAX = 6
/** And after what a state needs to cross a busy mesh. */
const BYTES_PER_MS = 10_000
/** The next backup in rank waits so long for the one before it: a takeover takes less where nobody is busy. */
const RANK_STEP_MS = 100
/** A vote that another began is left to it for so long, as long as it is heard. */
const OTHERS_VOTE_MS = 500
/** A session that can't be repaired now is looked at again after this. */
const UNMENDED_MS = 500
const UNENTERED_MS = 60_000
/** Also of a lobby that nobody is in: who sends a code by another program comes back within minutes. */
const OVER_MS = 600_000
const ABANDONED_MS = 24 * 3_600_000

/** True where the session wants another look later. */
export function look(ctx: Context, session: SessionId): boolean {
  const waits = lookAtWait(ctx, session)
  const m = ctx.store.members.get(session)
  if (!m) return waits || lookAtHeld(ctx, session)
  if (m.running) notice(ctx, m.running)
  if (ctx.now < m.lookAt) return true
  recheck(ctx, m)
  if (ctx.store.members.get(session) !== m) return true
  const { running } = m
  if (running && isUncontested(m)) return lookAsOwner(ctx, m, running) || waits
  return lookAsVoter(ctx, m) || waits
}

function lookAsOwner(ctx: Context, m: Member, r: Running): boolean {
  const { session } = m.config
  const p = m.proposal
  m.lookAt = ctx.now + CLAIM_WAIT_MS
  if (m.config.epoch === 0) {
    if (giveUp(ctx, session) || givesBack(ctx, session)) return false
    if (!p) begin(ctx, session)
    else if (p.next && broken(ctx, p.next)) rechoose(ctx, m)
    else askAgain(ctx, m, r)
    return true
  }
  const cannot = cannotLoad(ctx, m)
  const canLoad = ctx.peers.candidates(session).filter(c => !cannot.has(c.peer) && mayHold(m.config, c.status!))
  const moving = ctx.draining && canLoad.length > 0
  if (!moving && shouldPark(ctx)) {
    park(ctx, m)
    return true
  }
  if (!p) return lookUnsealed(ctx, m, r, moving)
  if (p.phase === 'hold' && p.next && !broken(ctx, p.next)) askAgain(ctx, m, r)
  else rechoose(ctx, m)
  return true
}

function lookUnsealed(ctx: Context, m: Member, r: Running, moving: boolean): boolean {
  const { session } = m.config
  const offered = ctx.store.offers.get(session)
  if (offered) {
    // Who answered the offer counts on an outcome, also where this node stays after all.
    if (!moving || ctx.now >= offered.until) rechoose(ctx, m, moving ? offered.nextOwner : null)
    else m.lookAt = offered.until
    return true
  }
  if (!moving && !wantsRepair(ctx, m)) return lookUntil(m, lookAtPending(ctx, m, r), repairsAt(ctx, m))
  if (!hasPlace(ctx, session)) return false
  if (moving) offer(ctx, m)
  else if (!rechoose(ctx, m)) {
    // There is no node to repair it with. News of a peer brings a look at once; this look is for all else.
    if (!lookAtPending(ctx, m, r)) m.lookAt = ctx.now + UNMENDED_MS
  }
  return true
}

/** `again`: at `lookAt`, and at that time at the latest. */
function lookUntil(m: Member, again: boolean, at: number | null): boolean {
  if (at !== null) m.lookAt = again ? Math.min(m.lookAt, at) : at
  return again || at !== null
}

/** Holds that were not answered, with growing patience: what is slow must not be slowed further. */
function askAgain(ctx: Context, m: Member, r: Running): void {
  if (m.repeats > 0) repeatHolds(ctx, m)
  m.lookAt = ctx.now + patience(m, r.final?.bytes.byteLength ?? 0)
}

function patience(m: Member, bytes: number): number {
  return REPEAT_MS * 2 ** Math.min(m.repeats++, REPEATS_MAX) + bytes / BYTES_PER_MS
}

/** A draining owner gives the session away, any other keeps it with whoever is alive. */
function rechoose(ctx: Context, m: Member, nextOwner: PeerId | null = null): boolean {
  const isThere =
    nextOwner !== null && !ctx.peers.leaving(nextOwner) && !ctx.peers.suspects(nextOwner, m.config.session)
  const next = choose(ctx, m, isThere ? nextOwner : undefined)
  const isBegun = m.proposal !== null || ctx.store.offers.has(m.config.session)
  if (!next || (!isBegun && sameMembers(m.config, next))) return false
  propose(ctx, m, next)
  return true
}

/** Sessions are sealed a window at a time, so that each waits only for its own move. */
function hasPlace(ctx: Context, session: SessionId): boolean {
  if (ctx.store.moving(ctx.now) < ctx.window.size) return true
  ctx.store.queue.add(session)
  return false
}

/** Versions that are not confirmed yet are sent again; players are told when that takes long. */
function lookAtPending(ctx: Context, m: Member, r: Running): boolean {
  if (r.pending.length === 0) {
    m.repeats = 0
    return false
  }
  const waitedMs = ctx.now - r.waitingSince
  if (waitedMs < REPEAT_MS) m.repeats = 0
  else repeat(ctx, m.config, r)
  m.lookAt = ctx.now + Math.min(PAUSE_TOLD_MS, patience(m, r.sent?.bytes.byteLength ?? 0))
  tellIfWaiting(ctx, r)
  return true
}

/** Whoever could finish or take over what is stuck does so in its turn: by rank, so that they do not outbid each
 *  other. */
function lookAsVoter(ctx: Context, m: Member): boolean {
  const { session, epoch, owner, backups, voters } = m.config
  const held = ctx.store.held.get(session)
  const offered = held?.sealed === true && held.epoch === epoch && voters.includes(ctx.me)
  const concerned = owner === ctx.me || backups.includes(ctx.me) || m.accepted !== null || offered
  const ownerGone = owner !== ctx.me && ctx.peers.suspects(owner!, session)
  const troubled = ownerGone || m.accepted !== null || m.promised.round > 0
  if (!concerned || !troubled) {
    m.noticedAt = -1
    return false
  }
  const rank = rankOf(ctx, m)
  if (m.noticedAt < 0) {
    m.noticedAt = ctx.now
    // Somebody may be at it already: another by a higher ballot, or the owner by its own; or a new node has not met it
    // yet.
    const others = m.promised.round > 0 ? m.promised.peer !== ctx.me : !ownerGone || !ctx.peers.get(owner!)?.met
    m.lookAt = ctx.now + rank * RANK_STEP_MS + (others ? OTHERS_VOTE_MS : 0)
    if (m.lookAt > ctx.now) return true
  }
  if (!isItsTurn(ctx, m)) return false
  if (!m.proposal && putsOff(ctx, m)) {
    m.lookAt = ctx.now + PUT_OFF_MS
    return true
  }
  takeOver(ctx, m)
  // Two that outbid each other must not keep step.
  m.lookAt = ctx.now + patience(m, m.copy?.bytes.byteLength ?? 0) + rank * RANK_STEP_MS + ctx.random.below(RANK_STEP_MS)
  return true
}

/** How many who may go first are still heard. */
function rankOf(ctx: Context, m: Member): number {
  const { session, owner, backups, voters } = m.config
  const order: readonly PeerId[] = [...new Set([...backups, ...voters])].filter(p => p !== owner)
  const before = order.slice(0, Math.max(0, order.indexOf(ctx.me)))
  return owner === ctx.me ? 0 : before.filter(p => !ctx.peers.suspects(p, session)).length
}

/** Once a second: what no message reminds of. */
export function sweep(ctx: Context): void {
  for (const [session, m] of ctx.store.members) contain(ctx, session, () => sweepOne(ctx, m))
}

function sweepOne(ctx: Context, m: Member): void {
  const { session, owner } = m.config
  if (m.running) {
    tellIfWaiting(ctx, m.running)
    if (!m.proposal && isDone(ctx, m.running)) propose(ctx, m, ended(m.config))
    else if (ctx.draining || m.running.pending.length > 0 || wantsRepair(ctx, m)) ctx.wake(session)
  } else if (m.accepted || m.promised.round > 0 || (owner && ctx.peers.suspects(owner, session))) ctx.wake(session)
}

/** Nobody came, the game is long over, nobody is in its lobby, or nobody has been here for a day. */
function isDone(ctx: Context, r: Running): boolean {
  const idleMs = ctx.now - r.activeAt
  if (r.epoch === 0 || !r.confirmed || idleMs < UNENTERED_MS) return false
  const entered = r.state.seats.some(s => s.holder !== '')
  if (!entered || idleMs >= ABANDONED_MS) return true
  // Idle first: the game is not asked of each session with each sweep.
  if (idleMs < OVER_MS) return false
  return isOver(ctx, r.session, r.state) === true || waitsToBegin(ctx, r.session, r.state)
}

/** An owner asks again what it asked a peer before that could be reached. `wakeSessionsOf` repeats what has waited, and
 *  begins takeovers anew; this does the rest. */
export function onReached(ctx: Context, peer: PeerId): void {
  for (const [session, m] of ctx.store.members) {
    contain(ctx, session, () => {
      const { running: r, proposal } = m
      if (proposal?.ballot.round === 0) askToAccept(ctx, m, peer)
      else if (r?.pending.length && ctx.now - r.waitingSince < REPEAT_MS) repeat(ctx, m.config, r, peer)
    })
  }
  wakeSessionsOf(ctx, peer)
}

/** News of a peer: every session that counts on it is looked at now. */
export function wakeSessionsOf(ctx: Context, peer: PeerId): void {
  ctx.changedAt = ctx.now
  for (const [session, m] of ctx.store.members) {
    // Who would take over may have found nobody yet who can run the session: the news may be of one.
    const concerns = m.running || m.proposal || m.config.voters.includes(peer) || m.config.backups.includes(peer)
    if (!concerns) continue
    m.lookAt = 0
    if (!m.running) m.repeats = 0
    m.noticedAt = -1
    ctx.wake(session)
  }
}
