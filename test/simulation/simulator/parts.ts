// A plan taken apart: what may be left out of it, numbered from 1 in an order that the plan alone decides, so that a
// seed and a few numbers are a smaller world that anybody can run again.
import type { Plan, PlannedPlayer, Room } from './plan.ts'
import { CLEAN, type Wire } from './wire.ts'

export interface Part {
  readonly what: string
  without(plan: Plan): Plan
}

const COMMANDS = [8, 4, 2, 1]
const SHARES = [0.75, 0.5, 0.25]
/** What a bad network does, each with what it then does no more. */
const BAD: Readonly<Record<string, readonly (keyof Wire)[]>> = {
  'late frames': ['late', 'lateMs'],
  'lost frames': ['loss'],
  'repeated frames': ['repeat'],
  'overtaken frames': ['ordered'],
  'slow frames': ['delay'],
  'small frames': ['frameMessages'],
  'relayed gossip': ['relay'],
  'slow connections': ['connectMs', 'breakMs', 'refusedMs'],
}

const eachPlayer = (plan: Plan, change: (player: PlannedPlayer) => PlannedPlayer): Plan => ({
  ...plan,
  rooms: plan.rooms.map(room => ({ ...room, players: room.players.map(change) })),
})

function roomParts(room: Room, number: number): Part[] {
  const whole: Part = {
    what: `session ${number} and its players`,
    // By its first player: the others may have been left out before.
    without: plan => ({ ...plan, rooms: plan.rooms.filter(({ players: [first] }) => first !== room.players[0]) }),
  }
  const guests = room.players.slice(1).map((guest, i) => ({
    what: `player ${i + 2} of session ${number}`,
    without: (plan: Plan) => ({
      ...plan,
      rooms: plan.rooms.map(r => ({ ...r, players: r.players.filter(p => p !== guest) })),
    }),
  }))
  return [whole, ...guests]
}

function wireParts({ wire }: Plan): Part[] {
  return Object.entries(BAD)
    .filter(([, keys]) => keys.some(key => `${wire[key]}` !== `${CLEAN[key]}`))
    .map(([what, keys]) => {
      const clean = Object.fromEntries(keys.map(key => [key, CLEAN[key]])) as Partial<Wire>
      return { what, without: plan => ({ ...plan, wire: { ...plan.wire, ...clean } }) }
    })
}

/** Those that take something away come before those that set a bound to what is left. */
export function partsOf(plan: Plan): readonly Part[] {
  const { faults, rooms, nodes, playMs } = plan
  const most = Math.max(0, ...rooms.flatMap(room => room.players.map(player => player.commands)))
  return [
    ...faults.map(fault => ({
      what: `${fault.kind} at ${fault.atMs} ms`,
      without: (p: Plan) => ({ ...p, faults: p.faults.filter(f => f !== fault) }),
    })),
    ...rooms.flatMap((room, i) => roomParts(room, i + 1)),
    ...Array.from({ length: nodes - 1 }, (_, i) => ({
      what: `node ${nodes - i}`,
      without: (p: Plan) => ({ ...p, nodes: p.nodes - 1 }),
    })),
    ...COMMANDS.filter(bound => bound < most).map(bound => ({
      what: `commands beyond ${bound} of each player`,
      without: (p: Plan) => eachPlayer(p, player => ({ ...player, commands: Math.min(player.commands, bound) })),
    })),
    ...SHARES.map(share => ({
      what: `play beyond ${share * 100} % of the time`,
      without: (p: Plan) => ({ ...p, playMs: Math.min(p.playMs, Math.round(playMs * share)) }),
    })),
    ...wireParts(plan),
    { what: 'drift of clocks', without: p => ({ ...p, clockDrift: 0 }) },
    { what: 'slow turns', without: p => ({ ...p, turnMs: [0, 0.2] }) },
  ]
}

/** The plan without the parts of these numbers. */
export function withoutParts(plan: Plan, numbers: readonly number[]): Plan {
  return partsOf(plan)
    .filter((_, i) => numbers.includes(i + 1))
    .reduce((left, part) => part.without(left), plan)
}

/** What is left, in a line. */
export function size({ nodes, rooms, faults, playMs }: Plan): string {
  const players = rooms.flatMap(room => room.players)
  const commands = players.reduce((sum, player) => sum + player.commands, 0)
  const struck = faults.filter(({ atMs }) => atMs <= playMs).map(({ kind }) => kind)
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`
  return [
    count(nodes, 'node'),
    count(players.length, 'player'),
    `at most ${count(commands, 'command')}`,
    `${playMs} ms`,
    struck.length > 0 ? struck.join(', ') : 'no faults',
  ].join(', ')
}
