// The lives of a session that meet each other (protocol/incarnation.ts).
//
// What began from a file is for the mesh a session of its own, so two lives never contradict each other [G1]; but players should be in
// one of them. A later life gives way to an earlier one that still goes on: it was only cut off, and has everything that was ever
// acknowledged in it. That it goes on must be proved by acknowledging something, for what is told of it may be old: an owner that lost
// its backups, or died unheard, goes on no more. So of two lives the later ends only when the earlier does not.
import type { Epoch, PeerId, SessionId } from '../../protocol/ids.ts'
import { compareIncarnations, incarnationOf } from '../../protocol/incarnation.ts'
import type { About, MeshMessage } from '../../protocol/mesh.ts'
import type { PlayerError } from '../../protocol/player.ts'
import type { Context } from './context.ts'
import { ended } from './create.ts'
import { unvoted } from './member.ts'
import { change as apply } from './owner.ts'
import { change, open } from './proposer.ts'
import type { Running } from './running.ts'

type Of<K extends MeshMessage['kind']> = Extract<MeshMessage, { kind: K }>

/** With each sweep: later lives that run here ask the earlier ones. */
export function askFormer(ctx: Context): void {
  for (const session of ctx.store.running) {
    const { id, number } = incarnationOf(session)
    if (number === 1) continue
    for (const former of ctx.directory.livesOf(id)) {
      const config = ctx.directory.config(former)
      if (!config?.owner || config.epoch === 0 || compareIncarnations(former, session) >= 0) continue
      ctx.send(config.owner, { kind: 'ask-alive', session: former, life: session })
    }
  }
}

/** At the owner of the earlier life: a version that changes nothing, and whose confirmation is the proof. */
export function onAskAlive(ctx: Context, from: PeerId, { session, life }: Of<'ask-alive'>): void {
  const r = ctx.store.members.get(session)?.running
  if (!r || r.epoch === 0 || r.sealedAt !== null || r.proofs.some(p => p.life === life)) return
  apply(ctx, r, { state: r.state })
  r.proofs.push({ version: r.version + 1, to: from, life })
}

/** Versions were confirmed: those among them that prove something. */
export function prove(ctx: Context, r: Running): void {
  const { session, confirmedVersion } = r
  for (const { to, life, version } of r.proofs)
    if (version <= confirmedVersion) ctx.send(to, { kind: 'alive', session, life })
  r.proofs = r.proofs.filter(p => p.version > confirmedVersion)
}

/** At the owner of the later life: it ends, and what it had become is kept for an operator. */
export function onAlive(ctx: Context, { session, life }: Of<'alive'>): void {
  const m = ctx.store.members.get(life)
  if (!m?.running || m.config.epoch === 0 || m.proposal || !unvoted(m)) return
  if (incarnationOf(session).id !== incarnationOf(life).id || compareIncarnations(session, life) >= 0) return
  const copy = open(ctx, m)
  if (!copy) return
  if (ctx.settings.parks) ctx.write({ session: life, epoch: m.config.epoch, ...copy }, 'unsure')
  change(ctx, m, { ...ended(m.config), yielded: true })
  ctx.note({ name: 'yielded', session: life, to: session })
}

function hasEnded(ctx: Context, life: SessionId): boolean {
  const config = ctx.directory.config(life)
  return config?.owner === null && config.parked === undefined
}

/** Nobody seems to go on with this life. */
export function isOver(ctx: Context, life: SessionId): boolean {
  const owner = ctx.directory.config(life)?.owner
  return !owner || (owner !== ctx.me && (ctx.peers.seenDead(owner) || ctx.peers.suspects(owner)))
}

/** A node that stays runs the session: this life of it in a later epoch, or another that is no earlier one. */
export function goesOn(ctx: Context, session: SessionId, after: Epoch): boolean {
  const { id, number } = incarnationOf(session)
  return ctx.directory.livesOf(id).some(life => {
    const { owner, epoch } = ctx.directory.config(life)!
    const later = epoch > (life === session ? after : 0) && incarnationOf(life).number >= number
    return later && owner !== null && !ctx.peers.leaving(owner) && !isOver(ctx, life)
  })
}

/** Where players of this life should be; itself, where it goes on. */
export function lifeOf(ctx: Context, session: SessionId): SessionId {
  const last = ctx.directory.lastLife(session)
  return last !== session && isOver(ctx, session) ? last : session
}

/** True where it is news. Who is in an earlier life is told of a later one once it is known how much of it is missing. */
export function learnAbout(ctx: Context, about: About): boolean {
  const first = ctx.directory.about(about.session) === null
  const news = ctx.directory.learnAbout(about)
  if (first && incarnationOf(about.session).number > 1) tellFormer(ctx)
  return news
}

/** Sockets that are in a life which is over are told where the session goes on. */
export function tellFormer(ctx: Context): void {
  for (const former of ctx.sockets.sessions()) {
    const life = lifeOf(ctx, former)
    const answer = life === former ? null : goesOnAs(ctx, former, life)
    if (!answer) continue
    for (const s of ctx.sockets.of(former)) {
      ctx.reply(s.socket, answer)
      ctx.sockets.leave(s)
    }
  }
}

/** Null: nobody has told yet whether it began from a copy, which the player must know; of what has ended nobody will. */
export function goesOnAs(ctx: Context, session: SessionId, as: SessionId): PlayerError | null {
  const answer = { kind: 'error', code: 'another-incarnation', session, as } as const
  if (compareIncarnations(as, session) < 0)
    return { ...answer, text: 'This game went on elsewhere all along. You are back in it.' }
  const about = ctx.directory.about(as)
  if (!about && !hasEnded(ctx, as)) return null
  const copy = about?.fromCopy
  if (!copy || compareIncarnations(session, copy.life) >= 0)
    return { ...answer, text: 'The game was saved while no server ran, and goes on from there.' }
  const text = 'All servers failed. The game goes on from a copy that was saved before; what came after it is lost.'
  return { ...answer, text, savedAt: copy.savedAt }
}
