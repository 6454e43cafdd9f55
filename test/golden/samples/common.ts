// Names and numbers of the samples: of the lengths and sizes that real ones have, where the encoding depends on them.
import type { Ballot, Configuration } from '../../../protocol/configuration.ts'
import type {
  ClientId,
  Code,
  Epoch,
  PeerId,
  PlayerId,
  Seat,
  Seq,
  SessionId,
  SocketId,
  Version,
} from '../../../protocol/ids.ts'
import type { Origin } from '../../../protocol/mesh.ts'

export const [P, Q, R] = [
  '12D3KooWGRUFXk2JVZqKoFCuPzTcfBCuDBPkwTQRWcVQHcAmXsGT',
  '12D3KooWJ9mTnd4Pr5cQhfDRKXGmvEGCDFmbGyXyWNpBWWtnbFrz',
  '12D3KooWQnUfFAGqtPYmAcmBNaDkNnAYs2NvxmSUQKFfD9tCFAwe',
] as unknown as readonly [PeerId, PeerId, PeerId]

export const SESSION = 'b5d0c1f27e9a4d38' as SessionId
export const LATER_LIFE = `${SESSION}.2.${P}` as SessionId
export const CODE = 'KEPS' as Code
export const [ADA, BEN] = ['pl_8d2Jx0aQ', 'pl_Zr41uMcE'] as unknown as readonly [PlayerId, PlayerId]
export const [TAB, SECOND_TAB, KEY] = [
  '0f8c2e31d5a94b7686f0d3c1a2b4e598',
  'c4a1907be2f84d0f9b36e5d8712a0c6f',
  '7be2f84d0f9b36e5c4a19070d8712a0c',
] as unknown as readonly [ClientId, ClientId, ClientId]

export const epoch = (n: number) => n as Epoch
export const version = (n: number) => n as Version
export const seq = (n: number) => n as Seq
export const seat = (n: number) => n as Seat
export const socket = (n: number) => n as SocketId

export const config: Configuration = { session: SESSION, epoch: epoch(7), owner: P, backups: [Q], voters: [P, Q, R] }
export const next: Configuration = { session: SESSION, epoch: epoch(8), owner: Q, backups: [R], voters: [Q, R, P] }
export const ended: Configuration = { session: SESSION, epoch: epoch(300), owner: null, backups: [], voters: [] }
export const parked: Configuration = { ...ended, parked: `${SESSION}-299` }
export const own: Ballot = { round: 0, peer: '' as PeerId }
export const ballot: Ballot = { round: 3, peer: R }

export const at = { session: SESSION, epoch: epoch(7) }
export const origin: Origin = { gateway: R, socket: socket(70_000), player: ADA, name: 'Ada', client: TAB }
/** Stands for a snapshot: what is in it, a backup never asks. */
export const state = new Uint8Array([0x94, 0x01, 0xa4, 0x6d, 0x61, 0x7a, 0x65, 0x01, 0xc0])
