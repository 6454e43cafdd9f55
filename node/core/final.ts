// The state that a session is handed on with, and who said that they cannot read it.
//
// [G7] It is written in the newest schema that all living nodes read. Who lives may change while the session is sealed, as in a roll-back:
// then it is written again and offered to all again. It is the same state at the same version, whatever bytes tell it, so what was
// held of a ballot before stays good [E3]; and who could not read the one schema is asked whether they read the other.
import { holders } from '../../protocol/configuration.ts'
import type { PeerId } from '../../protocol/ids.ts'
import type { Context } from './context.ts'
import type { Copy, Member, Written } from './member.ts'

/** The state this node would hand on: its own as a holder, else one it holds for the next epoch. */
export function stateOf(ctx: Context, m: Member): Copy | null {
  if (m.running) return finalCopy(ctx, m)
  if (holders(m.config).includes(ctx.me)) return m.copy
  const held = ctx.store.held.get(m.config.session)
  return held?.epoch === m.config.epoch ? held.copy : null
}

/** The sealed session's last state, its clock's remaining time included. */
export function finalCopy(ctx: Context, m: Member): Written {
  const r = m.running!
  const schema = ctx.schema()
  if (r.final?.schema !== schema) r.final = r.copy(ctx.game, schema, ctx.now)
  return r.final
}

/** Peers that cannot load the session as it would be handed on now. */
export function unable(ctx: Context, m: Member): ReadonlySet<PeerId> {
  const now = m.running && m.unable.size > 0 ? ctx.schema() : null
  return new Set([...m.unable].flatMap(([peer, schema]) => (schema === now ? [peer] : [])))
}

/** The peer could not load what it was given last. */
export function declined(ctx: Context, m: Member, peer: PeerId): void {
  m.unable.set(peer, m.running ? (m.running.final?.schema ?? ctx.schema()) : null)
}
