// A file that holds more than the incarnation which goes on [G8].
//
// The disk with a session's newest file may be away when the others begin it from an older one, and come back. What was
// acknowledged in that file is lost unless somebody goes on from it. So a node that sees a file of an earlier
// incarnation, which counts among all files, tells the owner of the one that runs; an owner that has acknowledged less
// answers with what it has. Then the file is one like those of sessions that nobody runs (cold.ts): a later incarnation
// begins from it, meets the one that runs, and of the two the one with more stays (meeting.ts). So nothing depends on
// the answer being new: an owner that has acknowledged more by then sends the later one away.
import type { PeerId, SessionId } from '../../../protocol/ids.ts'
import { incarnationOf } from '../../../protocol/incarnation.ts'
import type { Saved } from '../../../protocol/mesh.ts'
import type { Context } from '../context.ts'
import type { FoundFile } from '../effect.ts'
import { claimOn } from './claim.ts'
import { ownSaved, savedOf } from './saved.ts'

/** With each look at the disk. `found`: by session, the files of each incarnation; first the one that counts. */
export function tellOwners(ctx: Context, found: ReadonlyMap<SessionId, readonly FoundFile[]>): void {
  const byOwner = new Map<PeerId, Saved[]>()
  for (const [file] of found.values()) {
    if (!file || ctx.orphans.unreadable.has(file.file) || !['runs', 'behind'].includes(claimOn(ctx, file))) continue
    const last = ctx.directory.lastIncarnation(file.session)
    const owner = ctx.directory.config(last)?.owner
    if (owner && owner !== ctx.me && last !== file.session)
      byOwner.set(owner, [...(byOwner.get(owner) ?? []), savedOf(file)])
  }
  for (const [owner, files] of byOwner) ctx.send(owner, { kind: 'files', files })
}

/** At an owner that was told of files: of which of its sessions they hold more than it has acknowledged. */
export function answerFiles(ctx: Context, from: PeerId, files: readonly Saved[]): void {
  const behind: Saved[] = []
  for (const [session, , , inputs] of files) {
    for (const incarnation of ctx.directory.incarnationsOf(incarnationOf(session).id)) {
      const own = incarnation === session ? null : ownSaved(ctx, incarnation)
      if (own && (inputs ?? 0) > own[3]!) behind.push(own)
    }
  }
  if (behind.length > 0) ctx.send(from, { kind: 'files', files: behind })
}
