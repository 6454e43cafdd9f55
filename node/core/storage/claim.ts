// Whether somebody goes on with the session of a file, as far as this node can tell [G8].
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import { compareIncarnations, incarnationOf } from '../../../protocol/incarnation.ts'
import type { Saved } from '../../../protocol/mesh.ts'
import { meshAgeMs } from '../cluster/own-status.ts'
import type { Context } from '../context.ts'
import type { FoundFile } from '../effect.ts'
import { ownSaved } from './saved.ts'

/** Clocks of hosts differ, and a mesh may begin while another's last files are still written. */
const CLOCKS_MS = 60_000

/** A node that cannot read its file, or has lost it, tells of it no more: its word holds for so many `coldAfterMs`. */
export const TOLD_HOLDS = 3

/** Nobody goes on with it, as far as this node can tell. */
export function isOrphan(ctx: Context, file: FoundFile): boolean {
  if (ctx.orphans.unreadable.has(file.file)) return false
  const claim = claimOn(ctx, file)
  return claim === 'free' || claim === 'left' || claim === 'behind'
}

/** The owner of `last` has said so lately. */
function isBehind(ctx: Context, last: SessionId, owner: PeerId, { session, inputs }: FoundFile): boolean {
  if (last === session) return false
  const acknowledged = owner === ctx.me ? ownSaved(ctx, last) : saidBy(ctx, owner, last)
  return acknowledged !== null && inputs > (acknowledged[3] ?? 0)
}

function saidBy(ctx: Context, owner: PeerId, incarnation: SessionId): Saved | null {
  const said = ctx.orphans.told.get(owner)?.get(incarnationOf(incarnation).id)?.get(incarnation)
  return said && ctx.now - said.at <= TOLD_HOLDS * ctx.settings.coldAfterMs ? said.saved : null
}

/** Who, as far as this node can tell, goes on with what is in the file. `runs`: another incarnation, or this one.
 *  `behind`: another incarnation, whose owner says that it has acknowledged less. `nobody`: and nobody should, for it
 *  has ended, or waits in another file. `left`: who took it, or a file that knows less, has died, or has begun and was
 *  not heard. */
export function claimOn(ctx: Context, file: FoundFile): 'free' | 'left' | 'runs' | 'behind' | 'nobody' {
  const { session, kind } = file
  if (!ctx.directory.knowsAny(session)) return kind === 'parked' || isOfBefore(ctx, file) ? 'free' : 'nobody'
  const last = ctx.directory.lastIncarnation(session)
  const config = ctx.directory.config(last)
  if (config?.owner && (kind !== 'parked' || compareIncarnations(last, session) > 0))
    return isBehind(ctx, last, config.owner, file) ? 'behind' : 'runs'
  if (kind === 'parked' && compareIncarnations(last, session) <= 0) return 'free'
  if (config?.parked === undefined) return 'nobody'
  const isRest = kind === 'taken' && config.parked === file.file
  return isRest || (last !== session && file.inputs > inputsNamed(config.parked)) ? 'left' : 'nobody'
}

const inputsNamed = (file: string): number => Number(file.split('-')[3] ?? -1)

/** The mesh is younger than the file, so it can't have seen the session end. A time that is yet to come tells nothing:
 *  then a mesh that began with this node begins with its files. */
function isOfBefore(ctx: Context, { idleMs }: FoundFile): boolean {
  const ageMs = meshAgeMs(ctx)
  return idleMs > ageMs - CLOCKS_MS || (idleMs < -CLOCKS_MS && ageMs - (ctx.now - ctx.startedAt) < CLOCKS_MS)
}
