import test from 'ava'
import type { MinotaurView } from '../../../protocol/minotaur.ts'
import { legalActions } from '../../../protocol/minotaur-legal.ts'
import { foresee } from '../../../web/play/foresee.ts'
import { hint } from '../../../web/play/hint.ts'
import { begun, seat, unconfirmed, viewOf, withFields } from './staged.ts'

/** The view with so many moves planned, each where one is possible. */
function planned(view: MinotaurView, moves: number): MinotaurView {
  let now = view
  for (let n = 0; n < moves; n++) {
    const action = legalActions(now).find(({ kind }) => kind === 'move')!
    now = foresee(now, unconfirmed([{ do: 'register', action }])).view
  }
  return now
}
const others = (view: MinotaurView, ready: readonly boolean[]) =>
  withFields(view, {
    you: { ...view.you, ready: true },
    players: view.players.map((player, n) => ({ ...player, ready: n === 0 || ready[n - 1] === true })),
  })

test('who has never played is told what to do first, and then', t => {
  const view = withFields(viewOf(begun(['A', 'B'])), { here: [] })
  t.is(hint(view), 'Choose a marked hex to walk to; then press Ready.')
  t.is(hint(planned(view, 1)), 'Plan on with 2 more points, or press Ready.')
  t.is(hint(planned(view, 2)), 'Plan on with the last point, or press Ready.')
  t.is(hint(planned(view, 3)), 'Your points are spent: press Ready.')
})

test('a strike is spoken of where somebody can be struck', t => {
  const view = withFields(viewOf(begun(['A', 'B'])), { here: [seat(1)] })
  t.is(hint(view), 'Choose a marked hex to walk to, or somebody to strike; then press Ready.')
})

test('who is ready is told whom the round waits for', t => {
  const view = viewOf(begun(['A', 'B', 'C', 'D']))
  t.is(hint(others(view, [true, true, true])), 'All are ready.')
  t.is(hint(others(view, [true, false, true])), 'Waiting for C. You can still change your plan.')
  t.is(hint(others(view, [false, false, true])), 'Waiting for B and C. You can still change your plan.')
  t.is(hint(others(view, [])), 'Waiting for 3 others. You can still change your plan.')
})
