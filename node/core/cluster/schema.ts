// In which schema a session's state is written.
import type { Context } from '../context.ts'

/** The newest schema of the game, up to this one, that every living node reads: so a roll-back works [G7]. */
export function schemaToWrite(ctx: Context, upTo: number = Number.POSITIVE_INFINITY): number {
  const { name, writes } = ctx.game
  const readers = ctx.peers.all().flatMap(p => (p.status && !p.dead ? [p.status.schemas[name] ?? []] : []))
  const readable = writes.filter(w => readers.every(reads => reads.includes(w)))
  if (readable.length === 0) return Math.min(...writes)
  const low = readable.filter(w => w <= upTo)
  return Math.max(...(low.length > 0 ? low : readable))
}
