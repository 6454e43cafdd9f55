// What an operator may tell this node, and the answer: what was done and what follows, or why not and what to do.
//
// Who says the same twice is not refused: what they want is so. Refused is what cannot be, or would lose sessions, and
// then nothing changes. A drain that an operator began may be taken back until the node has left; one that a signal
// began, or made final, may not: the process will be killed, and what stayed for that would be lost.
import { type Code, type SessionId, shortPeer } from '../../protocol/ids.ts'
import type { OperatorCommand, Outcome } from '../../protocol/operator.ts'
import { isBlind } from './cluster/alone.ts'
import { isUncontested } from './consensus/member.ts'
import { propose } from './consensus/proposer.ts'
import type { Context } from './context.ts'
import { beginDrain, cancelDrain, cordon } from './handoff/drain.ts'
import { ended } from './incarnations/create.ts'
import { force } from './incarnations/force.ts'

const done = (text: string): Outcome => ({ ok: true, text })

export function obey(ctx: Context, command: OperatorCommand): Outcome {
  switch (command.kind) {
    case 'cordon':
      return cordonBy(ctx)
    case 'uncordon':
      return uncordonBy(ctx)
    case 'drain':
      return drainBy(ctx)
    case 'cancel-drain':
      return cancelDrainBy(ctx)
    case 'alone':
      return aloneBy(ctx)
    case 'force':
      return force(ctx, sessionNamed(ctx, command.session))
    case 'end':
      return endBy(ctx, sessionNamed(ctx, command.session))
    default:
      return command satisfies never
  }
}

/** Players know their game by its code. */
function sessionNamed(ctx: Context, name: string): SessionId {
  return ctx.directory.byCode(name.toUpperCase() as Code) ?? (name as SessionId)
}

function cordonBy(ctx: Context): Outcome {
  const follows = `No session begins here or moves here; it goes on with its ${sessions(ctx)}.`
  if (ctx.cordoned) return done(`It was cordoned already. ${follows}`)
  cordon(ctx, true)
  return done(`Cordoned. ${follows}`)
}

function uncordonBy(ctx: Context): Outcome {
  if (!ctx.cordoned) return done(`It was not cordoned. ${takes(ctx)}`)
  cordon(ctx, false)
  return done(`Uncordoned. ${takes(ctx)}`)
}

function drainBy(ctx: Context): Outcome {
  const left = sessions(ctx)
  if (ctx.drainIsFinal) return done(`It drains already, because of a signal: ${left} to go.`)
  if (ctx.draining) return done(`It drains already: ${left} to go.`)
  const others = ctx.peers.candidates()
  const parks = ctx.settings.parks && others.length === 0
  if (ctx.store.running.size > 0 && !parks && others.every(p => p.status!.cordoned)) {
    const text = `No other node would take its ${left}: start one, or uncordon one, then drain this one.`
    return { ok: false, code: 'nobody-to-take', text }
  }
  beginDrain(ctx)
  const does = parks ? `saves its ${left} in STATE_DIR` : `hands its ${left} over`
  return done(`Draining. It ${does}, and then exits. Until then cancel-drain takes it back.`)
}

function cancelDrainBy(ctx: Context): Outcome {
  if (!ctx.draining)
    return { ok: false, code: 'not-draining', text: 'It does not drain: there is nothing to take back.' }
  if (ctx.drainIsFinal) {
    const text = 'A signal told the process to leave, and it will be killed: start another node in its place.'
    return { ok: false, code: 'drain-final', text }
  }
  cancelDrain(ctx)
  return done(`The drain is taken back. It goes on with the ${sessions(ctx)} that it still has. ${takes(ctx)}`)
}

function endBy(ctx: Context, session: SessionId): Outcome {
  const m = ctx.store.members.get(session)
  const refused = (text: string): Outcome => ({ ok: false, code: 'not-here', text })
  if (!m?.running) {
    const owner = ctx.directory.config(session)?.owner
    const ask = owner && owner !== ctx.me ? ` Ask the one that does: ${shortPeer(owner)}.` : ''
    return refused(`This node does not run a session ${session}.${ask}`)
  }
  if (m.config.epoch === 0 || m.proposal || !isUncontested(m))
    return refused('The session is just beginning, ending or moving. Ask again in a moment.')
  propose(ctx, m, ended(m.config))
  return done('It ends as soon as most of the nodes that decide on it agree. Its players are told that it is over.')
}

function aloneBy(ctx: Context): Outcome {
  const blind = isBlind(ctx)
  ctx.mayBeAlone = true
  if (!blind) return done('It does not wait for others to be found: nothing changes now.')
  const follows = ctx.settings.parks ? ' It goes on with the saved sessions that it finds.' : ''
  return done(`It may be alone, and waits for nobody's answer any more.${follows}`)
}

function takes(ctx: Context): string {
  if (ctx.draining) return 'It drains, so it takes no sessions.'
  if (ctx.superseded.is) return 'A newer node has its slot, so it takes no others: drain it.'
  return ctx.cordoned ? 'It is cordoned, so it takes no others.' : 'It takes sessions as any other node.'
}

function sessions(ctx: Context): string {
  const n = ctx.store.running.size
  return n === 1 ? '1 session' : `${n} sessions`
}
