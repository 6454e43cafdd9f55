// The root machine: every event of a node enters here, and every effect leaves.
//
// It only passes events to the machines that decide, and sees to the end of a turn: what is due is looked at, what was
// applied becomes a version, what was confirmed is shown. The same code runs on libp2p and in the simulator; it knows
// no clock but `now`. An exception stays with the session, or the step, that it came from (contain.ts).
import type { PeerId, SessionId } from '../../protocol/ids.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'
import { onDiscovery } from './cluster/alone.ts'
import { ownStatus } from './cluster/own-status.ts'
import { heartbeat, onPeerUp } from './cluster/peers.ts'
import { tellAll } from './consensus/epoch.ts'
import { Context } from './context.ts'
import { consequences } from './decided.ts'
import type { Effect, Timer } from './effect.ts'
import type { Event } from './event.ts'
import { onMemory } from './failover/room.ts'
import { callNext } from './failover/takeovers.ts'
import { look, onReached, wakeSessionsOf } from './failover/upkeep.ts'
import type { Game } from './game.ts'
import { drainForGood, leaveIfFree, onDeadline } from './handoff/drain.ts'
import { onClaimTimer } from './handoff/handoff.ts'
import { inspect, type MeshView } from './inspect.ts'
import { onDead, onMessage, sessionOf } from './messages.ts'
import { obey } from './operator.ts'
import { onSocketClosed, onSocketMessage, onSocketOpen, retryJoins } from './players/routing.ts'
import { isReady } from './ready.ts'
import { contain } from './session/contain.ts'
import { onClock } from './session/ring.ts'
import { endTurn } from './session/turn.ts'
import type { Settings } from './settings.ts'
import { onMarked } from './storage/marking.ts'
import { onWritten } from './storage/parking.ts'
import { onFound, onTaken } from './storage/resume.ts'
import { onDisk, onSigns } from './storage/signs.ts'
import { SWEEP } from './sweep.ts'

const BEAT_MS = 200
const TICK_MS = 20

/** What a node hears of a session that is fenced on it: what any gateway does. */
const OUTSIDE: ReadonlySet<MeshMessage['kind']> = new Set(['decided', 'owned', 'route', 'attach', 'detach'])

export class Node {
  readonly #ctx: Context
  #ticking = false

  constructor(settings: Settings, game: Game) {
    this.#ctx = new Context(settings, game, consequences)
    this.#ctx.own.told = ownStatus(this.#ctx)
  }

  /** `now`: monotonic milliseconds, never less than before. */
  handle(event: Event, now: number): Effect[] {
    const ctx = this.#ctx
    ctx.now = now
    ctx.peers.at(now)
    contain(ctx, event.kind === 'message' ? sessionOf(event.message) : null, () => this.#onEvent(event))
    this.#settleOwnMessages()
    if (ctx.store.scheduled.size > 0 && !this.#ticking) {
      this.#ticking = true
      ctx.timer(TICK_MS, { kind: 'tick' })
    }
    return ctx.takeEffects()
  }

  inspect(): MeshView {
    return inspect(this.#ctx)
  }

  /** For checkers and tests: everything, to be read only. */
  get context(): Context {
    return this.#ctx
  }

  /** What its sign says, and whose signs it waits for (signs.ts). */
  onDisk = () => onDisk(this.#ctx)

  /** Its health check may say yes. */
  ready(now: number): boolean {
    return isReady(this.#ctx, now)
  }

  #onEvent(event: Event): void {
    const ctx = this.#ctx
    switch (event.kind) {
      case 'start':
        return void heartbeat(ctx, BEAT_MS)
      case 'peer-up':
        onPeerUp(ctx, event)
        return onReached(ctx, event.peer)
      case 'peer-down':
        return ctx.peers.disconnected(event.peer)
      case 'peer-dead':
        return onDead(ctx, event.peer, 'dead')
      case 'discovery':
        return onDiscovery(ctx, event.answered)
      case 'message':
        return this.#onMessage(event.from, event.message)
      case 'socket-open':
        return onSocketOpen(ctx, event)
      case 'socket-message':
        return onSocketMessage(ctx, event.socket, event.message, event.chance)
      case 'socket-closed':
        return onSocketClosed(ctx, event.socket)
      case 'timer':
        return this.#onTimer(event.timer)
      case 'flush':
        return this.#endTurn()
      case 'busy':
        ctx.busy = event.share
        return
      case 'memory':
        return onMemory(ctx, event.share)
      case 'written':
        return onWritten(ctx, event)
      case 'marked':
        return onMarked(ctx, event)
      case 'found':
        return onFound(ctx, event)
      case 'signs':
        return onSigns(ctx, event)
      case 'taken':
        return onTaken(ctx, event)
      case 'drain':
        return drainForGood(ctx)
      case 'operate':
        return ctx.answer(obey(ctx, event.command))
      default:
        event satisfies never
    }
  }

  #onTimer(timer: Timer): void {
    const ctx = this.#ctx
    switch (timer.kind) {
      case 'beat': {
        const silent = heartbeat(ctx, BEAT_MS)
        retryJoins(ctx)
        for (const peer of silent) wakeSessionsOf(ctx, peer)
        return
      }
      case 'tick': {
        this.#ticking = false
        tellAll(ctx)
        for (const session of ctx.store.scheduled) if (this.#isDue(session)) ctx.wake(session)
        return
      }
      case 'claim':
        return onClaimTimer(ctx, timer)
      case 'clock': {
        const r = ctx.store.members.get(timer.session)?.running
        if (r?.epoch === timer.epoch) onClock(ctx, r, timer.set)
        return
      }
      case 'sweep': {
        for (const step of SWEEP) contain(ctx, null, () => step(ctx))
        return
      }
      case 'drain-deadline':
        return onDeadline(ctx)
      default:
        timer satisfies never
    }
  }

  #onMessage(from: PeerId, message: MeshMessage): void {
    const session = sessionOf(message)
    if (session && this.#ctx.store.fenced.has(session) && !OUTSIDE.has(message.kind)) return
    onMessage(this.#ctx, from, message)
  }

  /** Looks at what is due, makes versions of what was applied, shows what was confirmed. */
  #endTurn(): void {
    const { store, dirty } = this.#ctx
    for (;;) {
      for (const session of take(store.due)) this.#look(session)
      for (const session of take(dirty)) {
        const m = store.members.get(session)
        if (m?.running) contain(this.#ctx, session, () => endTurn(this.#ctx, m.config, m.running!))
      }
      this.#settleOwnMessages()
      this.#refill()
      callNext(this.#ctx)
      if (store.due.size === 0 && dirty.size === 0) break
    }
    const moved = this.#ctx.movesToTell
    if (moved.length > 0) this.#ctx.gossip({ kind: 'moved', moved })
    this.#ctx.movesToTell = []
    contain(this.#ctx, null, () => leaveIfFree(this.#ctx))
  }

  #isDue(session: SessionId): boolean {
    const { store, waits, now } = this.#ctx
    const times = [store.members.get(session)?.lookAt, waits.get(session)?.lookAt]
    return times.every(at => at === undefined) || times.some(at => at !== undefined && at <= now)
  }

  #look(session: SessionId): void {
    const { store } = this.#ctx
    contain(this.#ctx, session, () => {
      if (look(this.#ctx, session)) store.scheduled.add(session)
      else store.scheduled.delete(session)
    })
  }

  /** Sessions that waited for a place in the window are looked at as places become free. */
  #refill(): void {
    const { store, window, now } = this.#ctx
    let places = window.places(store.moving(now), store.queue.size)
    for (const session of store.queue) {
      if (places-- <= 0) break
      store.queue.delete(session)
      const m = store.members.get(session)
      if (m) m.lookAt = 0
      store.due.add(session)
    }
  }

  #settleOwnMessages(): void {
    for (let messages = this.#ctx.takeOwnMessages(); messages.length > 0; messages = this.#ctx.takeOwnMessages()) {
      for (const message of messages)
        contain(this.#ctx, sessionOf(message), () => this.#onMessage(this.#ctx.me, message))
    }
  }
}

function take<T>(set: Set<T>): T[] {
  const all = [...set]
  set.clear()
  return all
}
