// A fenced session: one that this node has stopped, because a bug of ours has struck it and what the node holds of it
// can't be trusted any more.
//
// For that session the node behaves like one that has crashed. It has forgotten what it held and voted, so it never
// again answers for the session, or takes part in it, while the process lives. Each of its statuses names the session,
// so that no node waits for it: that is its goodbye for this one session, and every node that hears it counts the
// sender, there, as seen dead [E6]. A backup takes over, and the session goes on, as after a crash [G4]. The node still
// serves players of the session as any gateway does. If no other node takes over, the session is named when this node
// leaves, and the exit code says so.
import { type Configuration, members } from '../../../protocol/configuration.ts'
import type { SessionId } from '../../../protocol/ids.ts'
import { tellStatus } from '../cluster/own-status.ts'
import type { Context } from '../context.ts'
import { tell } from './deliver.ts'

export const STOPPED =
  'The server that ran this game has stopped it, because of an error in the server. It goes on as soon as another has taken over.'
/** So long a leaving node waits for others to take over, or do without it: a takeover needs less than a second. */
const WAIT_MS = 5_000

export function fence(ctx: Context, session: SessionId): void {
  const { store, creating } = ctx
  if (store.fenced.has(session)) return
  store.fenced.add(session)
  const r = store.members.get(session)?.running
  const concerned = [...(r?.watchers.values() ?? []), ...(r?.waiting ?? [])]
  for (const { origin } of concerned) tell(ctx, origin, { kind: 'paused', session, why: STOPPED })
  for (const [key, made] of creating) if (made === session) creating.delete(key)
  store.leave(session)
  for (const map of [ctx.waits, store.leaving, ctx.dirty]) map.delete(session)
  tellStatus(ctx)
}

/** A fenced session goes on without this node, whatever the configuration says of it. */
export function adoptFromOutside(ctx: Context, config: Configuration, before: Configuration | null): boolean {
  if (before && before.epoch >= config.epoch) return false
  ctx.directory.learn(config, ctx.now)
  if (before?.owner !== config.owner) ctx.consequences.ownerChanged(config)
  return true
}

/** Those that no other node has taken over, or does without this one. */
export function stopped({ store, directory, me }: Context): SessionId[] {
  const counts = (config: Configuration | null) => !config || (config.owner !== null && members(config).includes(me))
  return [...store.fenced].filter(session => counts(directory.config(session))).sort()
}

/** Before this node leaves. */
export function awaitsOthers(ctx: Context): boolean {
  const waits = ctx.now - ctx.drainedAt < WAIT_MS && ctx.peers.candidates().length > 0
  return waits && stopped(ctx).length > 0
}

/** With each sweep: what has ended, and is forgotten, needs no fence. */
export function forgetFences({ store, directory }: Context): void {
  for (const session of store.fenced) if (directory.config(session) === null) store.fenced.delete(session)
}
