// The passing from one configuration of a session to the next, and a voter's part in deciding it (DESIGN: Epochs).
//
// [G1] The successor of a configuration is decided once, by single-decree Paxos (Lamport, "Paxos Made Simple") among its own voters: a
// voter that promised a ballot accepts none below it, and who proposes at a higher ballot must take up what a quorum may already have
// accepted. Nothing is voted below what the directory knows as decided, and nobody votes in two configurations at once.
// [G3] A member of the next configuration that must have the state has it before the vote begins, so `adopt` finds it: what was held
// for that epoch, of the highest ballot, else the member's own.
import { type Ballot, type Configuration, compareBallots, holders, members } from '../../protocol/configuration.ts'
import type { PeerId, SessionId } from '../../protocol/ids.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'
import type { Context } from './context.ts'
import { invariant } from './invariant.ts'
import { type Copy, type Held, type Member, newMember } from './member.ts'
import { armClock, endTurn } from './owner.ts'
import { Running, runOn } from './running.ts'
import { type Loaded, loadSession } from './session.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

/** Takes a decided configuration for true. False where it is no news. */
export function adopt(ctx: Context, config: Configuration): boolean {
  const { store, me } = ctx
  const { session } = config
  const before = ctx.directory.config(session)
  if (!ctx.directory.learn(config, ctx.now)) return false
  const old = store.members.get(session) ?? null
  const held = heldFor(ctx, config)
  const part = members(config).includes(me)
  if (old || part || store.held.get(session)?.answered) store.tookPart.add(session)
  store.members.delete(session)
  for (const set of [store.fresh, store.restless, store.queue]) set.delete(session)
  store.sealed.delete(session)
  store.rounds.delete(session)
  if (old?.running) store.running.delete(session)

  if (part) join(ctx, config, old, held)
  else if (old || store.held.get(session)?.answered) leave(ctx, config, old)
  store.held.delete(session)
  if (old?.running && config.owner !== me) handOver(ctx, config, old.running)
  if (before?.owner !== config.owner) ctx.sockets.ownerChanged(ctx, config)
  return true
}

function heldFor(ctx: Context, config: Configuration): Held | null {
  const held = ctx.store.held.get(config.session)
  return held && held.epoch === config.epoch - 1 ? held : null
}

function join(ctx: Context, config: Configuration, old: Member | null, held: Held | null): void {
  const { session } = config
  const owns = config.owner === ctx.me
  const holds = holders(config).includes(ctx.me)
  const own = old && old.config.epoch === config.epoch - 1 && holders(old.config).includes(ctx.me) ? old : null
  // What is held of another ballot than the owner's own is another's proposal, and newer.
  const live = own?.running && (held === null || held.copy === null) ? own.running : null
  const copy = live ? null : (held?.copy ?? own?.copy ?? null)
  if (!holds) return void ctx.store.members.set(session, newMember(config, null, null))
  invariant(live !== null || copy !== null, session, `a holder at epoch ${config.epoch} has no state`)
  if (!owns) {
    const kept = copy ?? live!.copy(ctx.game, ctx.schema(), ctx.now)
    return void ctx.store.members.set(session, newMember(config, kept, null))
  }
  const running = live
    ? runOn(live, config.epoch, ctx.now)
    : start(ctx, config, copy!, held?.copy === copy ? held.loaded : null)
  const m = newMember(config, null, running)
  for (const peer of old?.unable ?? []) m.unable.add(peer)
  ctx.store.members.set(session, m)
  ctx.unrest(session)
  ctx.store.running.add(session)
  armClock(ctx, running)
  ctx.dirty.add(session)
  const planned = live !== null || config.owner === null || !ctx.peers.suspects(old?.config.owner ?? ctx.me)
  ctx.note({ name: 'activated', session, epoch: config.epoch, version: running.version, planned })
  const from = old?.config.owner
  if (!planned && from) tookOver(ctx, config, from)
  // Whoever decided may die before it tells: the new owner tells everybody itself.
  if (config.epoch > 0) ctx.gossip({ kind: 'decided', config })
  if (!old?.running) return
  for (const [key, watcher] of old.running.watchers) running.watchers.set(key, watcher)
  for (const input of old.running.takeWaiting()) running.wait(input)
}

/** A takeover's pause is told by who took over: since it last heard of the owner. */
function tookOver(ctx: Context, { session, epoch }: Configuration, from: PeerId): void {
  const moved = { session, from, to: ctx.me, epoch, pauseMs: ctx.peers.silentMs(from), planned: false }
  ctx.remember(moved)
  ctx.note({ name: 'moved', moved })
  ctx.gossip({ kind: 'moved', moved })
}

function start(ctx: Context, config: Configuration, copy: Copy, loaded: Loaded | null): Running {
  const { session, epoch } = config
  return new Running({
    session,
    epoch,
    version: copy.version,
    loaded: loaded ?? loadSession(copy.bytes, ctx.game),
    now: ctx.now,
  })
}

/** [E8] This node may not exit before those who go on say that they know. */
function leave(ctx: Context, config: Configuration, old: Member | null): void {
  const { session, epoch } = config
  if (config.owner !== null) {
    ctx.store.waits.set(session, { epoch, who: null, lookAt: ctx.now + 100 })
  } else {
    const who = new Set(old ? members(old.config).filter(p => p !== ctx.me) : [])
    if (who.size > 0) ctx.store.waits.set(session, { epoch, who, lookAt: ctx.now + 100 })
    else ctx.store.waits.delete(session)
  }
  if (ctx.store.waits.has(session)) ctx.unrest(session)
}

/** The old owner passes on what came while it was sealed, in order, and tells the gateways that hold its players. */
function handOver(ctx: Context, config: Configuration, r: Running): void {
  const { owner, session, epoch } = config
  if (owner === null) return
  const told = new Set([...members(config), ctx.me])
  for (const { origin } of r.watchers.values()) {
    if (told.has(origin.gateway)) continue
    told.add(origin.gateway)
    ctx.send(origin.gateway, { kind: 'decided', config })
  }
  ctx.store.leaving.set(session, { epoch, to: owner, sealedAt: r.sealedAt ?? ctx.now })
  ctx.send(owner, { kind: 'decided', config })
  for (const { origin, input } of r.takeWaiting()) {
    if (input.kind === 'attach') ctx.send(owner, { kind: 'attach', config, origin })
    else ctx.send(owner, { kind: 'route', session, origin, input, hops: 2 })
  }
}

/** The record to vote with, where the message's configuration is the present one. Who lags learns it first; who is ahead says so. */
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
  m.promised = ballot
  ctx.send(from, { kind: 'promise', session, epoch, ballot, accepted: m.accepted })
}

export function onAccept(ctx: Context, from: PeerId, { config, ballot, next }: Of<'accept'>): void {
  const m = present(ctx, from, config)
  if (!m) return
  const { session, epoch } = m.config
  if (compareBallots(ballot, m.promised) < 0)
    return ctx.send(from, { kind: 'nack', session, epoch, promised: m.promised })
  overtaken(ctx, m, ballot)
  m.promised = ballot
  m.accepted = { ballot, next }
  ctx.store.tookPart.add(session)
  ctx.send(from, { kind: 'accepted', session, epoch, ballot })
}

/** Another's ballot: one's own lower proposal is over, an owner applies nothing more, and someone must see it through. */
function overtaken(ctx: Context, m: Member, ballot: Ballot): void {
  if (m.proposal && compareBallots(m.proposal.ballot, ballot) < 0) m.proposal = null
  seal(ctx, m)
  ctx.unrest(m.config.session)
}

/** [E2] The owner stops applying; only a decided next epoch starts the session again. */
export function seal(ctx: Context, m: Member): void {
  const r = m.running
  if (!r || r.sealedAt !== null) return
  endTurn(ctx, m.config, r)
  r.seal(ctx.now)
  ctx.store.sealed.add(r.session)
  ctx.note({ name: 'sealed', session: r.session, epoch: r.epoch })
}

export function onDecided(ctx: Context, from: PeerId, { config }: Of<'decided'>): void {
  adopt(ctx, config)
  const known = ctx.directory.config(config.session)
  const running = ctx.store.members.get(config.session)?.running
  if (known && ((running && running.epoch >= config.epoch) || known.owner === null))
    ctx.send(from, { kind: 'owned', config: known })
}

export function onOwned(ctx: Context, from: PeerId, { config }: Of<'owned'>): void {
  adopt(ctx, config)
  const { session, epoch, owner } = config
  const wait = ctx.store.waits.get(session)
  if (wait && owner !== null && wait.epoch <= epoch) ctx.store.waits.delete(session)
  else if (wait?.who) {
    wait.who.delete(from)
    if (wait.who.size === 0) ctx.store.waits.delete(session)
  }
  const left = ctx.store.leaving.get(session)
  if (!left || left.epoch > epoch) return
  ctx.store.leaving.delete(session)
  if (owner === null) return
  const moved = {
    session,
    from: ctx.me,
    to: left.to,
    epoch: left.epoch,
    pauseMs: ctx.now - left.sealedAt,
    planned: true,
  }
  ctx.remember(moved)
  ctx.note({ name: 'moved', moved })
  ctx.gossip({ kind: 'moved', moved })
}

/** Keeps a state for the next epoch. `offered`: it may be claimed, and its sender counts on nothing yet. */
export function hold(
  ctx: Context,
  config: Configuration,
  at: { ballot: Ballot; copy: Copy | null; offered: boolean },
): void {
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
  const same = present && compareBallots(present.ballot, at.ballot) === 0
  // Holds of one ballot are one state; one that came without its bytes is no reason to forget them.
  const copy = at.copy ?? (same ? present.copy : null)
  const loaded = same && at.copy === null ? present.loaded : null
  ctx.store.held.set(session, { epoch, ballot: at.ballot, copy, offered, answered, loaded })
}

export function onHold(ctx: Context, from: PeerId, message: Of<'hold'>): void {
  const { config, ballot, next, version, state } = message
  const { session, epoch } = config
  const known = ctx.directory.config(session)
  if (known && known.epoch > epoch) return void ahead(ctx, from, known)
  adopt(ctx, config)
  if (next.owner === ctx.me && !loadHeld(ctx, config, { version, bytes: state }, ballot))
    return decline(ctx, from, config)
  hold(ctx, config, { ballot, copy: { version, bytes: state }, offered: false })
  if (next.owner === ctx.me) loadHeld(ctx, config, { version, bytes: state }, ballot)
  ctx.send(from, { kind: 'held', session, epoch, ballot })
}

function decline(ctx: Context, to: PeerId, { session, epoch }: Configuration): void {
  ctx.send(to, { kind: 'decline', session, epoch, text: ctx.quarantine.get(session)?.error ?? 'cannot load' })
}

/** Whether this node can run the state; keeps it decoded where it holds the same one. A state that it can't load is set aside, whole. */
export function loadHeld(ctx: Context, config: Configuration, copy: Copy, ballot: Ballot): boolean {
  const { session, epoch } = config
  const h = ctx.store.held.get(session)
  const same = h?.epoch === epoch && h.copy?.version === copy.version && compareBallots(h.ballot, ballot) === 0
  if (same && h.loaded) return true
  try {
    const loaded = loadSession(copy.bytes, ctx.game)
    if (same) ctx.store.held.set(session, { ...h, loaded })
    return true
  } catch (error) {
    ctx.setAside(session, epoch, copy.bytes, String(error))
    return false
  }
}
