// How a session's state reaches its backups, and how they say so.
//
// A backup confirms a version only at the epoch it is a backup of, only while it has promised and accepted nothing:
// from its own promise on, whatever the owner still applies can't be acknowledged any more, so the state that backup
// proposes has all that was [E1, E5]. What a backup begins an epoch with, it says as soon as it learns of it, and of
// which ballot it has that (epoch.ts). Holds of one ballot are one state [E3]: where the owner began with that ballot's
// too, nothing need be sent. Else a vote was finished by somebody else, and both may have held others' states since.
// Each of these has all that was acknowledged, but they are not the same: so that word counts for nothing. The first
// append of an epoch is whole and replaces what was inherited, even where that was longer: it may hold what was never
// acknowledged. A delta fits on exactly the version before it, received at this epoch; anything else is left alone
// until a whole state comes.
import { type Ballot, type Configuration, compareBallots } from '../../../protocol/configuration.ts'
import type { PeerId, Version } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import { schemaToWrite } from '../cluster/schema.ts'
import type { Context } from '../context.ts'
import { invariant } from '../invariant.ts'
import { difference } from '../std/bytes.ts'
import type { Written } from './copy.ts'
import { writtenAs } from './failing.ts'
import type { Answer, Running } from './running.ts'

export type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

/** At the owner: its version goes to every backup. `made`: the one that was just made. */
export function replicate(ctx: Context, config: Configuration, r: Running, made: Written | null = null): void {
  const before = r.sent
  if (made || config.backups.length > 0) r.sent = made ?? firstCopy(ctx, r, schemaFor(ctx, config, r))
  if (!r.sent) return
  const { version, bytes } = r.sent
  const { session, epoch } = config
  const delta = before?.version === version - 1 ? difference(before.bytes, bytes) : null
  for (const backup of config.backups) {
    if (delta) ctx.send(backup, { kind: 'append-delta', session, epoch, version, delta })
    else ctx.send(backup, { kind: 'append', config, version, state: bytes })
  }
}

function firstCopy(ctx: Context, r: Running, schema: number): Written {
  return r.takeInherited(schema) ?? writtenAs(ctx, r, schema)
}

/** As all who live read it. A backup of which this node has no status yet reads what the epoch began in, for it holds
 *  that [G7]. */
export function schemaFor(ctx: Context, { backups }: Configuration, { schema }: Running): number {
  const unheard = backups.some(b => !ctx.peers.get(b)?.status)
  return schemaToWrite(ctx, unheard && schema !== null ? schema : undefined)
}

/** At the owner: backups that are behind, or `only` this one, are sent the whole state again. */
export function repeat(ctx: Context, config: Configuration, r: Running, only: PeerId | null = null): void {
  if (r.dirty) return // of what has no version yet, the end of this turn tells them
  if (!r.sent) return replicate(ctx, config, r)
  const { version, bytes } = r.sent
  for (const backup of config.backups) {
    const isBehind = (r.confirms.get(backup) ?? -1) < version
    if (isBehind && (only ?? backup) === backup) ctx.send(backup, { kind: 'append', config, version, state: bytes })
  }
}

/** What the owner has of a session, and which ballot's state its epoch began with. */
interface Replicated {
  readonly config: Configuration
  readonly running: Running | null
  readonly begun: Ballot
}

/** At the owner: what all backups have confirmed may be said. */
export function onConfirm(ctx: Context, from: PeerId, message: Of<'confirm'>, m: Replicated): Answer[] {
  const r = m.running
  if (!r || !m.config.backups.includes(from)) return []
  if (message.begun && compareBallots(message.begun.ballot, m.begun) !== 0) return []
  r.confirms.set(from, Math.max(r.confirms.get(from) ?? -1, message.version) as Version)
  return settle(ctx, m.config, r)
}

/** The answers that may go out now. At epoch 0 none may: nobody else knows that the session exists [E9]. */
export function settle(ctx: Context, config: Configuration, r: Running): Answer[] {
  if (config.epoch === 0) return []
  const version = Math.min(r.version, ...config.backups.map(b => r.confirms.get(b) ?? -1))
  const answers = r.confirm(version as Version, ctx.now)
  for (const backup of config.backups) {
    const has = r.confirms.get(backup) ?? -1
    invariant(
      has >= r.confirmedVersion,
      r.session,
      `version ${r.confirmedVersion} is told, and ${backup} has ${has} [E1]`,
    )
  }
  return answers
}
