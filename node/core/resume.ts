// The beginning of a session's next life, from the file that its last one ended in [G8].
//
// A parked session is promised to nobody else: its end was decided, and of all processes that see the file one alone takes it (a rename).
// It begins as any session does [E9]: under a name of its own, with one voter, unheard of until it has a backup. It cannot be refused for
// want of one, though, as a player's wish can: it waits.
import type { SessionId } from '../../protocol/ids.ts'
import { incarnationOf, nextIncarnation } from '../../protocol/incarnation.ts'
import type { Context } from './context.ts'
import { alone, begin, runAlone } from './create.ts'
import type { Event } from './event.ts'
import { tryLoad } from './voter.ts'

type Of<K extends Event['kind']> = Extract<Event, { kind: K }>

export function onFound(ctx: Context, { files }: Of<'found'>): void {
  if (ctx.draining || ctx.cordoned) return
  for (const file of files) {
    // A decided end is one, also where this node has not heard of it; but of a life before the last one nothing is to be resumed.
    if (ctx.directory.lastLife(file.session) !== file.session) continue
    // What it could not read before it leaves to a newer release.
    if (!ctx.quarantine.has(nextIncarnation(file.session, ctx.me))) ctx.take(file)
  }
}

export function onTaken(ctx: Context, { file, bytes }: Of<'taken'>): void {
  const session = nextIncarnation(file.session, ctx.me)
  const loaded = tryLoad(ctx, alone(ctx, session), bytes)
  if (!loaded) return ctx.putBack(file.file)
  runAlone(ctx, session, loaded)
  ctx.note({ name: 'resumed', session, from: file.session, file: file.file })
  begin(ctx, session)
}

/** Sockets that are in an earlier life of the session are told where it goes on. */
export function tellFormer(ctx: Context, session: SessionId): void {
  const { id, number } = incarnationOf(session)
  if (number === 1) return
  for (const former of ctx.sockets.sessions()) {
    if (former === session || incarnationOf(former).id !== id) continue
    for (const s of ctx.sockets.of(former)) {
      ctx.reply(s.socket, goesOnAs(former, session))
      ctx.sockets.leave(s)
    }
  }
}

export const goesOnAs = (session: SessionId, as: SessionId) =>
  ({
    kind: 'error',
    code: 'another-incarnation',
    text: 'The game was saved while no server ran, and goes on from there.',
    session,
    as,
  }) as const
