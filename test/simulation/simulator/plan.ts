// Everything about a world that is decided before it begins, drawn from its seed: how large it is, how bad its network,
// who plays, and which faults come when. Plain data: to make a smaller world of the same kind is to change some of it.
import { isDeepStrictEqual } from 'node:util'
import type { PlannedFault } from './fault.ts'
import { Random } from './random.ts'
import { drawFaults, drawScenario, isPlain, type Scenario } from './scenario.ts'
import { CLEAN, drawWire, type Wire } from './wire.ts'

export interface Plan {
  readonly seed: number
  readonly scenario: Scenario
  /** Nodes at the beginning, and how many hosts they share. */
  readonly nodes: number
  readonly hosts: number
  /** K. */
  readonly backups: number
  readonly wire: Wire
  /** Whom a node looks for by itself: all others, or one that was there before it. */
  readonly lists: 'all' | 'one'
  /** Until a process that has something to do does it, and how many events it handles in one turn. */
  readonly turnMs: readonly [number, number]
  readonly turnEvents: number
  /** Between a player and a node. */
  readonly playerMs: readonly [number, number]
  readonly suspectAfterMs: number
  /** Share by which processes' clocks run faster or slower than the world's, at most. */
  readonly clockDrift: number
  readonly forceAfterMs: number
  readonly drainDeadlineMs: number
  readonly handoffWindow: number
  readonly rebalanceAfterMs: number
  readonly awayAfterMs: number
  /** Processes have disks to park on; all share one, or each host's its own. */
  readonly disks: 'none' | 'shared' | 'own'
  readonly parkAfterMs: number
  /** Who has parked stays so long for who comes late. */
  readonly successorWaitMs: number
  readonly checkpointEveryMs: number
  readonly coldAfterMs: number
  /** The game's own functions throw. */
  readonly failing: boolean
  /** Releases of which this is the newest schema: [before a deploy, deployed]. */
  readonly schemas: readonly [1 | 2, 1 | 2]
  readonly rooms: readonly Room[]
  /** How long players play and faults come, before all heals. */
  readonly playMs: number
  readonly faults: readonly PlannedFault[]
}

/** One session, as its players see it. The first of them makes it. */
export interface Room {
  readonly players: readonly PlannedPlayer[]
  /** Somebody's last command ends the game. */
  readonly ends: boolean
}

export interface PlannedPlayer {
  readonly startMs: number
  readonly commands: number
  /** Between commands, at most. */
  readonly everyMs: number
  /** Comes back when another tab has taken the seat. */
  readonly insists: boolean
  /** Goes offline with all tabs at a time, and for how long; null: never. */
  readonly absence: { readonly atMs: number; readonly forMs: number } | null
}

const NODES_MAX = 12

export function drawPlan(seed: number, only?: Scenario): Plan {
  const random = new Random(seed, 1)
  // What was added later draws from its own numbers, so that older seeds stay the worlds they were.
  const later = new Random(seed, 6)
  const latest = new Random(seed, 7)
  const forking = new Random(seed, 9)
  const absences = new Random(seed, 12)
  const drawn = drawScenario(random, [
    later,
    latest,
    new Random(seed, 8),
    forking,
    new Random(seed, 10),
    new Random(seed, 21),
    new Random(seed, 13),
    new Random(seed, 14),
    new Random(seed, 15),
    new Random(seed, 16),
  ])
  const scenario = only ?? drawn
  const rivals = scenario === 'rivals'
  const dark = scenario === 'blackout' || scenario === 'strangers' || scenario === 'clocks'
  const forks = scenario === 'fork'
  const late = scenario === 'successor'
  const nodes =
    scenario === 'deploy' || rivals
      ? random.integer(rivals ? 3 : 1, 5)
      : random.chance(0.04)
        ? random.integer(6, NODES_MAX)
        : random.integer(1, 5)
  const clean = isPlain(scenario)
  const playMs = rivals || forks ? random.integer(1500, 5000) : random.integer(700, 2500)
  const slow = random.chance(0.3)
  return {
    seed,
    scenario,
    nodes,
    hosts: random.integer(1, 3),
    backups: random.pick([0, 1, 1, 1, 1, 2, 2, 3]),
    wire: clean ? CLEAN : drawWire(random),
    lists: scenario === 'chain' ? 'one' : 'all',
    turnMs: [0, clean ? 0.2 : random.pick([0.1, 1, 5])],
    turnEvents: random.pick([1, 4, 1000]),
    playerMs: [0.2, random.pick([1, 5, 60])],
    suspectAfterMs: rivals || forks ? random.pick([450, 600]) : clean || slow ? 2000 : random.pick([1000, 1200, 1500]),
    clockDrift: clean ? 0 : random.pick([0, 0, 0.001, 0.1]),
    forceAfterMs: forks ? forking.pick([1, 800]) : 0,
    drainDeadlineMs: 50_000,
    handoffWindow: random.pick([1, 2, 256]),
    schemas:
      scenario === 'roll-back'
        ? [1, 2]
        : random.pick([
            [1, 1],
            [1, 2],
            [1, 2],
            [2, 1],
          ]),
    rooms: Array.from({ length: random.pick([1, 1, 2, 3]) }, () => drawRoom(random, playMs)).map(room =>
      clean ? room : withAbsences(room, absences, playMs),
    ),
    playMs,
    // A session that moved in a deploy would move again after it, which is what a plain deploy is checked for.
    rebalanceAfterMs: clean ? 0 : later.pick([0, 300, 1000]),
    awayAfterMs: absences.pick([700, 1500, 5000]),
    disks:
      scenario === 'shutdown' || dark || forks || late
        ? later.pick(scenario === 'strangers' ? ['shared', 'shared'] : ['shared', 'own'])
        : 'none',
    parkAfterMs: later.pick([0, 100, 1000]),
    successorWaitMs: late ? 50_000 : 0,
    checkpointEveryMs: dark ? latest.pick([1, 300, 1000]) : 0,
    coldAfterMs: latest.pick([200, 1000]),
    failing: scenario === 'failing',
    faults: drawFaults(random, scenario, { nodes, playMs }),
  }
}

/** Nodes come and go as deploys have it, and nothing else happens. */
export const isQuiet = ({ wire, faults }: Plan): boolean =>
  isDeepStrictEqual(wire, CLEAN) && faults.every(({ kind }) => kind === 'deploy' || kind === 'roll-back')

/** Some players go offline for a time, and are back before all heals. */
function withAbsences(room: Room, random: Random, playMs: number): Room {
  const players = room.players.map(player =>
    random.chance(0.15)
      ? { ...player, absence: { atMs: random.ms(playMs * 0.2, playMs * 0.5), forMs: random.ms(10, playMs * 0.5) } }
      : player,
  )
  return { ...room, players }
}

function drawRoom(random: Random, playMs: number): Room {
  const players = Array.from({ length: random.pick([1, 2, 2, 3]) }, () => ({
    startMs: random.ms(10, playMs / 3),
    commands: random.integer(1, 14),
    everyMs: random.pick([20, 100, 400]),
    insists: random.chance(0.5),
    absence: null,
  }))
  return { players, ends: random.chance(0.1) }
}
