// Seats' own numbers: checkers on a sound world and on a broken one.
import test from 'ava'
import type { Epoch, SocketId } from '../../../protocol/ids.ts'
import type { ToPlayer } from '../../../protocol/player.ts'
import { ANN, ack, at, CLIENT, first, one, peer, runs, state, told, two, vouches } from '../scene.ts'
import { discreet } from '../simulator/checkers/discreet.ts'
import { screens } from '../simulator/checkers/screens.ts'
import { trueAnswers } from '../simulator/checkers/true-answers.ts'
import type { Sighting } from '../simulator/sighting.ts'
import { broken, sound } from '../verdicts.ts'

const secret = state(['+0 Ann', '0/c1/1', '1/c2/3'])
const update = (version: number, lines: number, epoch = 1) =>
  ({ kind: 'update', ...at(epoch, version), owner: 'a', remainingMs: null, view: { lines, own: [] } }) as const
const sends = (message: ToPlayer): Sighting => ({
  kind: 'sent',
  from: peer('a'),
  to: peer('b'),
  message: { kind: 'deliver', sockets: [7 as SocketId], message },
})
const shown = (version: number, lines: number): Sighting => ({
  kind: 'shown',
  player: ANN,
  client: CLIENT,
  ...at(1, version),
  view: { lines, own: [] },
})

test(
  'a number is of the version that its owner says',
  sound,
  trueAnswers,
  runs(first, 9, one),
  vouches('a', 1, 1, 9),
  told('a', ack(1, 1, 1)),
)
test(
  'an answer by a number that is of another version is found',
  broken,
  trueAnswers,
  /only 1 commands/,
  runs(first, 9, one),
  runs(first, 10, two),
  vouches('a', 1, 1, 9),
  told('a', ack(1, 1, 2)),
)
test(
  'an answer by a number of nothing is found',
  broken,
  trueAnswers,
  /of no state/,
  runs(first, 9, one),
  vouches('a', 1, 1, 9),
  told('a', ack(1, 9, 1)),
)
test(
  'a number rises with what its seat is told',
  sound,
  discreet,
  runs(first, 9, one),
  vouches('a', 1, 1, 9),
  runs(first, 12, two),
  vouches('a', 1, 2, 12),
)
test(
  'a number rises by two where two versions that show something are confirmed in one turn',
  sound,
  discreet,
  runs(first, 9, one),
  vouches('a', 1, 1, 9),
  runs(first, 10, two),
  runs(first, 11, state(['+0 Ann', '0/c1/1', '0/c1/2', '0/c1/3'])),
  vouches('a', 1, 3, 11),
)
test(
  'a number that rises for what others do in secret is found',
  broken,
  discreet,
  /nothing that they are told has changed/,
  runs(first, 9, one),
  vouches('a', 1, 1, 9),
  runs(first, 10, secret),
  vouches('a', 1, 2, 10),
)
test(
  'a number that counts what others do in secret is found',
  broken,
  discreet,
  /goes from 1 to 3/,
  runs(first, 9, one),
  vouches('a', 1, 1, 9),
  runs(first, 12, two),
  vouches('a', 1, 3, 12),
)
test(
  'a view is sent again for a new epoch, a hello or after a pause',
  sound,
  discreet,
  sends(update(1, 2)),
  sends(update(2, 3)),
  sends(update(1, 3, 2)),
  sends({ kind: 'paused', session: update(1, 1).session, why: '' }),
  sends({ ...update(1, 3), epoch: 2 as Epoch }),
)
test(
  'a view that is sent again for nothing is found',
  broken,
  discreet,
  /again/,
  sends(update(1, 2)),
  sends(update(2, 2)),
)
test('a screen that shows less than before is found', broken, screens, /3 lines where/, shown(1, 4), shown(2, 3))
test('a number with two views is found', broken, screens, /something else/, shown(1, 4), shown(1, 5))
