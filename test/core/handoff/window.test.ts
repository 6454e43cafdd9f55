import test from 'ava'
import { Window } from '../../../node/core/handoff/window.ts'

test('the window grows with quick moves up to its bound, and shrinks with slow ones down to its beginning', t => {
  const window = new Window(100)
  const first = window.size
  for (let n = 0; n < 20; n++) window.passed(1)
  t.is(window.size, first + 20)
  for (let n = 0; n < 500; n++) window.passed(1)
  t.is(window.size, 100)
  window.passed(30)
  t.is(window.size, 100)
  for (let n = 0; n < 500; n++) window.passed(1000)
  t.is(window.size, first)
})

test('a bound below the beginning is kept', t => {
  const window = new Window(1)
  window.passed(1)
  window.passed(1000)
  t.is(window.size, 1)
})

test('sessions go in convoys: a single free place waits for others, unless nothing is on its way or nothing else waits', t => {
  const window = new Window(256)
  const all = window.size
  t.is(window.places(0, 1000), all)
  t.is(window.places(all, 1000), 0)
  t.is(window.places(all - 1, 1000), 0)
  t.is(window.places(all - 1, 1), 1)
  t.is(window.places(all / 2, 1000), all / 2)
  t.is(new Window(1).places(0, 1000), 1)
})
