// [E1, G4] What a backup confirms it holds, as long as the epoch lasts, and it is what the owner ran: however it came,
// whole or in deltas, of whatever schema. A backup's first word at an epoch is of what it was given for it before: that
// must be so, and must be what the owner began with, once the owner has told anybody anything.

import { loadSession, type SessionState } from '../../../../node/core/session/state.ts'
import { BALLOT_ZERO, type Ballot, compareBallots } from '../../../../protocol/configuration.ts'
import type { Epoch, PeerId, SessionId, Version } from '../../../../protocol/ids.ts'
import type { MeshMessage, Snapshot } from '../../../../protocol/mesh.ts'
import { checker } from '../checker.ts'
import { tellsOf } from '../history.ts'
import { type Ledger, ledger } from '../ledger.ts'
import type { SightingOf } from '../sighting.ts'

type Confirm = Extract<MeshMessage, { kind: 'confirm' }>

interface Given {
  readonly ballot: Ballot
  readonly version: Version
  readonly bytes: Snapshot
}

/** `held`: the state, as text. */
interface FirstWord {
  readonly peer: PeerId
  readonly version: Version
  readonly held: string | null
}

const GAME = ledger(2)
function text({ seats, game }: SessionState): string {
  const { period, ticks, over, log } = game as Ledger
  return JSON.stringify([
    seats.map(s => [s.player, s.name, s.holder, s.former, s.last, s.chain, s.results]),
    period,
    ticks,
    over,
    log,
  ])
}

export const honestBackups = checker('honest backups', (chronicle, fail) => {
  const ranText = new WeakMap<SessionState, string>()
  const textOf = (ran: SessionState): string => {
    const known = ranText.get(ran) ?? text(ran)
    ranText.set(ran, known)
    return known
  }
  const holding = new Map<string, SightingOf<'holds'>>()
  const key = (peer: PeerId, session: SessionId) => `${peer} ${session}`
  /** States that came with a hold or an offer, for the epoch after. */
  const given = new Map<string, Given[]>()
  const givenTo = (peer: PeerId, session: SessionId, epoch: number): Given[] => {
    const at = `${peer} ${session} ${epoch}`
    const all = given.get(at) ?? []
    given.set(at, all)
    return all
  }
  /** First words, by session and epoch. */
  const words = new Map<string, FirstWord[]>()

  /** What a backup that speaks of an epoch's beginning can have: given to it, held before as a backup, or run as the
   *  owner. */
  const beginning = (peer: PeerId, { session, epoch, version, begun }: Confirm): string | null => {
    const { ballot } = begun!
    // With its own ballot it proposed what it held of any other.
    const own = ballot.peer === peer
    const found = givenTo(peer, session, epoch - 1).find(
      g => g.version === version && (own || compareBallots(g.ballot, ballot) === 0),
    )
    if (found) return text(loadSession(found.bytes, GAME).state)
    if (ballot.round > 0 && !own) return null
    const held = holding.get(key(peer, session))
    if (held?.config.epoch === epoch - 1 && held.version === version) return text(loadSession(held.bytes, GAME).state)
    const story = chronicle.story(session)
    const before = story.configs.get((epoch - 1) as Epoch)
    const ran = story.state((epoch - 1) as Epoch, version)
    const hadPart = before && [before.owner, ...before.backups].includes(peer)
    return hadPart && ran ? textOf(ran) : null
  }
  const onFirstWord = (peer: PeerId, message: Confirm) => {
    const { session, epoch, version } = message
    const held = beginning(peer, message)
    if (held === null) fail(`${peer} begins epoch ${epoch} of ${session} with version ${version}, and was not given it`)
    const at = `${session} ${epoch}`
    words.set(at, [...(words.get(at) ?? []), { peer, version, held }])
  }
  const onTold = ({ session, epoch }: { session: SessionId; epoch: Epoch }) => {
    const at = `${session} ${epoch}`
    for (const { peer, version, held } of words.get(at) ?? []) {
      // Since it was sent anything at this epoch, that counts.
      if (holding.get(key(peer, session))?.config.epoch === epoch) continue
      const ran = chronicle.story(session).state(epoch, version)
      if (!ran || textOf(ran) !== held)
        fail(
          `${peer} began epoch ${epoch} of ${session} with another version ${version} than its owner, who relies on it`,
        )
    }
    words.delete(at)
  }
  return s => {
    const told = tellsOf(s)
    if (told && told.epoch > 0) onTold(told)
    if (s.kind === 'received' && (s.message.kind === 'hold' || s.message.kind === 'offer')) {
      const { config, version, state } = s.message
      const ballot = s.message.kind === 'hold' ? s.message.ballot : BALLOT_ZERO
      if (state) givenTo(s.by, config.session, config.epoch).push({ ballot, version, bytes: state })
    } else if (s.kind === 'holds') {
      const { session, epoch } = s.config
      const before = holding.get(key(s.peer, session))
      if (before?.config.epoch === epoch && before.version > s.version)
        fail(`${s.peer} held version ${before.version} of ${session} at epoch ${epoch}, and now ${s.version}`)
      holding.set(key(s.peer, session), s)
      const ran = chronicle.story(session).state(epoch, s.version)
      if (!ran)
        return fail(`${s.peer} holds version ${s.version} of ${session} at epoch ${epoch}, which its owner never ran`)
      if (text(loadSession(s.bytes, GAME).state) !== textOf(ran))
        fail(`${s.peer} holds another version ${s.version} of ${session} than its owner ran`)
    } else if (s.kind === 'sent' && s.message.kind === 'confirm' && s.message.begun) onFirstWord(s.from, s.message)
    else if (s.kind === 'sent' && s.message.kind === 'confirm') {
      const { session, epoch, version } = s.message
      const held = holding.get(key(s.from, session))
      if (held?.config.epoch !== epoch || held.version < version)
        fail(`${s.from} confirms version ${version} of ${session} at epoch ${epoch} and does not hold it`)
    }
  }
})
