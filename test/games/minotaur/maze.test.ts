import test from 'ava'
import * as fc from 'fast-check'
import { seedRandom } from '../../../node/core/std/random.ts'
import { beside, gridOf, hexCount, relative } from '../../../node/games/minotaur/hex.ts'
import { carve, isOpen, openings, step } from '../../../node/games/minotaur/maze.ts'
import { DIRECTIONS, opposite, STEPS } from '../../../protocol/minotaur.ts'

const radii = fc.integer({ min: 0, max: 5 })

test('a step and its opposite lead back', t => {
  for (const direction of DIRECTIONS) {
    const [there, back] = [STEPS[direction], STEPS[opposite(direction)]]
    t.deepEqual([there.q + back.q, there.r + back.r], [0, 0])
  }
})

test('six steps round a hex lead back, each direction being a sixth of a turn', t => {
  const sum = DIRECTIONS.reduce((at, d) => ({ q: at.q + STEPS[d].q, r: at.r + STEPS[d].r }), { q: 0, r: 0 })
  t.deepEqual(sum, { q: 0, r: 0 })
  for (const d of DIRECTIONS) {
    const next = STEPS[((d + 2) % 6) as 0]
    t.deepEqual(STEPS[((d + 1) % 6) as 0], { q: STEPS[d].q + next.q, r: STEPS[d].r + next.r })
  }
})

test('a grid is round and its neighbours are mutual', t => {
  fc.assert(
    fc.property(radii, radius => {
      const grid = gridOf(radius)
      t.is(grid.hexes.length, hexCount(radius))
      for (const [cell, { q, r }] of grid.hexes.entries()) {
        t.true(Math.max(Math.abs(q), Math.abs(r), Math.abs(q + r)) <= radius)
        for (const direction of DIRECTIONS) {
          const other = beside(grid, cell, direction)
          if (other < 0) continue
          t.is(beside(grid, other, opposite(direction)), cell)
          t.deepEqual(relative(grid, { from: cell, to: other }), STEPS[direction])
        }
      }
    }),
  )
})

test('[R4] every hex of a maze can be reached, and a wall is a wall from both sides', t => {
  fc.assert(
    fc.property(fc.integer(), radii, (seed, radius) => {
      const [maze] = carve(seedRandom(seed), radius)
      const reached = new Set([0])
      for (const cell of reached) for (const d of openings(maze, cell)) reached.add(step(maze, cell, d))
      t.is(reached.size, hexCount(radius))
      t.false(reached.has(-1))
      for (const cell of reached)
        for (const d of openings(maze, cell)) t.true(isOpen(maze, step(maze, cell, d), opposite(d)))
    }),
  )
})

test('a maze has walls, and ways round', t => {
  const [maze] = carve(seedRandom(1), 3)
  const open = maze.open.reduce((sum, bits) => sum + DIRECTIONS.filter(d => bits & (1 << d)).length, 0) / 2
  const tree = hexCount(3) - 1
  t.true(open > tree && open < 90, `${open} of 90 borders are open`)
})
