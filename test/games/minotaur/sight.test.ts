import test from 'ava'
import * as fc from 'fast-check'
import { gridOf, relative } from '../../../node/games/minotaur/hex.ts'
import { isAlive } from '../../../node/games/minotaur/state.ts'
import { opposite } from '../../../protocol/minotaur.ts'
import { everySeat, plans, play } from './playing.ts'
import { A, attack, B, begun, C, E, move, must, NE, NW, round, SE, told, viewOf, W, withHealth } from './table.ts'

const O = { q: 0, r: 0 }
const EAST = { q: 1, r: 0 }
const FAR = { q: -3, r: 0 }

test('[R15] who ends in a hex sees who came there, and from where', t => {
  const state = round(begun([O, EAST, FAR]), [move(E)])
  t.deepEqual(told(state, B), [{ round: 1, kind: 'came', seat: A, from: W, at: O }])
  t.deepEqual(viewOf(state, B).here, [A])
  t.deepEqual(viewOf(state, A).here, [B])
  t.deepEqual(told(state, C), [])
})

test('[R15] who comes to a hex sees who else comes there', t => {
  const state = round(begun([O, { q: 2, r: 0 }]), [move(E)], [move(W)])
  t.deepEqual(told(state, A).at(-1), { round: 1, kind: 'came', seat: B, from: E, at: O })
  t.deepEqual(told(state, B).at(0), { round: 1, kind: 'came', seat: A, from: W, at: O })
})

test('[R15] of a longer way only the last step shows', t => {
  const state = round(begun([O, { q: 2, r: -1 }]), [move(E), move(NE)])
  t.deepEqual(told(state, B), [{ round: 1, kind: 'came', seat: A, from: 4, at: O }])
})

test('[R15] characters that swap places do not meet', t => {
  const state = round(begun([O, EAST]), [move(E)], [move(W)])
  t.deepEqual(
    told(state, A).map(entry => entry.kind),
    ['walked'],
  )
  t.deepEqual(viewOf(state, A).here, [])
})

test('[R16] who starts in a hex sees who leaves it, and whereto', t => {
  const state = round(begun([O, O]), [move(E), move(NE)])
  t.deepEqual(told(state, B), [{ round: 1, kind: 'left', seat: A, to: E, at: O }])
})

test('[R16] those who leave see each other leave, from where they are now', t => {
  const state = round(begun([O, O]), [move(E)], [move(W)])
  t.deepEqual(told(state, A).at(-1), { round: 1, kind: 'left', seat: B, to: W, at: { q: -1, r: 0 } })
  t.deepEqual(told(state, B).at(0), { round: 1, kind: 'left', seat: A, to: E, at: { q: 1, r: 0 } })
})

test('[R16] who ends where the other ends sees them come, not leave', t => {
  const state = round(begun([O, O, O]), [move(E)], [move(NE), move(SE)], [])
  t.deepEqual(told(state, A).at(-1), { round: 1, kind: 'came', seat: B, from: NW, at: O })
  t.deepEqual(
    told(state, C).map(entry => entry.kind),
    ['left', 'left'],
  )
})

test('[R16] who walks in a circle neither leaves nor comes', t => {
  const state = round(begun([O, O]), [move(E), move(W)])
  t.deepEqual(told(state, B), [])
  t.deepEqual(viewOf(state, B).here, [A])
})

test('[R17] all who start the round in a hex see its attacks, nobody else does', t => {
  const state = round(begun([O, O, O, EAST]), [attack(B)], [], [move(E)])
  const seen = { round: 1, kind: 'attack', by: A, target: B, damage: 4 } as const
  t.deepEqual(told(state, A), [
    { ...seen, at: O },
    { round: 1, kind: 'left', seat: C, to: E, at: O },
  ])
  t.deepEqual(told(state, B)[0], { ...seen, at: O })
  t.deepEqual(told(state, C)[0], { ...seen, at: { q: -1, r: 0 } })
  t.deepEqual(
    told(state, 3 as typeof A).map(entry => entry.kind),
    ['came'],
  )
})

test('[R17] all who end the round in a hex see whom the Minotaur finds there, nobody else does', t => {
  const state = round(begun([O, EAST, EAST], { round: 10 }), [], [move(W)], [move(NE)])
  t.like(told(state, C).at(-1), { kind: 'hunt', target: C, damage: 1, at: O })
  for (const seat of [A, B]) t.false(told(state, seat).some(entry => entry.kind === 'hunt'))
  const together = round(begun([O, O], { round: 10 }))
  t.deepEqual(told(together, A), told(together, B))
})

test('[R18] everyone learns who fell, who gave up, and how it ended', t => {
  const first = round(withHealth(begun([O, O, FAR, FAR]), 10, 4), [attack(B)])
  t.deepEqual(told(first, C), [{ round: 1, kind: 'fell', seat: B }])
  const end = must(must(first, C, { do: 'leave' }), A, { do: 'leave' })
  for (const seat of everySeat(end))
    t.deepEqual(
      told(end, seat, 2).map(entry => entry.kind),
      ['withdrew', 'fell', 'withdrew', 'fell', 'over'],
    )
})

test('[R19] the fallen learn only what everyone does', t => {
  const first = round(withHealth(begun([O, O, O]), 4, 10, 10), [], [attack(A)])
  const second = round(first, [], [attack(C)], [move(E)])
  t.deepEqual(told(second, A), [])
  t.deepEqual(viewOf(second, A).here, [])
  t.false(viewOf(second, B).here.includes(A))
})

test('in any game, what is seen of a round is what places at its start and end show', t => {
  fc.assert(
    fc.property(plans, plan => {
      for (const { before, input, after } of play(plan)) {
        const gaveUp = input !== 'timeout' && input.command.do === 'leave'
        if (gaveUp || (after.round === before.round && after.phase !== 'over')) continue
        const grid = gridOf(before.maze.radius)
        const [start, end] = [before, after].map(state => (seat: number) => state.players[seat]!.cell)
        const there = everySeat(before).filter(seat => isAlive(before.players[seat]!))
        for (const me of everySeat(before)) {
          const place = (cell: number) => relative(grid, { from: end!(me), to: cell })
          const seen = told(after, me, before.round).filter(entry => entry.kind === 'came' || entry.kind === 'left')
          const expected = there.flatMap(other => {
            if (other === me || !there.includes(me) || start!(other) === end!(other)) return []
            if (end!(other) === end!(me)) return [{ kind: 'came', seat: other, at: place(end!(other)) }]
            return start!(other) === start!(me) ? [{ kind: 'left', seat: other, at: place(start!(other)) }] : []
          })
          t.deepEqual(
            seen.map(entry => ({ kind: entry.kind, seat: entry.seat, at: entry.at })),
            expected as never,
          )
          for (const entry of seen) {
            const moves = before.players[entry.seat]!.actions.flatMap(a => (a.kind === 'move' ? [a.direction] : []))
            if (entry.kind === 'left') t.is(entry.to, moves[0]!)
            else if (entry.kind === 'came') t.true(moves.map(opposite).includes(entry.from))
          }
        }
      }
    }),
  )
})
