// Lives from a disk: the checker on a sound world and on broken ones.
import test from 'ava'
import type { SessionId } from '../../../protocol/ids.ts'
import { ack, config, first, one, peer, runs, SESSION, state, told, two } from '../scene.ts'
import { resumed } from '../simulator/checkers/resumed.ts'
import type { Sighting } from '../simulator/sighting.ts'
import { broken, sound } from '../verdicts.ts'

const life = (maker: string) => `${SESSION}.2.${maker}` as SessionId
const resumes = (by: string): Sighting => ({
  kind: 'note',
  peer: peer(by),
  note: { name: 'resumed', session: life(by), from: SESSION, file: 's-1' },
})
const begins = (by: string, ran: typeof one) => runs({ ...config(1, by), session: life(by) }, 0, ran)
const acknowledged = [runs(first, 4, one), told('a', ack(1, 4, 1))]

test(
  'a life may begin with all that was acknowledged, and more',
  sound,
  resumed,
  ...acknowledged,
  resumes('d'),
  begins('d', two),
)
test(
  'a life that begins without something acknowledged is found',
  broken,
  resumed,
  /without what s had/,
  ...acknowledged,
  resumes('d'),
  begins('d', state(['+0 Ann'])),
)
test('two lives from one file are found', broken, resumed, /again as/, ...acknowledged, resumes('d'), resumes('e'))
