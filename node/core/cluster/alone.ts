// Whether a node that meets nobody may take itself for the whole mesh.
//
// A node asks for its peers. While nobody answers, silence says nothing: the name may be wrong, the resolver down, or
// this be the very first node, for Swarm knows no name before its first task is healthy. So it is `blind`. It gets
// ready all the same, after ALONE_AFTER, or a first deploy never would; and it plays new games, which nobody else can
// run, for their names are random [E9]. But it begins no session from a checkpoint, which those whom it cannot see may
// be running: that would be a second history, and of two one is lost. What was parked it resumes, for that was decided
// to be the session's end [G8]. It sees as soon as it is answered, if only with its own address, as Swarm does once it
// is healthy; as soon as any peer meets it; or when an operator says that it may be alone. Who was answered once is
// never blind again: then it knows what it lost sight of.
import type { Context } from '../context.ts'

export const isBlind = ({ unanswered, mayBeAlone, peers }: Context): boolean =>
  unanswered && !mayBeAlone && !peers.all().some(p => p.connected)

export function onDiscovery(ctx: Context, answered: boolean): void {
  if (ctx.unanswered === !answered) return
  ctx.unanswered = !answered
  ctx.note({ name: answered ? 'answered' : 'unanswered' })
}

/** A blind node is not ready before this: longer than for an answer that lists nobody. */
export const staysBlind = (ctx: Context, now: number): boolean =>
  isBlind(ctx) && now - ctx.startedAt < ctx.settings.aloneAfterMs
