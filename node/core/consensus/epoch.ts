// The passing from one configuration of a session to the next, and a voter's part in deciding it.
//
// [G1] The successor of a configuration is decided once, by single-decree Paxos (Lamport, "Paxos Made Simple") among
// its own voters: a voter that promised a ballot accepts none below it, and who proposes at a higher ballot must take
// up what a quorum may already have accepted. Nothing is voted below what the directory knows as decided, and nobody
// votes in two configurations at once. [G3] A member of the next configuration that must have the state has it before
// the vote begins, so `adopt` finds it: what was held for that epoch, of the highest ballot, else the member's own.
import { BALLOT_ZERO, type Ballot, type Configuration, holders, members } from '../../../protocol/configuration.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import { remember } from '../cluster/forget.ts'
import { schemaToWrite } from '../cluster/schema.ts'
import type { Context } from '../context.ts'
import { invariant } from '../invariant.ts'
import { armClock } from '../session/clock.ts'
import type { Copy } from '../session/copy.ts'
import { forgetFailures, writtenAs } from '../session/failing.ts'
import { adoptFromOutside } from '../session/fence.ts'
import { replicate, schemaFor } from '../session/replication.ts'
import { Running, runOn } from '../session/running.ts'
import { type Loaded, loadSession } from '../session/state.ts'
import { type Held, type Member, newMember } from './member.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

/** Takes a decided configuration for true. False where it is no news. */
export function adopt(ctx: Context, config: Configuration): boolean {
  const { store, me } = ctx
  const { session } = config
  const before = ctx.directory.config(session)
  if (store.fenced.has(session)) return adoptFromOutside(ctx, config, before)
  if (!ctx.directory.learn(config, ctx.now)) return false
  const old = store.members.get(session) ?? null
  const held = heldFor(ctx, config)
  const part = members(config).includes(me)
  if (old || part || store.held.get(session)?.answered) remember(ctx, config, before)
  store.members.delete(session)
  const waiting = [store.due, store.scheduled, store.queue, store.takeoverQueue]
  for (const set of [...waiting, store.offers]) set.delete(session)
  store.sealed.delete(session)
  store.takeovers.delete(session)
  store.rounds.delete(session)
  if (old?.running) {
    store.running.delete(session)
    if (config.owner !== me) forgetFailures(ctx, session)
    if (old.running.sealedAt !== null && config.owner !== me) ctx.window.passed(ctx.now - old.running.sealedAt)
  }

  const leaves = !part && (old !== null || store.held.get(session)?.answered === true)
  if (part) join(ctx, config, { before, old, held })
  store.held.delete(session)
  ctx.consequences.decided({ config, before, old, leaves })
  return true
}

function heldFor(ctx: Context, config: Configuration): Held | null {
  const held = ctx.store.held.get(config.session)
  return held && held.epoch === config.epoch - 1 ? held : null
}

/** `before`, as this node knew it; `old`, its part in that, and what it holds for this one. */
interface Past {
  readonly before: Configuration | null
  readonly old: Member | null
  readonly held: Held | null
}

function join(ctx: Context, config: Configuration, { before, old, held }: Past): void {
  const { session } = config
  const owns = config.owner === ctx.me
  const holds = holders(config).includes(ctx.me)
  const own = old && old.config.epoch === config.epoch - 1 && holders(old.config).includes(ctx.me) ? old : null
  // What is held of another ballot than the owner's own is another's proposal, and newer.
  const live = own?.running && (held === null || held.copy === null) ? own.running : null
  const { copy, begun } = begunFrom(held, live ? null : own)
  // A backup of an incarnation that its maker was slow to begin may have forgotten what it held: the owner sends it.
  const forgot = !owns && !before && !copy && config.epoch === 1
  if (!holds || forgot) return void ctx.store.members.set(session, newMember(config, null, null))
  invariant(live !== null || copy !== null, session, `a holder at epoch ${config.epoch} has no state`)
  if (!owns) {
    const kept = copy ?? writtenAs(ctx, live!, schemaToWrite(ctx))
    return back(ctx, config, kept, begun)
  }
  const running = live
    ? runOn(live, config.epoch, ctx.now)
    : start(ctx, config, copy!, held?.copy === copy ? held.loaded : null)
  const m = newMember(config, null, running, begun)
  for (const [peer, schema] of old?.cannotLoad ?? []) m.cannotLoad.set(peer, schema)
  ctx.store.members.set(session, m)
  ctx.wake(session)
  ctx.store.running.add(session)
  armClock(ctx, running)
  ctx.dirty.add(session)
  // A backup may not read what it holds: as it is written now, all who live can [G7].
  const { inherited } = running
  if (config.epoch > 0 && inherited !== null && inherited.schema !== schemaFor(ctx, config, running))
    replicate(ctx, config, running)
  const planned = live !== null || config.owner === null || !ctx.peers.suspects(old?.config.owner ?? ctx.me, session)
  ctx.note({ name: 'activated', session, epoch: config.epoch, version: running.version, planned })
  const from = old?.config.owner
  if (!planned && from) tookOver(ctx, config, from)
  tellOwned(ctx, config, before)
  if (!old?.running) return
  for (const [key, watcher] of old.running.watchers) running.watchers.set(key, { ...watcher, shown: -1 })
  for (const input of old.running.takeWaiting()) running.wait(input)
}

/** Whoever decided may die before it tells: the new owner tells everybody itself. In a move the old one first, on whose
 *  word the players' gateways wait; the others soon after, so that they do not compete with those who do. */
function tellOwned(ctx: Context, config: Configuration, before: Configuration | null): void {
  const { session, epoch } = config
  const from = before?.owner
  if (epoch === 0) return
  if (!from || from === ctx.me || ctx.peers.suspects(from, session)) return ctx.gossip({ kind: 'decided', config })
  ctx.send(from, { kind: 'owned', config })
  ctx.store.untold.add(session)
}

/** With each tick. */
export function tellAll(ctx: Context): void {
  for (const session of ctx.store.untold) {
    const config = ctx.directory.config(session)
    if (config?.owner === ctx.me) ctx.gossip({ kind: 'decided', config })
  }
  ctx.store.untold.clear()
}

/** [E3] Of another ballot than the owner's, what is held is what its proposer had. Of the owner's it may have come with
 *  an offer, and as a backup this node was sent more since. */
function begunFrom(held: Held | null, own: Member | null): { copy: Copy | null; begun: Ballot } {
  if (!held) return { copy: own?.copy ?? null, begun: BALLOT_ZERO }
  const { ballot: begun, copy } = held
  const late = own !== null && begun.round === 0 && own.received > (copy?.version ?? -1)
  return { copy: late || !copy ? (own?.copy ?? null) : copy, begun }
}

/** [E1] [E3] A backup has what the epoch begins with, so it confirms that at once, and need not be sent it. */
function back(ctx: Context, config: Configuration, copy: Copy, ballot: Ballot): void {
  const { session, epoch, owner } = config
  ctx.store.members.set(session, newMember(config, copy, null, ballot))
  if (owner === null) return
  ctx.send(owner, { kind: 'confirm', session, epoch, version: copy.version, begun: { config, ballot } })
}

/** A takeover's pause is told by who took over: since it last heard of the owner. */
function tookOver(ctx: Context, { session, epoch }: Configuration, from: PeerId): void {
  const moved = { session, from, to: ctx.me, epoch, pauseMs: ctx.peers.silentMs(from), planned: false }
  ctx.moved(moved)
}

function start(ctx: Context, config: Configuration, copy: Copy, loaded: Loaded | null): Running {
  const { session, epoch } = config
  const { version, bytes } = copy
  const read = loaded ?? loadSession(bytes, ctx.game)
  const inherited = { version, schema: read.schema!, bytes }
  return new Running({ session, epoch, version, loaded: read, inherited, now: ctx.now })
}

export function onDecided(ctx: Context, from: PeerId, { config }: Of<'decided'>): void {
  // An owner tells of a configuration once it runs it.
  if (from === config.owner) onOwned(ctx, from, { kind: 'owned', config })
  else adopt(ctx, config)
  const known = ctx.directory.config(config.session)
  const running = ctx.store.members.get(config.session)?.running
  // Of a parked session only once its file says so.
  const isOver = known?.owner === null && !(known.parked && ctx.files.marking.has(known.parked))
  if (known && ((running && running.epoch >= config.epoch) || isOver)) ctx.send(from, { kind: 'owned', config: known })
}

export function onOwned(ctx: Context, from: PeerId, { config }: Of<'owned'>): void {
  adopt(ctx, config)
  const { session, epoch, owner } = config
  const wait = ctx.waits.get(session)
  // An answer about an epoch before it says nothing of this one.
  if (wait && wait.epoch <= epoch) {
    if (owner === null) wait.who?.delete(from)
    if (owner !== null || wait.who?.size === 0) ctx.waits.delete(session)
  }
  const left = ctx.store.leaving.get(session)
  if (!left || left.epoch > epoch) return
  ctx.store.leaving.delete(session)
  if (owner === null) return
  ctx.pauses.push(ctx.now - left.sealedAt)
  ctx.lastMovedAt = ctx.now
  const moved = {
    session,
    from: ctx.me,
    to: left.to,
    epoch: left.epoch,
    pauseMs: ctx.now - left.sealedAt,
    planned: true,
  }
  ctx.moved(moved)
}
