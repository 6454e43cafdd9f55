// Whether a node may be sent players: what its health check says until it says yes for the first time.
import { staysBlind } from './cluster/alone.ts'
import type { Context } from './context.ts'
import { onDisk } from './storage/signs.ts'

/** Peers that meet a node ask it for what they miss within this. */
const MEETING_MS = 250
/** What a node holds for another's vote becomes its own within this, or nothing comes of it. */
const ASKED_MS = 1_000

/** Peers have told what they know, and what this node was asked to hold right after meshing has been decided. Where
 *  nodes live on its disk that it does not reach, it is cut off from them: it must not take their place. */
export function isReady(ctx: Context, now: number): boolean {
  const { peers, store, metAt } = ctx
  if (now - metAt < MEETING_MS || peers.all().some(p => p.connected && !(p.status && p.digested))) return false
  if (onDisk(ctx).awaited?.length !== 0) return false
  for (const h of store.held.values()) if (h.answered && now - h.at < ASKED_MS) return false
  return !staysBlind(ctx, now)
}
