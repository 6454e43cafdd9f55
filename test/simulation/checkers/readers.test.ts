// Who reads what: the checkers of schemas on sound worlds and on broken ones.
import test from 'ava'
import { saveSession } from '../../../node/core/session/state.ts'
import { BALLOT_ZERO } from '../../../protocol/configuration.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import { at, decided, first, holds, one, peer, runs, SESSION, second, sent } from '../scene.ts'
import { noneSetAside } from '../simulator/checkers/none-set-aside.ts'
import { readable } from '../simulator/checkers/readable.ts'
import { ledger } from '../simulator/ledger.ts'
import type { Sighting } from '../simulator/sighting.ts'
import { broken, sound } from '../verdicts.ts'

const born = (name: string, ...reads: number[]): Sighting => ({
  kind: 'born',
  peer: peer(name),
  slot: '',
  release: '',
  reads,
})
const { session, epoch, version } = at(1, 1)
const written = (schema: number) => saveSession({ state: one, clockMs: null }, ledger(2), schema)
const given = (by: string, schema: number, message: 'offer' | 'hold' = 'offer'): Sighting => {
  const told = { config: first, version, state: written(schema) }
  const whole: MeshMessage =
    message === 'hold'
      ? { kind: 'hold', ...told, ballot: BALLOT_ZERO, next: second }
      : { kind: 'offer', ...told, game: 'ledger', schema }
  return { kind: 'received', from: peer('a'), by: peer(by), message: whole }
}
const claims = (by: string): Sighting => sent(by, { kind: 'claim', session, epoch, version })
const held = (by: string, canLoad: boolean): Sighting =>
  sent(by, { kind: 'held', session, epoch, ballot: BALLOT_ZERO, version, canLoad })
const [old, both] = [born('b', 1), born('b', 1, 2)]

test('who reads it may claim it and run it', sound, readable, both, given('b', 2), claims('b'), runs(second, 1, one))
test('an old node may claim what was written for it', sound, readable, old, given('b', 1), claims('b'))
test(
  'an old node may hold as a backup what it cannot read',
  sound,
  readable,
  old,
  given('b', 2, 'hold'),
  held('b', false),
)
test(
  'an old node that claims what it cannot read is found',
  broken,
  readable,
  /claims s/,
  old,
  given('b', 2),
  claims('b'),
)
test(
  'an old node that says it could run what it cannot read is found',
  broken,
  readable,
  /could run s: it reads 1, and was given 2/,
  old,
  given('b', 2, 'hold'),
  held('b', true),
)
test(
  'an old node that takes over what it cannot read is found',
  broken,
  readable,
  /runs s/,
  old,
  decided('a', first),
  holds('b', first, 1, one),
  runs(second, 1, one),
)
test('what was written again for it counts', sound, readable, old, given('b', 2), given('b', 1), claims('b'))

const aside: Sighting = {
  kind: 'note',
  peer: peer('b'),
  note: { name: 'quarantined', session: SESSION, epoch, bytes: written(2), error: 'schema 2' },
}
test('a session that is set aside is found', broken, noneSetAside, /cannot load: schema 2/, aside)
test('a session that moves is no such thing', sound, noneSetAside, runs(first, 1, one), runs(second, 1, one))
