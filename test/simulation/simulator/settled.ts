// Liveness: what is still to come right after all has healed. A session with a quorum and a copy must be live; every
// player must have the seat they want, with nothing unconfirmed, and see what is so; every node must be ready, or gone
// if it was told to go. A session that lost too many of its nodes is excused: it stops rather than goes on from an
// older state [G4].
import { type Configuration, holders, members } from '../../../protocol/configuration.ts'
import type { Epoch, PeerId, SessionId } from '../../../protocol/ids.ts'
import { compareIncarnations, incarnationOf } from '../../../protocol/incarnation.ts'
import { inputsIn, inputsOf } from '../../../protocol/inputs.ts'
import type { Story } from './chronicle.ts'
import { seatIn } from './chronicle.ts'
import { isUnseen } from './faulty.ts'
import { isAway, isToTick, type Ledger } from './ledger.ts'
import type { Player } from './player.ts'
import type { Process } from './process.ts'
import type { Part } from './subject.ts'
import type { World } from './world.ts'

/** What is still amiss, in words; nothing where all is well. */
export function amiss(world: World): string[] {
  const living = world.living()
  if (living.length === 0) return []
  const excused = excusedSessions(world)
  const found: string[] = []
  for (const story of world.chronicle.stories.values()) {
    if (excused.has(story.id) || isOver(story)) continue
    const part = ownerOf(living, story)?.part
    if (!part) found.push(`session ${story.id} has no owner that goes on at epoch ${story.top?.epoch}`)
    else if (isToTick(part.state!.game as Ledger) && part.clockMs === null)
      found.push(`the clock of ${story.id} stands`)
  }
  found.push(...amissWithIncarnations(world, living, excused))
  for (const player of world.players) found.push(...amissWith(player, living, world, excused))
  for (const p of living) {
    if (p.draining && !keptBy(world, p, excused)) found.push(`${p.peer} was told to leave and is still here`)
    if (!p.healthy && !p.draining) found.push(`${p.peer} is not ready`)
  }
  const held = living.some(p => p.draining && keptBy(world, p, excused))
  if (world.deploying > 0 && !held) found.push('the deploy is still under way')
  return found
}

/** A draining node has nobody to give its sessions to, or somebody keeps it who has fallen silent for ever. */
export function waitsForDeadline(world: World): boolean {
  const living = world.living()
  const excused = excusedSessions(world)
  return living.some(p => p.draining && (living.every(other => other.draining) || keptBy(world, p, excused)))
}

/** Sessions that have no quorum or no copy left. */
export function excusedSessions(world: World): Set<SessionId> {
  const living = world.living()
  const excused = new Set<SessionId>()
  for (const { id, top } of world.chronicle.stories.values()) {
    const resumes =
      top?.parked !== undefined && mayResume(world, id, top.parked) && !nobodyMayBegin(world, living, top.parked)
    if (top?.parked !== undefined && !resumes) excused.add(id)
    if (top === null || top.owner === null) continue
    const config = highestKnown(living, id) ?? top
    if (config.owner !== null && !(hasQuorum(world, living, config) && hasCopy(living, config))) excused.add(id)
  }
  return excused
}

const isOver = ({ top }: Story) => top === null || top.owner === null || top.epoch === 0

function highestKnown(living: readonly Process[], session: SessionId): Configuration | null {
  let highest: Configuration | null = null
  for (const p of living) {
    const known = p.node.known(session)
    if (known && (!highest || known.epoch > highest.epoch)) highest = known
  }
  return highest
}

/** [G8] One incarnation of a session goes on, and what only a disk knows does not stay there. */
function amissWithIncarnations(world: World, living: readonly Process[], excused: ReadonlySet<SessionId>): string[] {
  const { stories, unreadable } = world.chronicle
  const going = Map.groupBy(
    [...stories.values()].filter(story => !excused.has(story.id) && !isOver(story)),
    story => incarnationOf(story.id).id,
  )
  const several = [...going.values()].filter(incarnations => incarnations.length > 1)
  const staying = living.filter(p => !p.draining)
  const known = (id: SessionId) =>
    [...stories.keys()].some(s => incarnationOf(s).id === id && living.some(p => p.node.known(s)))
  const waiting = staying
    .flatMap(p => [...world.disk(p).files.values()])
    .filter(({ state }) => state === 'checkpoint' || state === 'taken')
    .map(({ saving }) => incarnationOf(saving.session).id)
    .filter(id => !unreadable.has(id) && !known(id))
  return [
    ...[...stories.values()].filter(story => wasLeftBehind(world, story)).map(({ id }) => `${id} was given to nobody`),
    ...several.map(incarnations => `${incarnations.map(({ id }) => id).join(' and ')} both go on`),
    ...[...new Set(waiting)].map(id => `${id} waits in a checkpoint`),
  ]
}

/** [E6] For the living voters, of whom any may have to propose. */
function hasQuorum(world: World, living: readonly Process[], { session, voters }: Configuration): boolean {
  const here = voters.filter(v => living.some(p => p.peer === v && !p.node.fenced().has(session)))
  const dead = voters.filter(v => !here.includes(v))
  if (here.length * 2 !== voters.length) return here.length * 2 > voters.length
  const isStopped = (v: PeerId) => living.some(p => p.peer === v)
  return here.every(by => dead.every(d => isStopped(d) || world.network.hasSeenDead(by, d)))
}

/** Its file waits on a disk that a process sees, or was taken. Whether a release reads it only shows when one tries.
 *  Who took it and fell silent for ever may have begun. */
function mayResume(world: World, session: SessionId, file: string): boolean {
  const { id, number } = incarnationOf(session)
  const { chronicle, network } = world
  if (chronicle.unreadable.has(id)) return false
  const isNext = (later: SessionId) => incarnationOf(later).id === id && incarnationOf(later).number > number
  const begun = [...chronicle.stories.values()].some(story => isNext(story.id) && (story.top?.epoch ?? 0) > 0)
  const silent = [...chronicle.lifetimes].flatMap(([peer, { end }]) => (end === 'silent' ? [peer] : []))
  const misses = (p: Process) => silent.some(s => network.hasMet(p.peer, s) && !network.hasSeenDead(p.peer, s))
  return world.living().some(p => {
    const state = world.disk(p).files.get(file)?.state
    return state === 'parked' || (state === 'taken' && (begun || !misses(p)))
  })
}

/** [G8] Parked in a file that nobody takes, though who parked it left in order, and was to wait for who came: by now
 *  somebody has. */
function wasLeftBehind(world: World, { id, top, configs }: Story): boolean {
  if (!top?.parked || world.plan.successorWaitMs === 0) return false
  const writer = world.processes.find(({ peer }) => peer === configs.get((top.epoch - 1) as Epoch)?.owner)
  const file = writer?.left === true ? world.disk(writer).files.get(top.parked) : undefined
  if (file?.state !== 'parked' || world.chronicle.unreadable.has(incarnationOf(id).id)) return false
  return (
    !goesOnBeside(world, id, inputsOf(file.saving.bytes)) &&
    !nobodyMayBegin(world, [...world.living(), writer!], top.parked)
  )
}

/** Another incarnation of it goes on, with as much of what players did. */
function goesOnBeside(world: World, id: SessionId, inputs: number): boolean {
  return [...world.chronicle.stories.values()].some(story => {
    const state = areOfOneSession(story.id, id) && story.id !== id && ownerOf(world.living(), story)?.part.state
    return state && inputsIn(state.seats) >= inputs
  })
}

const hasCopy = (living: readonly Process[], config: Configuration) =>
  holders(config).some(h => living.some(p => p.peer === h && !p.node.fenced().has(config.session)))

function ownerOf(living: readonly Process[], { id, top }: Story): { process: Process; part: Part } | null {
  const process = living.find(p => p.peer === top?.owner)
  const part = process?.node.parts().find(x => x.config.session === id)
  const goesOn =
    part?.role === 'owner' && part.config.epoch === top?.epoch && !part.sealed && part.confirmed === part.version
  return process && part && goesOn ? { process, part } : null
}

/** A session that cannot go on keeps its members from leaving, and who is to answer for it; and so does one that has
 *  ended, where nobody who knows it is left, or of a member that fell silent for ever [E8]. */
function keptBy(world: World, p: Process, excused: ReadonlySet<SessionId>): boolean {
  const { node, peer } = p
  const living = world.living()
  const isSilent = (p: PeerId) => living.every(l => l.peer !== p) && !world.network.hasSeenDead(peer, p)
  const waitsInVain = (session: SessionId) => {
    const { top, configs } = world.chronicle.story(session)
    return top?.owner === null && [...configs.values()].some(config => members(config).some(isSilent))
  }
  const hasNotHeard = ({ config }: Part) => {
    const { top } = world.chronicle.story(config.session)
    return top?.owner === null && living.every(l => (l.node.known(config.session)?.epoch ?? -1) < top.epoch)
  }
  // A bug has struck the session at each node that could take it, so none of them ever takes part in it again.
  const staying = living.filter(p => !p.draining)
  const hasNoTaker = ({ config: { session } }: Part) =>
    staying.length > 0 && staying.every(p => p.node.fenced().has(session))
  // It stays with its parked files for as long as nobody may begin them.
  const lingers = () =>
    world.plan.successorWaitMs > 0 &&
    [...world.disk(p).files.values()].some(({ state, saving }) => state === 'parked' && excused.has(saving.session))
  return (
    lingers() ||
    node.parts().some(part => excused.has(part.config.session) || hasNotHeard(part) || hasNoTaker(part)) ||
    node.awaits().some(session => excused.has(session) || waitsInVain(session))
  )
}

/** [E9] One node alone, which may have peers that it does not reach any more, begins no session. Of those it never met
 *  it only heard. Of what is parked in `file` those of `by` decide who see it: also a leaving node, for the one that
 *  stays. */
function nobodyMayBegin(world: World, by: readonly Process[], file: string | null = null): boolean {
  const living = world.living()
  const [alone, ...others] = living.filter(p => !p.draining)
  if (!alone || others.length > 0 || world.plan.backups === 0) return false
  const { network, chronicle } = world
  const gone = [...chronicle.lifetimes].flatMap(([peer, { end }]) => (end ? [peer] : []))
  const misses = (by: PeerId) => gone.some(peer => network.hasMet(by, peer) && !network.hasSeenDead(by, peer))
  if (file === null) return misses(alone.peer)
  return by.every(p => !world.disk(p).files.has(file) || misses(p.peer))
}

const areOfOneSession = (a: SessionId, b: SessionId) => incarnationOf(a).id === incarnationOf(b).id

/** A later incarnation of it has begun, and can't go on. */
const waitsForAnother = (session: SessionId, excused: ReadonlySet<SessionId>) =>
  [...excused].some(id => areOfOneSession(id, session) && compareIncarnations(id, session) > 0)

/** It gave way to an incarnation that can't go on, no other goes on, and nobody is left who could tell its players. */
function gaveWayToLost(world: World, { id, top }: Story, excused: ReadonlySet<SessionId>): boolean {
  const incarnations = [...world.chronicle.stories.values()].filter(s => areOfOneSession(s.id, id))
  const isLost = incarnations.some(s => excused.has(s.id)) && incarnations.every(s => excused.has(s.id) || isOver(s))
  return top?.yielded === true && isLost && world.living().every(p => p.node.known(id) === null)
}

function amissWith(
  player: Player,
  living: readonly Process[],
  world: World,
  excused: ReadonlySet<SessionId>,
): string[] {
  const { meeting, name } = player
  if (meeting.session && excused.has(meeting.session)) return []
  if (player.tabs.length === 0) return [`${name} has not begun`]
  if (player.tabs.some(t => t.session?.over)) return []
  const { tab } = player
  if (!tab) {
    if (player.tabs.some(t => t.state.status === 'replaced'))
      return player.tabs.length > 1 ? [] : [`${name} was replaced by nobody`]
    const lost = [...excused].some(id => meeting.session && areOfOneSession(id, meeting.session))
    const excuse = lost || (meeting.session === null && (excused.size > 0 || nobodyMayBegin(world, living)))
    return excuse
      ? []
      : [`${name} is in no session: ${JSON.stringify(player.tabs.map(t => t.state.problems.at(-1)?.code))}`]
  }
  const session = tab.session!
  if (excused.has(session.session)) return []
  const story = world.chronicle.story(session.session)
  if (isOver(story) && waitsForAnother(session.session, excused))
    return session.paused ? [] : [`${name} is not told that the game waits`]
  if (gaveWayToLost(world, story, excused)) return []
  if (!session.held) return [`${name} does not hold its seat`]
  if (!player.done) return [`${name} has more to do`]
  if (session.unconfirmed.length > 0) return [`${name} has ${session.unconfirmed.length} commands unconfirmed`]
  const owner = ownerOf(living, story)
  if (!owner) return []
  const state = owner.part.state!
  const seat = seatIn(state, tab.player)
  if (!(state.game as Ledger).over && isAway(state.game as Ledger, seat)) return [`${name} plays, and counts as away`]
  if (world.plan.failing && isUnseen(state.game as Ledger)) return []
  const own = `${seat}/`
  const lines = (state.game as Ledger).log.filter(line => line.startsWith(own)).length
  const shown = (session.view as { own: string[] } | null)?.own.length
  return shown === lines ? [] : [`${name} sees ${shown} of ${lines} lines`]
}
