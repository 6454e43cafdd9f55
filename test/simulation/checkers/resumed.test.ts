// Lives from a disk: the checker on a sound world and on broken ones.
import test from 'ava'
import type { Epoch, SessionId } from '../../../protocol/ids.ts'
import { ack, config, first, one, peer, runs, SESSION, state, told, two } from '../scene.ts'
import { beside } from '../simulator/checkers/beside.ts'
import { resumed } from '../simulator/checkers/resumed.ts'
import { toldOfCopies } from '../simulator/checkers/told-of-copies.ts'
import type { Sighting } from '../simulator/sighting.ts'
import { broken, sound } from '../verdicts.ts'

const incarnation = (maker: string) => `${SESSION}.2.${maker}` as SessionId
const resumes = (by: string): Sighting => ({
  kind: 'note',
  peer: peer(by),
  note: { name: 'resumed', session: incarnation(by), from: SESSION, file: 's-1-4', promised: true },
})
const copies = (by: string): Sighting => ({
  kind: 'note',
  peer: peer(by),
  note: { name: 'resumed', session: incarnation(by), from: SESSION, file: 's-1-4', promised: false },
})
const yields = (session: SessionId, to: SessionId): Sighting => ({
  kind: 'note',
  peer: peer('d'),
  note: { name: 'yielded', session, epoch: 9 as Epoch, to, lost: null },
})
const begins = (by: string, ran: typeof one) => runs({ ...config(1, by), session: incarnation(by) }, 0, ran)
const acknowledged = [runs(first, 4, one), told('a', ack(1, 4, 1))]

test(
  'an incarnation may begin with all that was acknowledged, and more',
  sound,
  resumed,
  ...acknowledged,
  resumes('d'),
  begins('d', two),
)
test(
  'an incarnation that begins without something acknowledged is found',
  broken,
  resumed,
  /without what s had/,
  ...acknowledged,
  resumes('d'),
  begins('d', state(['+0 Ann'])),
)
test(
  'two incarnations from one file are found',
  broken,
  resumed,
  /again as/,
  ...acknowledged,
  resumes('d'),
  resumes('e'),
)
test(
  'an incarnation from a checkpoint may lack what came after it',
  sound,
  resumed,
  runs(first, 4, one),
  runs(first, 5, two),
  told('a', ack(1, 5, 1)),
  copies('d'),
  begins('d', one),
)
test(
  'an incarnation that begins without what its checkpoint holds is found',
  broken,
  resumed,
  /without what is in/,
  runs(first, 4, two),
  copies('d'),
  begins('d', one),
)
test(
  'a later incarnation gives way to an earlier one',
  sound,
  resumed,
  yields(incarnation('d'), SESSION),
  yields(incarnation('e'), incarnation('d')),
)
/** Ann is told where the session goes on. */
const goesOn = (session: SessionId, as: SessionId, savedAt?: number): Sighting =>
  told('a', {
    kind: 'error',
    code: 'another-incarnation',
    text: '',
    session,
    as,
    ...(savedAt === undefined ? {} : { savedAt }),
  })

test(
  'players are told that an incarnation began from a copy',
  sound,
  toldOfCopies,
  copies('d'),
  goesOn(SESSION, incarnation('d'), 7),
)
test('who is not told that is found', broken, toldOfCopies, /undefined/, copies('d'), goesOn(SESSION, incarnation('d')))
test('a copy that was none is found', broken, toldOfCopies, /at 7/, resumes('d'), goesOn(SESSION, incarnation('d'), 7))
test('who is led back is told of no copy', sound, toldOfCopies, copies('d'), goesOn(incarnation('d'), SESSION))
test('an earlier incarnation that gives way is found', broken, resumed, /gave way/, yields(SESSION, incarnation('d')))

const seenBeside: Sighting = {
  kind: 'beside',
  peer: peer('d'),
  session: incarnation('d'),
  other: peer('a'),
  runs: SESSION,
}
test(
  'an incarnation that begins beside a mesh that shows that it lives is found',
  broken,
  beside,
  /lives and runs/,
  seenBeside,
)
test(
  'an incarnation that begins where nobody shows that they live is sound',
  sound,
  beside,
  resumes('d'),
  begins('d', two),
)
