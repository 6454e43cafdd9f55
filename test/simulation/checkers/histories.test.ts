// What is applied, and what is never lost: each checker on a sound world and on a broken one.
import test from 'ava'
import type { ClientId } from '../../../protocol/ids.ts'
import { ack, decided, first, issued, one, other, runs, second, state, told, two } from '../scene.ts'
import { onceInOrder } from '../simulator/checkers/once-in-order.ts'
import { prefixes } from '../simulator/checkers/prefixes.ts'
import { broken, sound } from '../verdicts.ts'

const acknowledgedOne = [runs(first, 4, one), told('a', ack(1, 4, 1))]
const lines = (...numbers: number[]) => ['+0 Ann', ...numbers.map(n => `0/c1/${n}`)]

test('a new owner starts with all that was acknowledged', sound, prefixes, ...acknowledgedOne, runs(second, 5, two))
test(
  'a new owner that starts without something acknowledged is found',
  broken,
  prefixes,
  /without what epoch 1/,
  ...acknowledgedOne,
  runs(second, 5, state(['+0 Ann'])),
)
test(
  'two acknowledged histories are found',
  broken,
  prefixes,
  /two acknowledged histories/,
  ...acknowledgedOne,
  runs(second, 5, two),
  runs(first, 6, other),
  told('a', ack(1, 6, 1)),
)
test(
  'an old owner that acknowledges what the new one lacks is found',
  broken,
  prefixes,
  /started without/,
  runs(first, 4, one),
  runs(second, 4, one),
  runs(first, 5, two),
  told('a', ack(1, 5, 2)),
)
test(
  'a holder that a new owner has forgotten is found',
  broken,
  prefixes,
  /without what epoch 1/,
  ...acknowledgedOne,
  runs(second, 5, state(['+0 Ann', '0/c1/1'], { holder: 'c0' })),
)
test(
  'an acknowledged state that nobody ran is found',
  broken,
  prefixes,
  /nobody ever ran/,
  decided('a', first),
  told('a', ack(1, 9, 1)),
)
test(
  'commands come once and in order, refused ones leave no line',
  sound,
  onceInOrder,
  issued(7),
  runs(first, 1, state(lines(1, 2, 3, 4, 6), { last: 6 })),
)
test(
  'a command applied twice is found',
  broken,
  onceInOrder,
  /comes after/,
  issued(7),
  runs(first, 1, state(lines(1, 2, 2))),
)
test('a gap is found', broken, onceInOrder, /comes after/, issued(7), runs(first, 1, state(lines(1, 3))))
test(
  'two commands in the wrong order are found',
  broken,
  onceInOrder,
  /comes after/,
  issued(7),
  runs(first, 1, state(lines(2, 1))),
)
test(
  'a command that nobody issued is found',
  broken,
  onceInOrder,
  /never issued/,
  issued(1),
  runs(first, 1, state(lines(1, 2))),
)
test(
  'a refused command that left a line is found',
  broken,
  onceInOrder,
  /comes after/,
  issued(7),
  runs(first, 1, state(lines(1, 2, 3, 4, 5))),
)
test(
  'a command of who does not hold the seat is found',
  broken,
  onceInOrder,
  /does not hold/,
  issued(1),
  runs(first, 1, state(lines(1), { holder: 'c2' })),
)
test(
  'a command of a replaced client after its successor is found',
  broken,
  onceInOrder,
  /does not hold/,
  issued(2),
  issued(1, 'c2' as ClientId),
  runs(first, 1, state([...lines(1), '0/c2/1', '0/c1/2'], { holder: 'c2', former: ['c1'] })),
)
test(
  'the numbers of a seat go on under the next holder',
  sound,
  onceInOrder,
  issued(2),
  issued(1, 'c2' as ClientId),
  runs(first, 1, state([...lines(1, 2), '0/c2/1'], { holder: 'c2', former: ['c1'] })),
)
test(
  'a seat that counts wrong is found',
  broken,
  onceInOrder,
  /counts 4/,
  issued(2),
  runs(first, 1, state(lines(1, 2), { last: 4 })),
)
