// What players are told: each checker on a sound world and on a broken one.
import test from 'ava'
import type { ClientId, Code, Epoch, Seat, Seq, Version } from '../../../protocol/ids.ts'
import {
  ANN,
  ack,
  at,
  CLIENT,
  config,
  confirmed,
  decided,
  first,
  one,
  peer,
  runs,
  SESSION,
  told,
  two,
  vouches,
} from '../scene.ts'
import { invariants } from '../simulator/checkers/invariants.ts'
import { screens } from '../simulator/checkers/screens.ts'
import { seats } from '../simulator/checkers/seats.ts'
import { trueAnswers } from '../simulator/checkers/true-answers.ts'
import type { Sighting } from '../simulator/sighting.ts'
import { broken, sound } from '../verdicts.ts'

const welcome = { kind: 'welcome', ...at(1, 4), client: CLIENT, seat: 0 as Seat, last: 1 as Seq, chain: 0 } as const
const refusedAck = { ...ack(1, 4, 1), refusal: { code: 'impossible', text: '' } } as const
const update = {
  kind: 'update',
  ...at(1, 4),
  owner: 'a',
  remainingMs: null,
  view: { lines: 2, own: ['0/c1/1'] },
} as const
const shown = (epoch: number, version: number, lines = 0): Sighting => ({
  kind: 'shown',
  player: ANN,
  client: CLIENT,
  ...at(epoch, version),
  view: { lines, own: [] },
})
const learns = (n: number, refusal: 'impossible' | null = null): Sighting => ({
  kind: 'confirmed',
  player: ANN,
  client: CLIENT,
  session: SESSION,
  n,
  seq: n as Seq,
  refusal: refusal && { code: refusal, text: '' },
  told: 'ack',
})

test(
  'answers tell what the confirmed state says',
  sound,
  trueAnswers,
  runs(first, 4, one),
  told('a', welcome),
  told('a', update),
  told('a', ack(1, 4, 1)),
)
// Epoch 2 of an owner without backups begins, by another's vote, with less than it had made: what it makes there is of
// the same numbers.
const overtaken = [runs(first, 4, two), runs(config(2, 'a'), 3, one)]
test(
  'without backups the last of what is made in one turn is seen, and what it was in an epoch before is nothing to go by',
  sound,
  trueAnswers,
  ...overtaken,
  runs(config(2, 'a'), 5, two),
  told('a', { ...update, epoch: 2 as Epoch }),
)
test(
  'without backups nothing is seen of what is made in the turn in which the session goes',
  sound,
  trueAnswers,
  runs(config(1, 'a'), 3, one),
  { kind: 'parted', peer: peer('a'), session: SESSION, epoch: 1 as Epoch },
  told('a', update),
)
test(
  'the last number of an epoch is not seen where the next one begins in that turn',
  sound,
  trueAnswers,
  runs(first, 4, one),
  vouches('a', 1, 4),
  runs(config(2, 'a'), 5, two),
  told('a', { ...update, version: 5 as Version, view: { lines: 3, own: [] } }),
)
test(
  'a number that nobody saw is found while its epoch goes on',
  broken,
  trueAnswers,
  /which is of no state/,
  runs(first, 4, one),
  vouches('a', 1, 4),
  told('a', { ...update, version: 5 as Version }),
)
test(
  'what nobody ever ran is found',
  broken,
  trueAnswers,
  /which nobody ever ran/,
  runs(config(1, 'a'), 3, one),
  told('a', update),
)
test(
  'a welcome of who does not hold the seat is found',
  broken,
  trueAnswers,
  /held by c1/,
  runs(first, 4, one),
  told('a', { ...welcome, client: 'c2' as ClientId }),
)
test(
  'a welcome with another last number is found',
  broken,
  trueAnswers,
  /last command is 1/,
  runs(first, 4, one),
  told('a', { ...welcome, last: 2 as Seq }),
)
test(
  'an ack of a command that is not applied is found',
  broken,
  trueAnswers,
  /only 1 commands/,
  runs(first, 4, one),
  told('a', ack(1, 4, 2)),
)
test(
  'an ack with another result is found',
  broken,
  trueAnswers,
  /the result of 1/,
  runs(first, 4, one),
  told('a', refusedAck),
)
test(
  'a view of a later state than it says is found',
  broken,
  trueAnswers,
  /the view is/,
  runs(first, 4, one),
  told('a', { ...update, view: { lines: 3, own: ['0/c1/1', '0/c1/2'] } }),
)
test(
  'a refusal that names a wrong holder is found',
  broken,
  trueAnswers,
  /held by c1/,
  runs(first, 4, one),
  told('a', { kind: 'error', code: 'seat-held', text: '', ...at(1, 4), holder: 'c9' as ClientId }),
)
test(
  'an answer about what nobody ran is found',
  broken,
  trueAnswers,
  /nobody ever ran/,
  decided('a', first),
  told('a', update),
)
test('a note is no violation', sound, invariants, {
  kind: 'note',
  peer: peer('a'),
  note: { name: 'sealed', session: SESSION, epoch: first.epoch },
})
test("a node's own alarm is found", broken, invariants, /two at once/, {
  kind: 'note',
  peer: peer('a'),
  note: { name: 'invariant', session: SESSION, error: 'two at once' },
})
test('what a client was told and cannot be is found', broken, invariants, /chain/, {
  kind: 'broken',
  player: ANN,
  text: 'the chain differs',
})
test(
  'screens go forward, also into a new epoch',
  sound,
  screens,
  shown(1, 7),
  shown(1, 8),
  shown(2, 8),
  learns(1),
  learns(2),
)
test('a screen that goes back a version is found', broken, screens, /back to/, shown(1, 8), shown(1, 7))
test('a screen that goes back an epoch is found', broken, screens, /back to/, shown(2, 8), shown(1, 9))
test('a client that skips a command is found', broken, screens, /where 2 is next/, learns(1), learns(3))
test('a client that is told of a wrong refusal is found', broken, screens, /is answered/, learns(1, 'impossible'))

const created = {
  kind: 'created',
  key: 'k' as ClientId,
  session: SESSION,
  code: 'KEPS' as Code,
  seat: 0 as Seat,
} as const
const backed = [runs(first, 4, one), confirmed('b', 'a', 1, 4)]
test('a seat that the backups know of may be told', sound, seats, ...backed, told('c', created))
test('a seat that no backup knows of is found', broken, seats, /no backup/, runs(first, 4, one), told('a', created))
test(
  'another seat than the one told of is found',
  broken,
  seats,
  /seat 1/,
  ...backed,
  told('c', { ...created, seat: 1 as Seat }),
)
test(
  'a player with two seats is found',
  broken,
  seats,
  /two seats/,
  runs(first, 4, { ...one, seats: [...one.seats, ...one.seats] }),
)
