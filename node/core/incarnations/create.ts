// The beginning of a session [E9].
//
// Its name is random, so no other node makes it too. Epoch 0 has one voter, this node, and nobody hears of it: nothing
// is acknowledged and nothing gossiped until epoch 1, an ordinary propose, has put the session on its backups. So a
// session that dies with its maker before that was promised to nobody.
import type { Configuration } from '../../../protocol/configuration.ts'
import type { ClientId, Epoch, Seat, SessionId, Version } from '../../../protocol/ids.ts'
import type { Origin } from '../../../protocol/mesh.ts'
import { schemaToWrite } from '../cluster/schema.ts'
import { newMember } from '../consensus/member.ts'
import { choose, propose } from '../consensus/proposer.ts'
import type { Context } from '../context.ts'
import { ask } from '../session/ask.ts'
import { tell } from '../session/deliver.ts'
import { attempt, FAILED } from '../session/failing.ts'
import { applyChange } from '../session/inputs.ts'
import { Running } from '../session/running.ts'
import { type Loaded, type SessionState, saveSession, takeSeat } from '../session/state.ts'
import { CODE_WORDS, freeCode } from './codes.ts'

/** `chance`: 32-bit words that nobody can know. What is drawn for the code and the game is unknown only with them. */
export function createSession(ctx: Context, origin: Origin, key: ClientId, chance: readonly number[]): void {
  const pending = ctx.creating.get(`${origin.player} ${key}`)
  if (pending) return // its answer is on the way; a resend finds the session once it is known
  const id = ctx.random.hex(4) as SessionId
  const code = freeCode(ctx, chance)
  const made = attempt(ctx, null, () => first(ctx, { id, code, maker: origin.player, key }, origin, chance)) ?? FAILED
  if ('code' in made) return tell(ctx, origin, { kind: 'error', code: made.code, text: made.text, key })
  const running = runAlone(ctx, id, { state: made.state, clockMs: null })
  ctx.creating.set(`${origin.player} ${key}`, id)
  const answer = { origin, message: { kind: 'created', key, session: id, code, seat: 0 as Seat } } as const
  applyChange(ctx, running, made.seated, { answer })
  begin(ctx, id)
}

/** A game with its first player. What cannot be written is not begun. @throws GameError */
function first(
  ctx: Context,
  by: Pick<SessionState, 'id' | 'code' | 'maker' | 'key'>,
  { player, name }: Origin,
  chance: readonly number[],
) {
  const { game } = ctx
  const seed = (ctx.random.next() ^ (chance[CODE_WORDS] ?? 0)) >>> 0
  const state: SessionState = { ...by, seats: [], game: ask('create', () => game.create(seed)) }
  const seated = takeSeat(state, game, player, name)
  if ('code' in seated) return seated
  saveSession({ state: seated.state, clockMs: null }, game, schemaToWrite(ctx))
  return { state, seated }
}

/** Epoch 0: its one voter is this node. */
export const alone = (ctx: Context, session: SessionId): Configuration => ({
  session,
  epoch: 0 as Epoch,
  owner: ctx.me,
  backups: [],
  voters: [ctx.me],
})

/** Runs the session at epoch 0. */
export function runAlone(ctx: Context, session: SessionId, loaded: Loaded): Running {
  const config = alone(ctx, session)
  const running = new Running({ session, epoch: config.epoch, version: 0 as Version, loaded, now: ctx.now })
  ctx.directory.learn(config, ctx.now)
  ctx.store.members.set(session, newMember(config, null, running))
  ctx.store.running.add(session)
  return running
}

/** From epoch 0 to 1, as soon as somebody backs the session up. */
export function begin(ctx: Context, session: SessionId): void {
  const m = ctx.store.members.get(session)
  if (!m?.running || m.config.epoch !== 0 || m.proposal) return
  const next = choose(ctx, m)
  if (next) propose(ctx, m, next)
  ctx.wake(session)
}

/** How long a create waits for a backup before the player is told to try again. */
const CREATE_WAIT_MS = 2_000

/** A session that found no backup ends before it began: nothing of it was acknowledged. Who was asked to hold it is
 *  told so. */
export function giveUp(ctx: Context, session: SessionId): boolean {
  const m = ctx.store.members.get(session)
  const r = m?.running
  if (!m || !r || m.config.epoch !== 0 || ctx.now - r.activeAt < CREATE_WAIT_MS) return false
  const { maker, key } = r.state
  // What was resumed waits as long as it takes.
  if (ctx.creating.get(`${maker} ${key}`) !== session) return false
  const text = 'No other node could take a copy of your game just now, so it was not started. Try again.'
  for (const { answers } of r.pending) {
    for (const { origin } of answers) tell(ctx, origin, { kind: 'error', code: 'no-backup', text, key })
  }
  ctx.creating.delete(`${maker} ${key}`)
  propose(ctx, m, ended(m.config))
  for (const peer of ctx.peers.candidates())
    for (const message of ctx.directory.tell(session)) ctx.send(peer.peer, message)
  return true
}

/** The configuration after the last. */
export function ended({ session, epoch }: Configuration): Configuration {
  return { session, epoch: (epoch + 1) as Epoch, owner: null, backups: [], voters: [] }
}
