// The view as MINOTAUR.md describes it, strict: a field that the text does not name fails. Not a test of its own.
import * as v from 'valibot'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const direction = v.pipe(count, v.maxValue(5))
const place = v.strictObject({ q: v.pipe(v.number(), v.integer()), r: v.pipe(v.number(), v.integer()) })
const action = v.variant('kind', [
  v.strictObject({ kind: v.literal('move'), direction }),
  v.strictObject({ kind: v.literal('attack'), target: count }),
])

const entry = v.variant('kind', [
  v.strictObject({ round: count, kind: v.literal('joined'), seat: count }),
  v.strictObject({ round: count, kind: v.literal('withdrew'), seat: count }),
  v.strictObject({ round: count, kind: v.literal('round') }),
  v.strictObject({ round: count, kind: v.literal('attack'), by: count, target: count, damage: count, at: place }),
  v.strictObject({
    round: count,
    kind: v.literal('walked'),
    steps: v.array(direction),
    blocked: v.boolean(),
    at: place,
  }),
  v.strictObject({ round: count, kind: v.literal('left'), seat: count, to: direction, at: place }),
  v.strictObject({ round: count, kind: v.literal('came'), seat: count, from: direction, at: place }),
  v.strictObject({ round: count, kind: v.literal('hunt'), target: count, damage: count, at: place }),
  v.strictObject({ round: count, kind: v.literal('fell'), seat: count }),
  v.strictObject({ round: count, kind: v.literal('over'), winner: v.nullable(count) }),
])

export const ViewSchema = v.strictObject({
  phase: v.picklist(['lobby', 'playing', 'over']),
  seat: count,
  round: count,
  rules: v.strictObject({
    playersMin: count,
    playersMax: count,
    roundMs: count,
    health: count,
    points: count,
    moveCost: count,
    attackCost: count,
    damage: count,
    huntFrom: count,
    awayRounds: count,
  }),
  players: v.array(
    v.strictObject({
      seat: count,
      name: v.string(),
      present: v.boolean(),
      alive: v.boolean(),
      ready: v.boolean(),
      away: v.boolean(),
    }),
  ),
  you: v.strictObject({
    alive: v.boolean(),
    health: count,
    points: count,
    actions: v.array(action),
    ready: v.boolean(),
  }),
  here: v.array(count),
  open: v.array(direction),
  seen: v.array(v.strictObject({ ...place.entries, open: v.array(direction) })),
  log: v.array(entry),
  fallen: v.array(v.strictObject({ seat: count, round: count })),
  outcome: v.nullable(v.picklist(['won', 'lost', 'draw'])),
})
