// How a game travels and rests: plain values for msgpack. The number of a schema is fixed once it is released; another
// shape is another number, and `load` goes on reading the old one.
// What is loaded has crossed a network or lain on a disk, perhaps from another release: it is checked, so that a game
// which cannot be read is set aside at once and does not fail in the middle of a round.
import * as v from 'valibot'
import { ActionSchema } from '../../../protocol/minotaur.ts'
import { hexCount } from './hex.ts'
import { SEATS_MAX } from './rules.ts'
import { loadLog, saveLog } from './schema-log.ts'
import type { MinotaurState } from './state.ts'

export const SCHEMA = 1

/** So that a cell is a byte. */
const RADIUS_MAX = 8
const integer = v.pipe(v.number(), v.safeInteger())
const count = v.pipe(integer, v.minValue(0))
const cell = v.pipe(integer, v.minValue(-1))
const bytes = v.instance(Uint8Array)

const SavedSchema = v.strictObject({
  phase: v.picklist(['lobby', 'playing', 'over']),
  random: v.pipe(count, v.maxValue(0xffffffff)),
  round: count,
  maze: v.strictObject({
    radius: v.pipe(count, v.maxValue(RADIUS_MAX)),
    open: bytes,
  }),
  players: v.pipe(
    v.array(
      v.strictObject({
        name: v.string(),
        withdrawn: v.boolean(),
        health: count,
        cell,
        fell: count,
        ready: v.boolean(),
        away: v.exactOptional(count),
        actions: v.array(ActionSchema),
        seen: v.array(count),
      }),
    ),
    v.maxLength(SEATS_MAX),
  ),
  log: bytes,
})

function assertPlaces({ maze, players, phase, log }: MinotaurState): void {
  const cells = maze.open.length
  if (cells !== (phase === 'playing' || cells > 0 ? hexCount(maze.radius) : 0))
    throw new Error(`a maze of radius ${maze.radius} has not ${cells} hexes`)
  const places = players.flatMap(player => [player.cell, ...player.seen])
  for (const event of log) {
    if (event.kind === 'walk') places.push(event.from, event.to)
    else if (event.kind === 'attack' || event.kind === 'hunt') places.push(event.at)
  }
  const lost = places.find(place => place >= cells)
  if (lost !== undefined) throw new Error(`place ${lost} is outside of a maze of ${cells} hexes`)
  const nowhere = players.findIndex(player => phase === 'playing' && player.cell < 0 && !player.withdrawn)
  if (nowhere >= 0) throw new Error(`the character of seat ${nowhere} is nowhere`)
}

/** @throws Error where this release does not write that schema. */
export function save(state: MinotaurState, schema: number): unknown {
  if (schema !== SCHEMA) throw new Error(`this release writes schema ${SCHEMA} of Minotaur, not ${schema}`)
  const { maze, log, ...rest } = state
  return { ...rest, maze: { radius: maze.radius, open: new Uint8Array(maze.open) }, log: saveLog(log) }
}

/** @throws Error where the value is no game of that schema. */
export function load(saved: unknown, schema: number): MinotaurState {
  if (schema !== SCHEMA) throw new Error(`this release reads schema ${SCHEMA} of Minotaur, not ${schema}`)
  const { maze, log, ...rest } = v.parse(SavedSchema, saved)
  const state = { ...rest, maze: { radius: maze.radius, open: [...maze.open] }, log: loadLog(log) }
  assertPlaces(state)
  return state
}
