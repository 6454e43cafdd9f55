import test from 'ava'
import { Window } from '../../node/core/window.ts'

test('the window grows with quick moves up to its bound, and shrinks with slow ones down to its beginning', t => {
  const window = new Window(100)
  const first = window.size
  for (let n = 0; n < 20; n++) window.passed(1)
  t.is(window.size, first + 20)
  for (let n = 0; n < 500; n++) window.passed(1)
  t.is(window.size, 100)
  window.passed(15)
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
