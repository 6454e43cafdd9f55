// Nodes and one session of theirs, as the schedules begin.
import type { DiskEffect } from '../../node/core/effect.ts'
import type { SessionId } from '../../protocol/ids.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'
import { Hand, type Letter, peer } from './hand.ts'

export const not = (match: (l: Letter) => boolean) => (l: Letter) => !match(l)

/** Four nodes; a session of ann's on A, and who backs it up, watches over it, and has nothing to do with it. */
export function laid(names = ['A', 'B', 'C', 'D']) {
  const h = new Hand(names)
  const session = h.session('A', 1, 'ann')
  const { backups, voters } = h.config('A', session)!
  const backup = backups[0]!
  const witness = voters.find(v => v !== 'A' && v !== backup)!
  const other = names.find(n => n !== 'A' && n !== backup && n !== witness)!
  return { h, session, backup: backup as string, witness: witness as string, other }
}

/** Six nodes, and a session of ann's with two backups: no one of its five voters decides by accepting what another
 *  has. */
export function six() {
  const names = ['A', 'B', 'C', 'D', 'E', 'F']
  const h = new Hand(names, { backups: 2 })
  const session = h.session('A', 1, 'ann')
  const config = h.config('A', session)!
  const witnesses = config.voters.filter(v => v !== 'A' && !config.backups.includes(v))
  const other = names.find(name => !config.voters.includes(peer(name)))!
  return { h, session, config, witnesses, other }
}

/** As if it had come over the mesh. */
export const says = (h: Hand, to: string, from: string, message: MeshMessage): void =>
  h.event(peer(to), { kind: 'message', from: peer(from), message })

export const words = (h: Hand, session: SessionId): unknown => {
  const state = h.node(h.owner(session)!).context.store.members.get(session)!.running!.state
  return (state.game as { list: { word: unknown }[] }).list.map(l => l.word)
}

/** Waits, and lets the disk do what is asked of it, or only what is of this kind. */
export function live(h: Hand, ms: number, only?: DiskEffect['kind']): void {
  for (let passed = 0; passed < ms; passed += 100) {
    h.wait(100)
    h.disk.work(only)
    h.pass()
  }
}
