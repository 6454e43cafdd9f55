// Sessions with copies on a disk, and nodes that all die at once.
import type { SessionId } from '../../protocol/ids.ts'
import { Hand, peer } from './hand.ts'
import { live } from './laid.ts'

export const PARKS = { parks: true, checkpointEveryMs: 1_000, coldAfterMs: 1_000 }

/** A session of ann's on A, backed up by B, with one word said. */
export function two() {
  const h = new Hand(['A', 'B'], PARKS)
  const session = h.session('A', 1, 'ann')
  say(h, session, 1, 'one')
  return { h, session }
}

export function say(h: Hand, session: SessionId, seq: number, word: string) {
  h.command('A', 1, session, seq, word)
  h.pass()
}

/** They look at the disk, again and again. */
export function look(h: Hand, names: readonly string[], ms: number) {
  for (let passed = 0; passed < ms; passed += 200) {
    for (const name of names) h.disk.scan(peer(name))
    live(h, 200)
    h.disk.now += 200
  }
}

export const runs = (h: Hand, name: string): SessionId[] => [...h.node(name).context.store.running]

export function allDie(h: Hand, names: readonly string[]) {
  for (const name of names) h.kill(name)
  h.drop()
}
