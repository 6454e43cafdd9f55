import test from 'ava'
import { DIRECTIONS, STEPS } from '../../../protocol/minotaur.ts'
import { aim, UNIT_MAX, UNIT_MIN } from '../../../web/play/camera.ts'
import { distance, intentOf, placeName } from '../../../web/play/directions.ts'
import { border, middle, outline, seatsAround, towards } from '../../../web/play/hexes.ts'

const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.01

test('a direction points from a hex to its neighbour', t => {
  for (const direction of DIRECTIONS) {
    const there = middle(STEPS[direction])
    const half = towards(direction, Math.sqrt(3))
    t.true(near(there.x, half.x) && near(there.y, half.y), `direction ${direction}`)
  }
})

test('a border lies half-way to the neighbour, between two corners', t => {
  for (const direction of DIRECTIONS) {
    const [a, b] = border(direction)
    const there = middle(STEPS[direction])
    t.true(near((a.x + b.x) / 2, there.x / 2) && near((a.y + b.y) / 2, there.y / 2), `direction ${direction}`)
    t.true(near(Math.hypot(a.x - b.x, a.y - b.y), 1))
  }
  t.is(outline().split('L').length, 6)
})

test('places are named as the compass names them', t => {
  t.is(placeName({ q: 0, r: 0 }), 'your hex')
  t.is(placeName({ q: 1, r: 0 }), 'the hex to the east')
  t.is(placeName({ q: 0, r: -1 }), 'the hex to the north-west')
  t.is(placeName({ q: -1, r: 1 }), 'the hex to the south-west')
  t.is(placeName({ q: -1, r: 2 }), '2 hexes to the south')
  t.is(placeName({ q: 1, r: -2 }), '2 hexes to the north')
  t.is(placeName({ q: -3, r: 0 }), '3 hexes to the west')
  t.is(distance({ q: 2, r: -3 }), 3)
})

test('keys mean moves by their place, strikes by number', t => {
  t.deepEqual(intentOf('KeyW'), { kind: 'move', direction: 2 })
  t.deepEqual(intentOf('Numpad3'), { kind: 'move', direction: 5 })
  t.deepEqual(intentOf('Digit2'), { kind: 'attack', nth: 1 })
  t.deepEqual(intentOf('Backspace'), { kind: 'undo' })
  t.deepEqual(intentOf('KeyR'), { kind: 'ready' })
  t.is(intentOf('KeyP'), null)
  t.is(intentOf('Digit0'), null)
})

test('a small maze is shown whole and not larger than is useful', t => {
  const camera = aim({ width: 900, height: 700, hexes: [{ q: 0, r: 0 }], focus: { x: 0, y: 0 } })
  t.deepEqual(camera, { x: 0, y: 0, unit: UNIT_MAX })
})

test('a maze that is too large is shown around the plan, and never beyond its edge', t => {
  const hexes = Array.from({ length: 9 }, (_, q) => ({ q, r: 0 }))
  const narrow = { width: 300, height: 400, hexes }
  const west = aim({ ...narrow, focus: middle({ q: 0, r: 0 }) })
  t.is(west.unit, UNIT_MIN)
  t.true(near(west.x - 300 / UNIT_MIN / 2, -1.1))
  t.is(west.y, 0)
  const inside = aim({ ...narrow, focus: middle({ q: 4, r: 0 }) })
  t.true(near(inside.x, middle({ q: 4, r: 0 }).x))
})

test('those who share a hex stand apart from each other', t => {
  t.deepEqual(seatsAround(0, 1), [])
  for (let count = 2; count <= 5; count++) {
    const seats = seatsAround(count, 0.61)
    for (const [i, a] of seats.entries()) {
      for (const b of seats.slice(i + 1)) t.true(Math.hypot(a.x - b.x, a.y - b.y) > 0.42)
    }
  }
})
