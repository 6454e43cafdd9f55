// The owner's work: players' inputs in, changes applied; what becomes of them at the end of a turn: turn.ts.
//
// [G2] A command is applied only where the state says it is the next one of the seat's holder; a repeated one is
// answered from the stored result once that is confirmed. What can't be answered yet (the session is sealed, or the
// answer would tell something unconfirmed) waits and is looked at again: it is never answered wrong, only later.
import type { PlayerErrorCode } from '../../../protocol/errors.ts'
import type { PeerId, Seq } from '../../../protocol/ids.ts'
import { COMMANDS_UNCONFIRMED_MAX } from '../../../protocol/limits.ts'
import type { Origin } from '../../../protocol/mesh.ts'
import type { PlayerInput, ToPlayer } from '../../../protocol/player.ts'
import type { Context } from '../context.ts'
import { armClock } from './clock.ts'
import { tell, watcherKey } from './deliver.ts'
import { attempt, FAILED } from './failing.ts'
import { tellPaused } from './pause.ts'
import { prove } from './proof.ts'
import type { Answer, Deed, Done, Input, Running } from './running.ts'
import { letIn, say, seatHeld, show } from './show.ts'
import { type Applied, applyCommand, refuseCommand, seatOf, storedResult, takeHold, takeSeat } from './state.ts'
import { placeOf } from './telling.ts'

type InputOf<K extends PlayerInput['kind']> = Extract<PlayerInput, { kind: K }>

/** Applies a change, and winds the game's clock where it says so. */
export function applyChange(ctx: Context, r: Running, applied: Applied, by: Partial<Done> = {}): void {
  r.apply(applied, ctx.now, by)
  if (applied.clockMs !== undefined) armClock(ctx, r)
  ctx.dirty.add(r.session)
}

export function onInput(ctx: Context, r: Running, { origin, input }: Input): void {
  take(ctx, r, { origin, input })
  if (input.kind === 'hello' || input.kind === 'attach') tellPaused(ctx, r, origin)
}

function take(ctx: Context, r: Running, { origin, input }: Input): void {
  if (r.sealedAt !== null) return r.wait({ origin, input })
  r.activeAt = ctx.now
  switch (input.kind) {
    case 'create':
    case 'join':
      return onJoin(ctx, r, origin, input)
    case 'hello':
      return onHello(ctx, r, origin, input)
    case 'command':
      return onCommand(ctx, r, origin, input)
    case 'attach':
      return onAttach(ctx, r, origin)
    case 'leave':
    case 'list':
      return // the gateway's own
    default:
      input satisfies never
  }
}

function refuse(ctx: Context, r: Running, origin: Origin, code: PlayerErrorCode, text: string, more = {}): void {
  tell(ctx, origin, { kind: 'error', code, text, session: r.session, ...more })
}

function onJoin(ctx: Context, r: Running, origin: Origin, input: InputOf<'create' | 'join'>): void {
  const { session } = r
  const { code } = r.state
  const done = (seat = seatOf(r.state, origin.player)): ToPlayer =>
    input.kind === 'create'
      ? { kind: 'created', key: input.key, session, code, seat }
      : { kind: 'joined', session, code, seat }
  if (seatOf(r.state, origin.player) >= 0) {
    const confirmed = r.confirmed && seatOf(r.confirmed, origin.player) >= 0
    return confirmed ? tell(ctx, origin, done()) : r.wait({ origin, input })
  }
  const applied = attempt(ctx, session, () => takeSeat(r.state, ctx.game, origin.player, origin.name)) ?? FAILED
  if ('code' in applied) return refuse(ctx, r, origin, applied.code, applied.text)
  const answer = { origin, message: done(seatOf(applied.state, origin.player)) }
  applyChange(ctx, r, applied, { answer, deed: deedOf(ctx, r, { origin, input }) })
}

/** What a player did, and what they are told where the game cannot write what comes of it. */
function deedOf(ctx: Context, r: Running, { origin, input }: Input, more = {}): Deed {
  return {
    again: () => take(ctx, r, { origin, input }),
    refuse: () => refuse(ctx, r, origin, 'game-failed', FAILED.text, more),
  }
}

function onHello(ctx: Context, r: Running, origin: Origin, input: InputOf<'hello'>): void {
  const { client, replaces } = input
  const seat = seatOf(r.state, origin.player)
  const place = r.state.seats[seat]
  if (!place) return refuse(ctx, r, origin, 'no-seat', 'You have no seat in this game. Join it by its code first.')
  if (place.holder === client) {
    return letIn(ctx, r, origin, client) ? showTo(ctx, r, origin) : r.wait({ origin, input })
  }
  const applied = takeHold(r.state, seat, client, replaces)
  if (applied === 'held') {
    const refusal = seatHeld(ctx, r, seat, client)
    return refusal ? tell(ctx, origin, refusal) : r.wait({ origin, input })
  }
  applyChange(ctx, r, applied, {
    answer: { origin, message: { kind: 'welcome', client } },
    deed: deedOf(ctx, r, { origin, input }),
  })
}

function onCommand(ctx: Context, r: Running, origin: Origin, input: InputOf<'command'>): void {
  const { session } = r
  const { seq } = input
  const seat = seatOf(r.state, origin.player)
  const place = r.state.seats[seat]
  if (!place)
    return refuse(ctx, r, origin, 'no-seat', 'You have no seat in this game. Join it by its code first.', { seq })
  if (place.holder !== origin.client) {
    const refusal = seatHeld(ctx, r, seat, origin.client)
    return refusal ? tell(ctx, origin, { ...refusal, seq }) : r.wait({ origin, input })
  }
  if (seq > place.last + 1) {
    const expected = (place.last + 1) as Seq
    return refuse(
      ctx,
      r,
      origin,
      'seq-expected',
      `Command ${seq} came where ${expected} is expected. Send that first.`,
      { seq, expected },
    )
  }
  const confirmed = r.confirmed?.seats[seat]
  if (seq <= place.last) {
    if (!confirmed || confirmed.last < seq) return r.wait({ origin, input })
    const refusal = storedResult(confirmed, seq)
    if (refusal === undefined)
      return refuse(ctx, r, origin, 'seq-expected', `The result of command ${seq} is no longer kept.`, {
        seq,
        expected: place.last + 1,
      })
    return tell(ctx, origin, { kind: 'ack', session, seq, refusal, ...placeOf(ctx, r, seat) })
  }
  if (confirmed && seq - confirmed.last > COMMANDS_UNCONFIRMED_MAX) {
    return refuse(
      ctx,
      r,
      origin,
      'too-many-unconfirmed',
      `${COMMANDS_UNCONFIRMED_MAX} commands are unconfirmed. Wait for an ack.`,
      { seq },
    )
  }
  const refused = () => refuseCommand(r.state, seat, input, FAILED)
  const applied = attempt(ctx, session, () => applyCommand(r.state, ctx.game, seat, input)) ?? refused()
  const answerTo = ({ state }: Applied): Answer => {
    const refusal = state.seats[seat]!.results.at(-1) ?? null
    return { origin, message: { kind: 'ack', session, seq, refusal } }
  }
  const { again } = deedOf(ctx, r, { origin, input })
  const instead = () => {
    const refusal = refused()
    applyChange(ctx, r, refusal, { answer: answerTo(refusal) })
  }
  applyChange(ctx, r, applied, { answer: answerTo(applied), deed: { again, refuse: instead } })
}

/** A gateway still holds the socket of a client that said hello to an earlier owner. */
function onAttach(ctx: Context, r: Running, origin: Origin): void {
  const seat = seatOf(r.state, origin.player)
  if (!r.confirmed || r.confirmed.seats[seat]?.holder !== r.state.seats[seat]?.holder)
    return r.wait({ origin, input: { kind: 'attach' } })
  if (letIn(ctx, r, origin, origin.client)) return showTo(ctx, r, origin)
  const refusal = seat < 0 ? null : seatHeld(ctx, r, seat, origin.client)
  if (refusal) tell(ctx, origin, refusal)
}

/** One watcher's view, unless all are about to be shown theirs. */
function showTo(ctx: Context, r: Running, origin: Origin): void {
  if (!r.unshown) show(ctx, r, origin)
}

/** Says what was confirmed, and looks again at what waited for it. */
export function conclude(ctx: Context, r: Running, answers: readonly Answer[]): void {
  say(ctx, r, answers)
  if (r.proofs.length > 0) prove(ctx, r)
  if (!r.unshown) return
  ctx.dirty.add(r.session)
  if (r.sealedAt === null) for (const input of r.takeWaiting()) onInput(ctx, r, input)
}

/** The socket is no longer in the session. */
export function detach(r: Running, origin: Origin): void {
  r.watchers.delete(watcherKey(origin))
}

/** Forgets the sockets of a node that died. */
export function gatewayDied(r: Running, gateway: PeerId): void {
  for (const [key, { origin }] of r.watchers) if (origin.gateway === gateway) r.watchers.delete(key)
}
