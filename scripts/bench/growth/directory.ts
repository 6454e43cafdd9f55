// What it costs a node to know of every session of the mesh: memory, the sweep of each second, and a newcomer's first
// digest.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Node } from '../../../node/core/node.ts'
import { encodeMesh } from '../../../protocol/codec.ts'
import type { ClientId, Code, Epoch, PlayerId, SessionId, Version } from '../../../protocol/ids.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import { coreOf, peerId } from './cores.ts'

export interface Known {
  readonly sessions: number
  readonly heapBytes: number
  /** To hear of one session: what a node does for every new session and every move in the mesh. */
  readonly learnUs: number
  /** The event loop stands still for so long, once a second. */
  readonly sweepMs: number
  /** Made for each peer that comes, and where two directories differ. */
  readonly digestMs: number
  readonly digestBytes: number
  /** What a newcomer is told after that. */
  readonly tellBytes: number
}

const NODES = 10
const SAMPLE = 1_000

export function fillDirectory(sessions: number): Known {
  const node = coreOf(0)
  node.handle({ kind: 'start' }, 0)
  const before = heapBytes()
  const from = performance.now()
  for (let n = 0; n < sessions; n++)
    for (const message of newsOf(n)) node.handle({ kind: 'message', from: peerId(1), message }, 1)
  const learnUs = ((performance.now() - from) * 1_000) / sessions
  const { directory } = node.context
  const digest = time(() => directory.digest())
  const sample = Math.min(SAMPLE, sessions)
  const told = Array.from({ length: sample }, (_, n) => encodeMesh(newsOf(n)).length)
  return {
    sessions,
    heapBytes: heapBytes() - before,
    learnUs,
    sweepMs: time(() => sweep(node)).ms,
    digestMs: digest.ms,
    digestBytes: digest.value.reduce((sum, part) => sum + encodeMesh([part]).length, 0),
    tellBytes: (told.reduce((sum, bytes) => sum + bytes, 0) / sample) * sessions,
  }
}

/** No time passes: nothing is forgotten. */
const sweep = (node: Node) => node.handle({ kind: 'timer', timer: { kind: 'sweep' } }, 2)

function time<T>(act: () => T): { ms: number; value: T } {
  const from = performance.now()
  const value = act()
  return { ms: performance.now() - from, value }
}

function newsOf(n: number): MeshMessage[] {
  const session = `${n}`.padStart(32, '0') as SessionId
  const members = [1, 2, 3].map(step => peerId(1 + ((n + step) % NODES)))
  const players = [0, 1].map(seat => ({ player: `player-${n}-${seat}`.padEnd(22, '.') as PlayerId, name: 'Ariadne' }))
  const code = letters(n)
  return [
    {
      kind: 'decided',
      config: {
        session,
        epoch: 1 as Epoch,
        owner: members[0]!,
        backups: [members[1]!],
        voters: members,
      },
    },
    {
      kind: 'about',
      about: {
        session,
        epoch: 1 as Epoch,
        version: 3 as Version,
        code,
        players,
        over: false,
        maker: players[0]!.player,
        key: `key-${n}`.padEnd(32, '.') as ClientId,
      },
    },
  ]
}

/** Codes grow with the mesh. */
function letters(n: number): Code {
  let text = ''
  for (let rest = n; text.length < 6; rest = Math.floor(rest / 20)) text += 'BCDFGHJKLMNPQRSTVWXZ'[rest % 20]
  return text as Code
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}
