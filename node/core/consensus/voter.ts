// A member's part in deciding what comes next: it promises, accepts, and holds states for the next epoch.
//
// [E4] [E5] A promise and an acceptance are kept in the record of the session's present epoch, and there is one such
// record: whoever lags learns the newer configuration first, whoever is ahead says so and votes for nothing. So no vote
// counts in two epochs. [E3] What is held is of the highest ballot seen; holds of one ballot are one state, whoever
// sends them.
import { type Ballot, type Configuration, compareBallots, holders } from '../../../protocol/configuration.ts'
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'
import { type Loaded, loadSession, schemaIn } from '../session/state.ts'
import { endTurns } from '../session/turn.ts'
import { adopt } from './epoch.ts'
import type { Held, Member } from './member.ts'
import { accept, promise } from './promise.ts'
import { isQuorum, tellerOf } from './quorum.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

/** The record to vote with, where the message's configuration is the present one. Who lags learns it first; who is
 *  ahead says so. */
export function present(ctx: Context, from: PeerId, config: Configuration): Member | null {
  const known = ctx.directory.config(config.session)
  if (!known || known.epoch < config.epoch) adopt(ctx, config)
  else if (known.epoch > config.epoch) return ahead(ctx, from, known)
  const m = ctx.store.members.get(config.session)
  return m && m.config.epoch === config.epoch ? m : null
}

function ahead(ctx: Context, to: PeerId, known: Configuration): null {
  ctx.send(to, { kind: 'decided', config: known })
  return null
}

/** The record at exactly this epoch, for messages that name no configuration. */
export function memberAt(ctx: Context, at: { session: SessionId; epoch: number }): Member | null {
  const m = ctx.store.members.get(at.session)
  return m && m.config.epoch === at.epoch ? m : null
}

/** The same, for who acts on an epoch that may be over: it is told. An answer that comes late needs none. */
export function memberOrTell(ctx: Context, from: PeerId, at: { session: SessionId; epoch: number }): Member | null {
  const m = memberAt(ctx, at)
  if (m) return m
  const known = ctx.directory.config(at.session)
  return known && known.epoch > at.epoch ? ahead(ctx, from, known) : null
}

export function onPrepare(ctx: Context, from: PeerId, { config, ballot }: Of<'prepare'>): void {
  const m = present(ctx, from, config)
  if (!m) return
  const { session, epoch } = m.config
  if (compareBallots(ballot, m.promised) <= 0)
    return ctx.send(from, { kind: 'nack', session, epoch, promised: m.promised })
  overtaken(ctx, m, ballot)
  promise(m, ballot)
  ctx.send(from, { kind: 'promise', session, epoch, ballot, accepted: m.accepted })
}

export function onAccept(ctx: Context, from: PeerId, { config, ballot, next }: Of<'accept'>): void {
  const m = present(ctx, from, config)
  if (!m) return
  const { session, epoch } = m.config
  if (compareBallots(ballot, m.promised) < 0)
    return ctx.send(from, { kind: 'nack', session, epoch, promised: m.promised })
  overtaken(ctx, m, ballot)
  accept(m, ballot, next)
  ctx.send(from, { kind: 'accepted', session, epoch, ballot })
  // Who asks has accepted it before [E4]. Where these two are a quorum it is decided, and who goes on need not hear it
  // from who asks.
  if (isQuorum(m.config, new Set([from, ctx.me]), peer => ctx.peers.seenDead(peer, session)))
    passOn(ctx, from, m.config, next)
}

/** The first of the other voters tells those who go on; as the next owner it tells everybody anyway (epoch.ts). */
function passOn(ctx: Context, from: PeerId, config: Configuration, next: Configuration): void {
  const tells = tellerOf(config, from) === ctx.me && next.owner !== ctx.me
  const told = tells ? holders(next) : []
  for (const peer of told) if (peer !== ctx.me && peer !== from) ctx.send(peer, { kind: 'decided', config: next })
  adopt(ctx, next)
}

/** Another's ballot: one's own lower proposal is over, an owner applies nothing more, and someone must see it
 *  through. */
function overtaken(ctx: Context, m: Member, ballot: Ballot): void {
  if (m.proposal && compareBallots(m.proposal.ballot, ballot) < 0) m.proposal = null
  ctx.store.takeovers.delete(m.config.session)
  // It is given its time, from now on.
  m.noticedAt = -1
  m.lookAt = 0
  seal(ctx, m)
  ctx.wake(m.config.session)
}

/** [E2] The owner stops applying; only a decided next epoch starts the session again. */
export function seal(ctx: Context, m: Member): void {
  const r = m.running
  if (!r || r.sealedAt !== null) return
  endTurns(ctx, m.config, r)
  r.seal(ctx.now)
  ctx.store.offers.delete(r.session)
  ctx.store.sealed.set(r.session, ctx.now)
  ctx.note({ name: 'sealed', session: r.session, epoch: r.epoch })
}

/** Keeps a state for the next epoch. `offered`: it may be claimed, and its sender counts on nothing yet. */
export function hold(ctx: Context, config: Configuration, at: Omit<Held, 'epoch' | 'answered' | 'at'>): void {
  const { session, epoch } = config
  const h = ctx.store.held.get(session)
  const present = h?.epoch === epoch ? h : null
  const answered = present?.answered === true || !at.offered
  const offered = present?.offered === true || at.offered
  if (present && compareBallots(present.ballot, at.ballot) > 0) {
    // It holds something of a higher ballot: that stays; but who was asked to claim may claim all the same.
    ctx.store.held.set(session, { ...present, offered })
    return
  }
  // Of one ballot it is one state, and an offer an earlier version of it, or without its bytes: no reason to forget
  // what is held.
  const same = present !== null && compareBallots(present.ballot, at.ballot) === 0 ? present : null
  const keeps = same !== null && (at.copy === null || (same.copy !== null && same.copy.version > at.copy.version))
  const { copy, loaded } = keeps ? { copy: same.copy, loaded: at.loaded ?? same.loaded } : at
  const sealed = at.sealed || same?.sealed === true
  ctx.store.held.set(session, { epoch, ballot: at.ballot, copy, sealed, offered, answered, loaded, at: ctx.now })
}

export function onHold(ctx: Context, from: PeerId, message: Of<'hold'>): void {
  const { config, ballot, next, version, state } = message
  const { session, epoch } = config
  const known = ctx.directory.config(session)
  if (known && known.epoch > epoch) return void ahead(ctx, from, known)
  adopt(ctx, config)
  const owns = next.owner === ctx.me
  const loaded = owns ? tryLoad(ctx, config, state) : null
  if (owns && !loaded) return decline(ctx, from, config, state)
  hold(ctx, config, { ballot, copy: { version, bytes: state }, sealed: true, offered: false, loaded })
  ctx.send(from, { kind: 'held', session, epoch, ballot, version, canLoad: owns })
  // The asking node may not know yet that this one leaves: so this one asks for the outcome (handoff/exit.ts).
  if (ctx.draining) ctx.wake(session)
}

/** Tells a proposer that this node can't run the session as these bytes have it, and why. */
export function decline(ctx: Context, to: PeerId, { session, epoch }: Configuration, bytes: Uint8Array): void {
  const text = ctx.quarantine.get(session)?.error ?? 'cannot load'
  ctx.send(to, { kind: 'decline', session, epoch, schema: schemaIn(bytes), text })
}

/** The session, where this node can run it. A state that it can't load is set aside, whole. */
export function tryLoad(ctx: Context, { session, epoch }: Configuration, bytes: Uint8Array): Loaded | null {
  try {
    return loadSession(bytes, ctx.game)
  } catch (error) {
    ctx.setAside(session, epoch, bytes, String(error))
    return null
  }
}
