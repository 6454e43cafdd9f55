import test from 'ava'
import type { MinotaurView } from '../../../protocol/minotaur.ts'
import { hexKey } from '../../../web/play/hexes.ts'
import { hexesOf, resolvedRound, sceneOf } from '../../../web/play/scene.ts'
import { begun, picker, playRounds, viewOf, withFields } from './staged.ts'

const small: Partial<MinotaurView> = {
  seen: [
    { q: 0, r: 0, open: [0] },
    { q: 1, r: 0, open: [1, 3] },
  ],
  open: [0],
  here: [],
}

const start = (): MinotaurView => withFields(viewOf(begun(['Ariadne', 'Theseus'])), small)

test('an opening that was not gone through leads beyond', t => {
  const { cells, beyond } = sceneOf(start())
  t.deepEqual(
    cells.map(cell => cell.walls),
    [
      [1, 2, 3, 4, 5],
      [0, 2, 4, 5],
    ],
  )
  t.deepEqual(beyond.map(hexKey), ['2,-1'])
})

test('the ways out are those of the hex where the plan ends', t => {
  const view = start()
  t.deepEqual(
    sceneOf(view).doors.map(({ direction, seen, unsure }) => ({ direction, seen, unsure })),
    [{ direction: 0, seen: true, unsure: false }],
  )
  const planned = withFields(view, {
    you: { ...view.you, points: 2, actions: [{ kind: 'move', direction: 0 }] },
  })
  const { doors, path } = sceneOf(planned)
  t.deepEqual(path.map(hexKey), ['0,0', '1,0'])
  t.deepEqual(
    doors.map(({ direction, seen }) => [direction, seen]),
    [
      [1, false],
      [3, true],
    ],
  )
})

test('beyond what was seen, every way is unsure but the one back', t => {
  const view = start()
  const actions = [
    { kind: 'move', direction: 0 },
    { kind: 'move', direction: 1 },
  ] as const
  const { doors } = sceneOf(withFields(view, { you: { ...view.you, points: 1, actions } }))
  t.deepEqual(
    doors.filter(door => !door.unsure).map(door => door.direction),
    [4],
  )
  t.is(doors.length, 6)
})

test('the drawing stands still while the character walks', t => {
  const state = begun(['Ariadne', 'Theseus'], 3)
  const before = sceneOf(viewOf(state))
  const after = sceneOf(viewOf(playRounds(state, 2, picker(5))))
  t.deepEqual(after.cells[0], before.cells[0])
  t.deepEqual(hexKey(before.you), '0,0')
})

test('only the round before leaves traces, and after the end the last one', t => {
  const view = viewOf(playRounds(begun(['Ariadne', 'Theseus'], 3), 2, picker(5)))
  t.is(resolvedRound(view), view.round - 1)
  t.is(resolvedRound(withFields(view, { phase: 'over' })), view.round)
  const entry = { kind: 'came', seat: view.seat, from: 2, at: { q: 0, r: 0 } } as const
  const traces = (round: number) => sceneOf(withFields(view, { log: [{ ...entry, round }] })).traces.length
  t.is(traces(view.round - 1), 1)
  t.is(traces(view.round - 2), 0)
})

test('every door and step of a long game is in the picture', t => {
  for (let seed = 1; seed <= 20; seed++) {
    const view = viewOf(playRounds(begun(['A', 'B', 'C', 'D', 'E'], seed), seed % 9, picker(seed)))
    const scene = sceneOf(view)
    const shown = new Set(hexesOf(scene).map(hexKey))
    t.true([...scene.doors.map(door => door.hex), ...scene.path].every(hex => shown.has(hexKey(hex))))
    t.is(new Set(scene.cells.map(cell => hexKey(cell.hex))).size, scene.cells.length)
    t.true(scene.cells.some(cell => hexKey(cell.hex) === hexKey(scene.you)))
  }
})
