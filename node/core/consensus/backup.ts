// What a backup does with the versions that it is sent. When it confirms one: session/replication.ts says why.
import type { PeerId, Version } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'
import { patched } from '../session/copy.ts'
import type { Of } from '../session/replication.ts'
import { isUncontested, type Member } from './member.ts'

/** At a backup. `m` is its record at the epoch of the message, or of another one. */
export function onAppend(ctx: Context, from: PeerId, message: Of<'append'>, m: Member): void {
  if (!takes(ctx, from, m)) return
  if (message.version > m.received) {
    m.copy = { version: message.version, bytes: message.state }
    m.received = message.version
  }
  confirm(ctx, from, m)
}

export function onAppendDelta(ctx: Context, from: PeerId, message: Of<'append-delta'>, m: Member): void {
  if (!takes(ctx, from, m)) return
  if (m.copy && m.received >= 0 && message.version === m.received + 1) {
    m.copy = patched(m.copy, message.version, message.delta)
    m.received = message.version
  }
  if (m.received >= 0) confirm(ctx, from, m)
}

function takes(ctx: Context, from: PeerId, m: Member): boolean {
  const { session, owner, backups } = m.config
  if (from === owner && backups.includes(ctx.me) && isUncontested(m)) return true
  ctx.note({ name: 'stale', what: 'append', session, from })
  return false
}

function confirm(ctx: Context, to: PeerId, m: Member): void {
  const { session, epoch } = m.config
  ctx.send(to, { kind: 'confirm', session, epoch, version: m.received as Version })
}
