// The log as bytes, being most of a saved game: written with every command, so it must be small and quick. Each event
// is its kind, its round and its numbers, a byte each (an audience is two). The order of kinds and of numbers is fixed
// by the schema.
import type { Seat } from '../../../protocol/ids.ts'
import type { Direction } from '../../../protocol/minotaur.ts'
import type { GameEvent } from './state.ts'

const KINDS = [
  'joined',
  'withdrew',
  'round',
  'attack',
  'walk',
  'hunt',
  'fell',
  'over',
] as const satisfies readonly GameEvent['kind'][]
const NO_WINNER = 255

const bits = (audience: number): [number, number] => [audience >> 8, audience & 255]

function numbersOf(event: GameEvent): readonly number[] {
  switch (event.kind) {
    case 'round':
      return []
    case 'joined':
    case 'withdrew':
    case 'fell':
      return [event.seat]
    case 'attack':
      return [event.by, event.target, event.damage, event.at, ...bits(event.seen)]
    case 'walk': {
      const { seat, from, to, blocked, steps } = event
      const audiences = [...bits(event.seenLeaving), ...bits(event.seenComing)]
      return [seat, from, to, Number(blocked), ...audiences, steps.length, ...steps]
    }
    case 'hunt':
      return [event.target, event.damage, event.at, ...bits(event.seen)]
    case 'over':
      return [event.winner ?? NO_WINNER]
    default:
      return event satisfies never
  }
}

// Most commands leave the log as it is, and states share it: so its bytes are kept for as long as it is.
const savedLogs = new WeakMap<readonly GameEvent[], Uint8Array>()

export function saveLog(log: readonly GameEvent[]): Uint8Array {
  const kept = savedLogs.get(log)
  if (kept) return kept
  const numbers: number[] = []
  for (const event of log) numbers.push(KINDS.indexOf(event.kind), event.round, ...numbersOf(event))
  const bytes = new Uint8Array(numbers)
  savedLogs.set(log, bytes)
  return bytes
}

/** Takes bytes one by one. @throws Error at the end of them. */
function reader(bytes: Uint8Array) {
  let at = 0
  const take = (): number => {
    const byte = bytes[at++]
    if (byte === undefined) throw new Error('the log of this game ends in the middle of an event')
    return byte
  }
  const seat = (): Seat => take() as Seat
  const audience = (): number => (take() << 8) | take()
  const steps = (): Direction[] => Array.from({ length: take() }, () => take() as Direction)
  return { take, seat, audience, steps, ended: () => at === bytes.length }
}

function loadEvent({ take, seat, audience, steps }: ReturnType<typeof reader>): GameEvent {
  const index = take()
  const kind = KINDS[index]
  const round = take()
  switch (kind) {
    case 'round':
      return { round, kind }
    case 'joined':
    case 'withdrew':
    case 'fell':
      return { round, kind, seat: seat() }
    case 'attack':
      return { round, kind, by: seat(), target: seat(), damage: take(), at: take(), seen: audience() }
    case 'walk': {
      const [walker, from, to, blocked] = [seat(), take(), take(), take() === 1]
      const [seenLeaving, seenComing] = [audience(), audience()]
      return { round, kind, seat: walker, from, to, steps: steps(), blocked, seenLeaving, seenComing }
    }
    case 'hunt':
      return { round, kind, target: seat(), damage: take(), at: take(), seen: audience() }
    case 'over': {
      const winner = seat()
      return { round, kind, winner: winner === NO_WINNER ? null : winner }
    }
    default:
      throw new Error(`the log of this game has an event of the unknown kind ${index}`)
  }
}

/** @throws Error where the bytes are no log. */
export function loadLog(bytes: Uint8Array): GameEvent[] {
  const read = reader(bytes)
  const log: GameEvent[] = []
  while (!read.ended()) log.push(loadEvent(read))
  return log
}
