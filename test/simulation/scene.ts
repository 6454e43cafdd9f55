// A made-up world for tests of checkers: short ways to say what is seen, and a stage that shows it to one checker.
import type { SessionState } from '../../node/core/session/state.ts'
import { saveSession } from '../../node/core/session/state.ts'
import type { Configuration } from '../../protocol/configuration.ts'
import type { ClientId, Code, Epoch, PeerId, PlayerId, Seq, SessionId, Version } from '../../protocol/ids.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'
import type { ToPlayer } from '../../protocol/player.ts'
import type { MakeChecker } from './simulator/checker.ts'
import { Chronicle } from './simulator/chronicle.ts'
import { vouchedBy } from './simulator/history.ts'
import { type Ledger, ledger } from './simulator/ledger.ts'
import type { Sighting } from './simulator/sighting.ts'

export const SESSION = 's' as SessionId
export const ANN = 'ann' as PlayerId
export const CLIENT = 'c1' as ClientId

export const peer = (name: string) => name as PeerId
export const at = (epoch: number, version: number) => ({
  session: SESSION,
  epoch: epoch as Epoch,
  version: version as Version,
})

/** Epoch, and its members: the owner first, then the backup, then the witness. `-` for an end. */
export function config(epoch: number, who: string): Configuration {
  const members = who === '-' ? [] : [...who].map(peer)
  return {
    session: SESSION,
    epoch: epoch as Epoch,
    owner: members[0] ?? null,
    backups: members.slice(1, 2),
    voters: members,
  }
}

export interface Place {
  readonly holder?: string
  readonly former?: readonly string[]
  readonly last?: number
}

/** A session with Ann's seat and this record. */
export function state(log: readonly string[], place: Place = {}, game: Partial<Ledger> = {}): SessionState {
  const last = place.last ?? log.filter(line => line.startsWith('0/')).length
  const seat = {
    player: ANN,
    name: 'Ann',
    holder: (place.holder ?? CLIENT) as ClientId,
    former: (place.former ?? []) as ClientId[],
    last: last as Seq,
    chain: 0,
    results: Array.from({ length: last }, () => null),
  }
  return {
    id: SESSION,
    code: 'KEPS' as Code,
    maker: ANN,
    key: 'k' as ClientId,
    seats: [seat],
    game: { period: 0, ticks: 0, over: false, log, ...game } satisfies Ledger,
  }
}

export const runs = (c: Configuration, version: number, ran: SessionState): Sighting => ({
  kind: 'runs',
  peer: c.owner!,
  config: c,
  version: version as Version,
  state: ran,
})
export const holds = (by: string, c: Configuration, version: number, held: SessionState): Sighting => ({
  kind: 'holds',
  peer: peer(by),
  config: c,
  version: version as Version,
  bytes: saveSession({ state: held, clockMs: null }, ledger(2), 2),
})
export const sent = (from: string, message: MeshMessage): Sighting => ({
  kind: 'sent',
  from: peer(from),
  to: null,
  message,
})
export const decided = (from: string, c: Configuration): Sighting => sent(from, { kind: 'decided', config: c })
const confirm = (epoch: number, version: number): MeshMessage => ({ kind: 'confirm', ...at(epoch, version) })
export const confirms = (from: string, epoch: number, version: number): Sighting => sent(from, confirm(epoch, version))
export const confirmed = (from: string, by: string, epoch: number, version: number): Sighting => ({
  kind: 'received',
  from: peer(from),
  by: peer(by),
  message: confirm(epoch, version),
})
export const told = (by: string, message: ToPlayer): Sighting => ({ kind: 'told', by: peer(by), player: ANN, message })
export const said = (from: string, message: ToPlayer): Sighting => sent(from, { kind: 'deliver', sockets: [], message })
export const ack = (epoch: number, version: number, seq: number): Extract<ToPlayer, { kind: 'ack' }> => ({
  kind: 'ack',
  ...at(epoch, version),
  seq: seq as Seq,
  refusal: null,
})
export const issued = (n: number, client = CLIENT): Sighting => ({
  kind: 'issued',
  player: ANN,
  client,
  session: SESSION,
  n,
  body: null,
})

/** Two configurations that follow each other, and records as they may be in their time. */
export const first = config(1, 'abc')
export const second = config(2, 'bac')
export const one = state(['+0 Ann', '0/c1/1'])
export const two = state(['+0 Ann', '0/c1/1', '0/c1/2'])
export const other = state(['+0 Ann', '0/c1/3'])

export const vouches = (by: string, epoch: number, number: number, of = number): Sighting => {
  const { version, ...rest } = at(epoch, number)
  return { kind: 'vouches', peer: peer(by), player: ANN, ...rest, version, of: of as Version }
}

/** Where a test does not say what a message is of, Ann's number is the session's. */
function withVouched(sightings: readonly Sighting[]): Sighting[] {
  const says = sightings.some(s => s.kind === 'vouches')
  return sightings.flatMap(s => {
    const message =
      s.kind === 'told' ? s.message : s.kind === 'sent' && s.message.kind === 'deliver' && s.message.message
    const place = message && vouchedBy(message)
    const by = s.kind === 'told' ? s.by : s.kind === 'sent' ? s.from : ''
    return place && !says ? [vouches(by, place.epoch, place.version), s] : [s]
  })
}

/** Shows it all; gives what the checker says, or null. */
export function verdict(make: MakeChecker, ...sightings: readonly Sighting[]): string | null {
  const chronicle = new Chronicle()
  const checker = make(chronicle)
  for (const sighting of withVouched(sightings)) {
    chronicle.see(sighting)
    try {
      checker.see(sighting)
    } catch (error) {
      return (error as Error).message
    }
  }
  return null
}
