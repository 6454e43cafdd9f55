// Going on with a session that has no quorum: the one thing here that may fork.
//
// The session itself stays as it is, so its epochs decide nothing twice [G1]: if its voters are heard again, it goes
// on. What begins here is a next incarnation of it (protocol/incarnation.ts), a session of its own, from the copy that
// this node holds; as a backup it holds all that was ever acknowledged at its epoch [E1]. So nothing is lost, unless
// the other side of a cut goes on as well. When the two incarnations meet, the one that has done more stays, and what
// the other did is counted and kept as `unsure` (meeting.ts).
import { holders } from '../../../protocol/configuration.ts'
import type { OperatorErrorCode } from '../../../protocol/errors.ts'
import { type SessionId, shortPeer, type Version } from '../../../protocol/ids.ts'
import { nextIncarnation } from '../../../protocol/incarnation.ts'
import type { Outcome } from '../../../protocol/operator.ts'
import type { Member } from '../consensus/member.ts'
import { isQuorum } from '../consensus/quorum.ts'
import { tryLoad } from '../consensus/voter.ts'
import type { Context } from '../context.ts'
import { contain } from '../session/contain.ts'
import { forNextIncarnation, type Loaded } from '../session/state.ts'
import { begin, runAlone } from './create.ts'

/** With each sweep: sessions whose voters have been silent for too long. The first of the holders who are left goes
 *  on. */
export function forceStuck(ctx: Context): void {
  const { forceAfterMs } = ctx.settings
  if (forceAfterMs === 0) return
  for (const [session, m] of [...ctx.store.members]) {
    if (hasQuorum(ctx, m)) m.stuckAt = -1
    else if (m.stuckAt < 0) m.stuckAt = ctx.now
    else if (ctx.now - m.stuckAt >= forceAfterMs && isFirstHolder(ctx, m))
      contain(ctx, session, () => force(ctx, session))
  }
}

/** By an operator, or after FORCE_AFTER. Refused, and nothing changed, wherever the session may go on by itself. */
export function force(ctx: Context, session: SessionId): Outcome {
  const m = ctx.store.members.get(session)
  const no = (code: OperatorErrorCode, text: string): Outcome => ({ ok: false, code, text })
  if (!m) return no('no-copy', `This node has no part in a session ${session}.${holdersOf(ctx, session)}`)
  if (ctx.draining) return no('node-leaves', 'This node is leaving. Ask another that holds the session.')
  if (m.config.epoch === 0) return no('goes-on', 'This session has not begun yet.')
  if (hasQuorum(ctx, m))
    return no('goes-on', 'Most of the nodes that decide on this session are heard: it goes on by itself.')
  const last = ctx.directory.lastIncarnation(session)
  if (last !== session) return no('goes-on', `This session goes on already, as ${last}.`)
  const copy = copyOf(ctx, m)
  if (!copy) return no('no-copy', `This node holds no copy of the session that it can run.${holdersOf(ctx, session)}`)

  const { version, loaded } = copy
  let incarnation = nextIncarnation(session, ctx.me)
  // One may have given way before.
  while (ctx.directory.config(incarnation)) incarnation = nextIncarnation(incarnation, ctx.me)
  const state = { ...forNextIncarnation(loaded.state), fork: { from: session, version } }
  ctx.store.forced.add(session)
  runAlone(ctx, incarnation, { ...loaded, state })
  ctx.note({ name: 'forced', session: incarnation, from: session, epoch: m.config.epoch, version })
  begin(ctx, incarnation)
  return { ok: true, text: `The session goes on as ${incarnation}, from version ${version}.` }
}

function holdersOf(ctx: Context, session: SessionId): string {
  const config = ctx.directory.config(session)
  if (!config || config.owner === null) return ''
  return ` Ask one that holds it: ${holders(config).map(shortPeer).join(', ')}.`
}

/** Of those who are heard, or not seen to be dead. */
function hasQuorum(ctx: Context, { config }: Member): boolean {
  const heard = new Set(config.voters.filter(v => !ctx.peers.suspects(v, config.session)))
  return isQuorum(config, heard, v => ctx.peers.seenDead(v, config.session))
}

function isFirstHolder(ctx: Context, { config }: Member): boolean {
  return holders(config).find(h => !ctx.peers.suspects(h, config.session)) === ctx.me
}

/** An owner has all that it applied; a backup, what it was sent. */
function copyOf(ctx: Context, m: Member): { readonly version: Version; readonly loaded: Loaded } | null {
  const { running, config, copy } = m // a copy is a holder's
  if (running) return { version: running.version, loaded: running.loaded(ctx.now) }
  const loaded = copy && tryLoad(ctx, config, copy.bytes)
  return copy && loaded ? { version: copy.version, loaded } : null
}
