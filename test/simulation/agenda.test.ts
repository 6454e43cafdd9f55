import test from 'ava'
import { Agenda } from './simulator/agenda.ts'
import { Random } from './simulator/random.ts'

test('things happen in the order of their time', t => {
  const agenda = new Agenda()
  const random = new Random(7)
  const times: number[] = []
  for (let i = 0; i < 500; i++) agenda.after(random.ms(0, 100), () => times.push(agenda.now))
  agenda.runUntil(100)
  t.is(times.length, 500)
  t.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
  )
})

test('of two things at one moment the one that was planned first happens first', t => {
  const agenda = new Agenda()
  const seen: number[] = []
  for (let i = 0; i < 50; i++) agenda.after(5, () => seen.push(i))
  agenda.runUntil(5)
  t.deepEqual(
    seen,
    Array.from({ length: 50 }, (_, i) => i),
  )
})

test('what happens may bring about more, within the same run', t => {
  const agenda = new Agenda()
  const seen: string[] = []
  agenda.after(1, () => {
    seen.push('a')
    agenda.after(1, () => seen.push('b'))
    agenda.after(9, () => seen.push('too late'))
  })
  agenda.runUntil(9)
  t.deepEqual(seen, ['a', 'b'])
  t.is(agenda.now, 9)
  t.is(agenda.size, 1)
})

test('one seed gives one sequence, and each of its streams another', t => {
  const draw = (seed: number, stream?: number) => {
    const random = new Random(seed, stream)
    return Array.from({ length: 8 }, () => random.next())
  }
  t.deepEqual(draw(1), draw(1))
  t.notDeepEqual(draw(1), draw(2))
  t.notDeepEqual(draw(1, 1), draw(1, 2))
  t.notDeepEqual(draw(1), draw(1 + 2 ** 32))
})

test('drawn numbers keep their bounds and use them', t => {
  const random = new Random(3)
  const integers = Array.from({ length: 2000 }, () => random.integer(2, 5))
  t.deepEqual([...new Set(integers)].sort(), [2, 3, 4, 5])
  t.true(Array.from({ length: 2000 }, () => random.unit()).every(x => x >= 0 && x < 1))
  const weighed = Array.from({ length: 2000 }, () => random.weighed({ often: 9, seldom: 1, never: 0 }))
  const seldom = weighed.filter(w => w === 'seldom').length
  t.true(seldom > 100 && seldom < 400, `${seldom} of 2000`)
  t.false(weighed.includes('never'))
})
