// Kinds of worlds. Each is a choice of faults; in the plain ones more is promised, and checked, than in the others.
import type { FaultKind, PlannedFault } from './fault.ts'
import type { Random } from './random.ts'

const WEIGHTS = {
  /** Nothing happens at all. */
  calm: 1,
  /** A start-first deploy, without faults: no session moves twice, no timer is late. */
  deploy: 3,
  /** Nodes are told to leave, several at once perhaps. */
  drains: 2,
  joins: 1,
  /** Deaths that are seen. */
  crashes: 2,
  /** A deploy with a bad network and other faults in the middle. */
  'rough-deploy': 2,
  /** Everything. */
  storm: 5,
  /** Cuts and pauses longer than anybody's patience: several take over at once, and each believes that the others are
   *  gone. */
  rivals: 4,
} as const
/** These came later: each is drawn apart, so that older seeds stay what they were. */
const LATER_SHARE = 0.06
const LATER = [
  /** All leave at once, and some start again. */
  'shutdown',
  /** All end at once, most without a word, and some start again. */
  'blackout',
  /** A deploy that is taken back half-way, with other faults in the middle. */
  'roll-back',
  /** QUORUM=any: halves that go on without each other, and meet again. */
  'fork',
  /** Disks that are shared with meshes which do not see each other; then all end at once. */
  'strangers',
  /** A storm in which the game's own functions throw, and now and then ours. */
  'failing',
  /** All leave at once, and park; who comes then sees other disks, while those who left still wait for it. */
  'successor',
  /** Each node lists one of the others, and learns of the rest. */
  'chain',
  /** Wall clocks of hosts jump by minutes, hours and days; then all end at once. */
  'clocks',
  /** Nodes run out of memory, some while others die or leave. */
  'squeezed',
] as const
export type Scenario = keyof typeof WEIGHTS | (typeof LATER)[number]
export const SCENARIOS = [...Object.keys(WEIGHTS), ...LATER] as Scenario[]

/** Without faults and with a clean network: here planned moves have bounds. */
export const isPlain = (scenario: Scenario): boolean => scenario === 'calm' || scenario === 'deploy'

/** `later`: one for each of the scenarios that came later. */
export function drawScenario(random: Random, later: readonly Random[]): Scenario {
  const drawn = LATER.filter((_, i) => later[i]!.chance(LATER_SHARE))
  return drawn[0] ?? random.weighed(WEIGHTS)
}

const STORM: Record<FaultKind, number> = {
  crash: 3,
  'silent-crash': 2,
  drain: 4,
  'drain-cancelled': 1,
  join: 3,
  deploy: 0,
  'roll-back': 0,
  shutdown: 0,
  blackout: 0,
  stop: 4,
  partition: 3,
  'one-way-cut': 2,
  'connection-lost': 2,
  'sockets-lost': 3,
  'second-tab': 3,
  stranger: 0,
  bug: 0,
  'clock-jump': 0,
  squeeze: 0,
}

const RIVALS: Record<FaultKind, number> = {
  ...STORM,
  crash: 1,
  'silent-crash': 1,
  join: 1,
  partition: 8,
  'one-way-cut': 4,
  'sockets-lost': 1,
  'second-tab': 1,
}

interface World {
  readonly nodes: number
  readonly playMs: number
}

export function drawFaults(random: Random, scenario: Scenario, world: World): PlannedFault[] {
  const many = (kind: FaultKind, low: number, high: number) =>
    Array.from({ length: random.integer(low, high) }, () => drawFault(random, kind, world))
  const any = (low: number, high: number, weights = STORM) =>
    Array.from({ length: random.integer(low, high) }, () => drawFault(random, random.weighed(weights), world))
  switch (scenario) {
    case 'calm':
      return []
    case 'deploy':
      return many('deploy', 1, 1)
    case 'drains':
      return [...many('join', 0, 2), ...many('drain', 1, Math.max(1, world.nodes - 1)), ...many('sockets-lost', 0, 1)]
    case 'joins':
      return [...many('join', 1, 3), ...many('second-tab', 0, 1)]
    case 'crashes':
      return [...many('crash', 1, 2), ...many('join', 0, 2), ...many('sockets-lost', 0, 2)]
    case 'rough-deploy':
      return [...many('deploy', 1, 1), ...any(0, 3)]
    case 'roll-back':
      return [...many('roll-back', 1, 1), ...any(0, 2)]
    case 'shutdown':
      return [...many('shutdown', 1, 2), ...many('join', 0, 1), ...many('drain', 0, 1), ...many('partition', 0, 1)]
    case 'blackout':
      return [...many('blackout', 1, 2), ...many('shutdown', 0, 1), ...many('join', 0, 1), ...many('partition', 0, 1)]
    case 'successor':
      return [...many('shutdown', 1, 2), ...any(0, 3)]
    case 'fork':
      return [...many('partition', 1, 2).map(long), ...any(0, 3)]
    case 'strangers':
      return [...many('stranger', 1, 2), ...many('blackout', 0, 2), ...many('join', 0, 1), ...many('stop', 0, 1)]
    case 'clocks':
      return [...many('clock-jump', 1, 4), ...many('blackout', 1, 2), ...many('shutdown', 0, 1), ...any(0, 2)]
    case 'squeezed':
      return [...many('squeeze', 1, 6), ...many('crash', 0, 1), ...any(0, 4)]
    case 'chain':
      return [...many('join', 1, 3), ...any(0, 4)]
    case 'storm':
      return any(1, 10)
    case 'failing':
      return [...any(0, 6), ...many('bug', 0, 2)]
    case 'rivals':
      return any(3, 12, RIVALS)
    default:
      return scenario satisfies never
  }
}

/** Longer than anybody's patience: a session is forced in a sweep, and there is one a second. */
const long = (fault: PlannedFault): PlannedFault => ({ ...fault, forMs: 2_000 + fault.forMs })

function drawFault(random: Random, kind: FaultKind, { playMs }: World): PlannedFault {
  const share = kind === 'deploy' || kind === 'roll-back' ? 0.4 : 1
  return {
    kind,
    atMs: random.ms(playMs * 0.05, playMs * share),
    pick: random.unit(),
    other: random.unit(),
    forMs: random.ms(10, random.pick([100, 800, 2500])),
  }
}
