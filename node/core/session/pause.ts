// Telling players that their session waits, and for what. It decides nothing of the session.
//
// They are told once it has waited for longer than a move takes, and whoever says hello meanwhile is told too: a page
// that is loaded again, or a second tab, whose hello itself waits. What is confirmed next says that it goes on (SPEC.md
// P12), so who was told is shown that in any case. Where only copies are missing, a seat is told if it has something to
// wait for: that somebody else has done something is not for it to know.
import type { Origin } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'
import { tell, watcherKey } from './deliver.ts'
import type { Running } from './running.ts'
import { seatOf } from './state.ts'
import { awaitsNews } from './telling.ts'

export const PAUSE_TOLD_MS = 1_000

/** Sealed, it waits for votes or for who should hold it; else for its backups. */
const WHY_SEALED = 'The nodes that decide who runs this game next do not answer. It goes on when they do.'
const WHY_UNCONFIRMED = 'The nodes that keep copies of this game do not answer. It goes on when they do.'

export function tellIfWaiting(ctx: Context, r: Running): void {
  const since = r.sealedAt ?? (r.pending.length > 0 ? r.waitingSince : ctx.now)
  if (r.toldPaused || ctx.now - since < PAUSE_TOLD_MS) return
  r.toldPaused = true
  for (const { origin } of r.watchers.values()) tellPaused(ctx, r, origin)
  for (const { origin, input } of r.waiting) if (input.kind !== 'command') tellPaused(ctx, r, origin)
}

/** Where the others have been told. */
export function tellPaused(ctx: Context, r: Running, origin: Origin): void {
  const seat = seatOf(r.state, origin.player)
  if (!r.toldPaused || seat < 0 || (r.sealedAt === null && !awaitsNews(ctx, r, seat))) return
  const watcher = r.watchers.get(watcherKey(origin))
  if (watcher) watcher.shown = -1
  const why = r.sealedAt === null ? WHY_UNCONFIRMED : WHY_SEALED
  tell(ctx, origin, { kind: 'paused', session: r.session, why })
}
