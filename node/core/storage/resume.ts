// How a session's next incarnation begins from a file [G8].
//
// A parked session is promised to nobody else: its end was decided, and of all processes that see the file exactly one
// takes it, by renaming it. The incarnation begins as any session does [E9]: under a name of its own, with one voter,
// and unheard of until it has a backup. Unlike a player's new game it is not refused when there is no backup: it waits.
// Nothing of it was acknowledged before it has begun, so a node that leaves meanwhile drops it and puts the file back.
// What happens when the node that took the file dies: cold.ts.
import type { SessionId } from '../../../protocol/ids.ts'
import { choose } from '../consensus/proposer.ts'
import { tryLoad } from '../consensus/voter.ts'
import type { Context } from '../context.ts'
import type { FoundFile } from '../effect.ts'
import type { Event } from '../event.ts'
import { alone, begin, runAlone } from '../incarnations/create.ts'
import { forNextIncarnation } from '../session/state.ts'
import { tellOwners } from './behind.ts'
import { claimOn, isOrphan } from './claim.ts'
import { counts, laterIncarnation, onOrphansFound } from './cold.ts'
import { survey } from './files.ts'
import { keepWatch, mayTake, placesToTake, watch } from './lingering.ts'
import { mustWait } from './signs.ts'

type Of<K extends Event['kind']> = Extract<Event, { kind: K }>

export function onFound(ctx: Context, { files }: Of<'found'>): void {
  watch(ctx, files)
  const places = placesToTake(ctx)
  const counted = places > 0 && !mustWait(ctx) ? surveyOf(ctx, files) : new Map()
  takeParked(ctx, counted, places)
  const isLeft = (file: FoundFile) => file.kind === 'parked' && isOrphan(ctx, file) && !ctx.files.taking.has(file.file)
  tellOwners(ctx, counted)
  onOrphansFound(ctx, ctx.draining ? new Map() : counted, files.filter(isLeft))
}

/** By session, the files that count. What has ended, as far as this node can tell, stands in nobody's way. */
function surveyOf(ctx: Context, files: readonly FoundFile[]): Map<SessionId, readonly FoundFile[]> {
  const counted = new Map<SessionId, readonly FoundFile[]>()
  for (const [id, incarnations] of survey(ctx, files)) {
    const left = incarnations.filter(file => claimOn(ctx, file) !== 'nobody')
    if (left.length > 0) counted.set(id, left)
  }
  return counted
}

function takeParked(ctx: Context, counted: ReadonlyMap<SessionId, readonly FoundFile[]>, places: number): void {
  let left = places
  for (const incarnations of counted.values()) {
    const file = incarnations[0]!
    if (file.kind === 'parked' && isOrphan(ctx, file) && counts(ctx, file) && mayTake(ctx, file.file) && left-- > 0)
      ctx.take(file, laterIncarnation(ctx, incarnations))
  }
}

export function onTaken(ctx: Context, { file, bytes }: Of<'taken'>): void {
  const session = ctx.files.taking.get(file.file)?.incarnation
  ctx.files.taking.delete(file.file)
  ctx.files.parked.delete(file.file)
  if (bytes === null || session === undefined) return
  const promised = file.kind === 'parked'
  if (mustWait(ctx)) return promised ? putBack(ctx, file.file) : undefined
  // Meanwhile it may have begun, or been heard of.
  if (ctx.store.members.has(session) || (!promised && !isOrphan(ctx, file))) return
  const loaded = tryLoad(ctx, alone(ctx, session), bytes)
  if (!loaded) {
    ctx.orphans.unreadable.add(file.file)
    return promised ? putBack(ctx, file.file) : undefined
  }
  const { savedAt } = file
  const state = forNextIncarnation(loaded.state)
  // What a session was parked in is its end, also where who took it died.
  const whole = promised || ctx.directory.config(file.session)?.parked === file.file
  const began = whole
    ? { fromPark: { incarnation: session, of: file.session, savedAt } }
    : { fromCopy: { incarnation: session, savedAt } }
  const running = runAlone(ctx, session, { ...loaded, idleMs: 0, state: { ...state, ...began } })
  running.file = file
  ctx.note({ name: 'resumed', session, from: file.session, file: file.file, promised })
  if (!givesBack(ctx, session)) begin(ctx, session)
}

/** Of an incarnation that has not begun, so that nothing of it was acknowledged. True where it will not: this node
 *  leaves, and can begin it nowhere. */
export function givesBack(ctx: Context, session: SessionId): boolean {
  const m = ctx.store.members.get(session)
  const file = m?.running?.file
  if (!ctx.draining || !m || !file || m.config.epoch > 0) return false
  if ((choose(ctx, m)?.owner ?? ctx.me) !== ctx.me) return false
  giveBack(ctx, session, file)
  return true
}

function putBack(ctx: Context, file: string): void {
  ctx.putBack(file)
  keepWatch(ctx, file, { again: true })
}

/** At the deadline. */
export function giveAllBack(ctx: Context): void {
  for (const [session, file] of ctx.store.unbegun()) giveBack(ctx, session, file)
}

function giveBack(ctx: Context, session: SessionId, { kind, file }: FoundFile): void {
  if (kind === 'parked') putBack(ctx, file)
  ctx.note({ name: 'given-back', session, file })
  ctx.store.leave(session)
  ctx.dirty.delete(session)
  ctx.directory.drop(session)
}
