// A node's attempt to decide the next configuration of a session.
//
// The owner's first attempt uses ballot 0, which is its alone and for one value, so it needs no prepare. Every other
// attempt asks a quorum for promises first, and must finish what the highest accepted ballot among them says. Before
// `accept` goes out, all who must have the state hold it [E3]; after it the value of that ballot never changes.
import { type Configuration, compareBallots, holders, members } from '../../../protocol/configuration.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import { knownStatus } from '../cluster/own-status.ts'
import type { Context } from '../context.ts'
import { invariant } from '../invariant.ts'
import type { Written } from '../session/copy.ts'
import { adopt } from './epoch.ts'
import { cannotLoad, finalCopy, hasState, readable, stateOf } from './final-copy.ts'
import { type Held, isUncontested, type Member, type Proposal } from './member.ts'
import { chooseNext } from './next.ts'
import { accept, promise } from './promise.ts'
import { newProposal } from './proposal.ts'
import { isQuorum } from './quorum.ts'
import { memberAt, seal } from './voter.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

/** The owner may still act by its own ballot. */
const mayAct = (m: Member): boolean => m.running !== null && isUncontested(m)

/** By the owner, ballot 0: seals the session and has `next` hold it. */
export function propose(ctx: Context, m: Member, next: Configuration): void {
  if (!mayAct(m)) return
  const offered = ctx.store.offers.get(m.config.session)
  seal(ctx, m)
  const p = { ...newProposal(ctx, m, 'hold', 0), next }
  m.proposal = p
  m.repeats = 0
  // What they hold of the offer is the last there is.
  for (const [peer, { version, canLoad }] of offered?.has ?? [])
    if (version === m.running!.version) holds(m, p, peer, canLoad)
  askHolds(ctx, m)
}

/** By the owner, ballot 0: seals the session, with nobody chosen yet. */
export function close(ctx: Context, m: Member): Written | null {
  if (!mayAct(m)) return null
  seal(ctx, m)
  m.proposal = newProposal(ctx, m, 'sealed', 0)
  return finalCopy(ctx, m)
}

/** By a backup, an owner that was overtaken, or a voter that accepted something: with a higher ballot than any seen
 *  [E5]. */
export function takeOver(ctx: Context, m: Member): void {
  const { session, epoch, voters } = m.config
  if (!voters.includes(ctx.me) || (!hasState(ctx, m) && m.accepted === null)) return
  seal(ctx, m)
  const round = Math.max(m.promised.round, ctx.store.rounds.get(session) ?? 0) + 1
  const p = newProposal(ctx, m, 'prepare', round)
  promise(m, p.ballot)
  m.proposal = p
  p.promises.add(ctx.me)
  p.best = m.accepted
  ctx.store.takeovers.delete(session)
  ctx.store.takeovers.set(session, ctx.now)
  ctx.note({ name: 'takeover', session, epoch })
  for (const v of voters) if (v !== ctx.me) ctx.send(v, { kind: 'prepare', config: m.config, ballot: p.ballot })
  prepared(ctx, m, p)
}

function prepared(ctx: Context, m: Member, p: Proposal): void {
  if (!isQuorum(m.config, p.promises, peer => ctx.peers.seenDead(peer, m.config.session))) return
  if (p.best) {
    p.next = p.best.next
    return startAccept(ctx, m, p)
  }
  if (hasState(ctx, m)) chooseAnother(ctx, m)
  else m.proposal = null
}

/** Not yet voted on: the proposal gets a next configuration, or a better one. */
export function chooseAnother(ctx: Context, m: Member): void {
  const p = m.proposal
  if (!p) return
  const next = choose(ctx, m, undefined, p.promises)
  if (!next) return
  if (p.ballot.round === 0) return propose(ctx, m, next)
  p.next = next
  p.phase = 'hold'
  askHolds(ctx, m)
}

/** The next configuration as this node would have it. */
export function choose(
  ctx: Context,
  m: Member,
  owner?: PeerId,
  answered: ReadonlySet<PeerId> = new Set(),
): Configuration | null {
  const me = knownStatus(ctx)
  const cannot = cannotLoad(ctx, m)
  const { peers, board } = ctx
  return chooseNext(
    m.config,
    {
      me,
      backups: ctx.settings.backups,
      peers,
      board,
      cannotLoad: cannot,
      answered,
      canLoad: readable(ctx, m),
      forced: m.running?.state.fork !== undefined,
    },
    owner,
  )
}

function askHolds(ctx: Context, m: Member): void {
  const p = m.proposal!
  const { session, epoch } = m.config
  const copy = m.running ? null : stateOf(ctx, m)
  const mine: Held = {
    epoch,
    ballot: p.ballot,
    copy,
    sealed: true,
    offered: false,
    answered: true,
    loaded: null,
    at: ctx.now,
  }
  ctx.store.held.set(session, mine)
  for (const h of holders(p.next!)) {
    if (isHeld(m, h)) continue
    const { version, bytes: state } = stateOf(ctx, m)!
    ctx.send(h, { kind: 'hold', config: m.config, ballot: p.ballot, next: p.next!, version, state })
  }
  holding(ctx, m, p)
}

/** Sends the holds that were not answered yet again. */
export function repeatHolds(ctx: Context, m: Member): void {
  if (m.proposal?.phase === 'hold' && m.proposal.next) askHolds(ctx, m)
}

/** Whether the peer has said that it holds this ballot's state (and can run it, as the next owner); or, as a backup,
 *  confirmed it. */
function isHeld(m: Member, peer: PeerId): boolean {
  const { running, proposal } = m
  if (proposal!.next?.owner === peer) return proposal!.canLoad.has(peer)
  if (proposal!.holds.has(peer)) return true
  return running !== null && proposal!.ballot.round === 0 && running.confirms.get(peer) === running.version
}

/** All who must have the state have it: vote. */
export function holding(ctx: Context, m: Member, p: Proposal): void {
  if (p.phase === 'hold' && p.next && holders(p.next).every(h => isHeld(m, h))) startAccept(ctx, m, p)
}

export function startAccept(ctx: Context, m: Member, p: Proposal): void {
  if (compareBallots(m.promised, p.ballot) > 0) {
    m.proposal = null
    return
  }
  const isFinished = p.best !== null || holders(p.next!).every(h => isHeld(m, h))
  invariant(isFinished, m.config.session, `a vote of epoch ${m.config.epoch} begins before all hold the state [E3]`)
  p.phase = 'accept'
  accept(m, p.ballot, p.next!)
  p.accepts.add(ctx.me)
  seal(ctx, m)
  ctx.wake(m.config.session)
  for (const v of m.config.voters) askToAccept(ctx, m, v)
  voted(ctx, m, p)
}

/** Where it has not accepted yet. */
export function askToAccept(ctx: Context, { config, proposal: p }: Member, voter: PeerId): void {
  if (p?.phase !== 'accept' || p.accepts.has(voter) || !config.voters.includes(voter)) return
  ctx.send(voter, { kind: 'accept', config, ballot: p.ballot, next: p.next! })
}

function voted(ctx: Context, m: Member, p: Proposal): void {
  if (!isQuorum(m.config, p.accepts, peer => ctx.peers.seenDead(peer, m.config.session))) return
  const next = p.next!
  const told = new Set([...members(next), ...members(m.config)])
  told.delete(ctx.me)
  adopt(ctx, next)
  const message: MeshMessage = { kind: 'decided', config: next }
  if (next.owner === null) return ctx.gossip(message)
  for (const peer of told) {
    // A new owner tells everybody itself, and was told as the session was handed over. But who is let go hears it also
    // on the stream that would bring our goodbye: gossip may come after that, and is not heard then.
    const letGo = next.owner === ctx.me && !members(next).includes(peer)
    if (letGo || (next.owner !== ctx.me && !m.running)) ctx.send(peer, message)
  }
}

/** A death alone may complete a quorum [E6]. */
export function recheck(ctx: Context, m: Member): void {
  const p = m.proposal
  if (p?.phase === 'prepare') prepared(ctx, m, p)
  else if (p?.phase === 'accept') voted(ctx, m, p)
}

/** The proposal that an answer belongs to. */
function answered(ctx: Context, message: Of<'promise' | 'held' | 'accepted'>): [Member, Proposal] | null {
  const m = memberAt(ctx, message)
  const p = m?.proposal
  return m && p && compareBallots(p.ballot, message.ballot) === 0 ? [m, p] : null
}

export function onPromise(ctx: Context, from: PeerId, message: Of<'promise'>): void {
  const [m, p] = answered(ctx, message) ?? []
  if (!m || p?.phase !== 'prepare') return
  p.promises.add(from)
  const { accepted } = message
  if (accepted && (!p.best || compareBallots(accepted.ballot, p.best.ballot) > 0)) p.best = accepted
  prepared(ctx, m, p)
}

export function onHoldAnswered(ctx: Context, from: PeerId, message: Of<'held'>): void {
  const [m, p] = answered(ctx, message) ?? []
  if (!m || !p || (p.phase !== 'hold' && p.phase !== 'sealed')) return
  // An answer to the offer may be about a version before.
  if (m.running && message.version !== m.running.version) return
  holds(m, p, from, message.canLoad)
  holding(ctx, m, p)
}

/** `able`: the peer has loaded the state. A `decline` from before was about another writing of it. */
export function holds(m: Member, p: Proposal, peer: PeerId, canLoad: boolean): void {
  p.holds.add(peer)
  if (!canLoad) return
  p.canLoad.add(peer)
  m.cannotLoad.delete(peer)
}

export function onAccepted(ctx: Context, from: PeerId, message: Of<'accepted'>): void {
  const [m, p] = answered(ctx, message) ?? []
  if (!m || p?.phase !== 'accept') return
  p.accepts.add(from)
  voted(ctx, m, p)
}

export function onNack(ctx: Context, message: Of<'nack'>): void {
  const { session, promised } = message
  ctx.store.rounds.set(session, Math.max(ctx.store.rounds.get(session) ?? 0, promised.round))
}
