// The state that a session is handed on with, and who said that they cannot read it.
//
// [G7] It is written in the newest schema that all living nodes read: what a node runs, and what it only stores, where
// it can read that. Who lives may change while the session is sealed, as in a roll-back: then it is written again and
// offered to all again. It is the same state at the same version, whatever bytes tell it, so what was held of a ballot
// before stays good [E3]; and who could not read the one schema is asked whether they read the other.
import { holders } from '../../../protocol/configuration.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import { schemaToWrite } from '../cluster/schema.ts'
import type { Context } from '../context.ts'
import type { Copy, Final, Written } from '../session/copy.ts'
import { attempt, writtenAs } from '../session/failing.ts'
import type { Running } from '../session/running.ts'
import { type Loaded, loadSession, saveSession } from '../session/state.ts'
import type { Member } from './member.ts'

/** What this node has of the session: its own as a holder, else what it holds for the next epoch. Not what was only
 *  offered: the owner may have acknowledged more since. */
function stored(ctx: Context, m: Member): Copy | null {
  if (holders(m.config).includes(ctx.me)) return m.copy
  const held = ctx.store.held.get(m.config.session)
  return held?.epoch === m.config.epoch && held.sealed ? held.copy : null
}

export const hasState = (ctx: Context, m: Member): boolean => m.running !== null || stored(ctx, m) !== null

/** The state this node would hand on. */
export function stateOf(ctx: Context, m: Member): Final | null {
  if (m.running) return finalCopy(ctx, m)
  const copy = stored(ctx, m)
  return copy && rewritten(ctx, m, copy)
}

/** The session's newest version. Where that was offered before it was sealed, its clock has stood since then. */
export function finalCopy(ctx: Context, m: Member): Written {
  const r = m.running!
  const schema = schemaToWrite(ctx)
  if (isFinal(r, schema)) return r.final!
  r.final = writtenAs(ctx, r, schema)
  r.finalAsked = schema
  return r.final
}

/** It is written for that schema already; in another one where the game cannot write that. */
const isFinal = ({ final, finalAsked, version }: Running, schema: number): boolean =>
  final?.version === version && finalAsked === schema

/** The schema that the session would be handed on in now. Where the game cannot write the one that all read, asking for
 *  that would make who has declined the other one be asked for ever. */
function schemaOf(ctx: Context, r: Running): number {
  const schema = schemaToWrite(ctx)
  return isFinal(r, schema) ? r.final!.schema : schema
}

/** Once for each copy and schema. */
function rewritten(ctx: Context, m: Member, of: Copy): Final {
  const schema = schemaToWrite(ctx)
  if (m.rewritten?.of !== of || m.rewritten.asked !== schema) {
    const loaded = loadedFrom(ctx, of)
    const isSo = loaded === null || loaded.schema === schema
    const bytes = isSo ? null : attempt(ctx, m.config.session, () => saveSession(loaded, ctx.game, schema))
    const final = { version: of.version, schema: bytes ? schema : (loaded?.schema ?? null), bytes: bytes ?? of.bytes }
    m.rewritten = { of, asked: schema, final }
  }
  return m.rewritten.final
}

function loadedFrom(ctx: Context, { bytes }: Copy): Loaded | null {
  try {
    return loadSession(bytes, ctx.game)
  } catch {
    return null
  }
}

/** Whether this node could run the session itself. */
export const readable = (ctx: Context, m: Member): boolean => m.running !== null || stateOf(ctx, m)?.schema != null

/** Peers that cannot load the session as it would be handed on now. */
export function cannotLoad(ctx: Context, m: Member): ReadonlySet<PeerId> {
  if (m.cannotLoad.size === 0) return new Set()
  const now = m.running ? schemaOf(ctx, m.running) : (stateOf(ctx, m)?.schema ?? null)
  const same = (schema: number | null) => now === null || schema === null || schema === now
  return new Set([...m.cannotLoad].flatMap(([peer, schema]) => (same(schema) ? [peer] : [])))
}
