// Who may own, acknowledge and confirm: each checker on a sound world and on a broken one. A checker that cannot fail
// checks nothing.
import test from 'ava'
import { type SessionState, saveSession } from '../../../node/core/session/state.ts'
import { BALLOT_ZERO } from '../../../protocol/configuration.ts'
import type { Version } from '../../../protocol/ids.ts'
import {
  ack,
  config,
  confirmed,
  confirms,
  decided,
  first,
  holds,
  one,
  peer,
  runs,
  said,
  second,
  sent,
  told,
  two,
} from '../scene.ts'
import { backed } from '../simulator/checkers/backed.ts'
import { honestBackups } from '../simulator/checkers/honest-backups.ts'
import { oneAcknowledger } from '../simulator/checkers/one-acknowledger.ts'
import { oneConfiguration } from '../simulator/checkers/one-configuration.ts'
import { ledger } from '../simulator/ledger.ts'
import type { Sighting } from '../simulator/sighting.ts'
import { broken, sound } from '../verdicts.ts'

test(
  'a configuration may be said by many',
  sound,
  oneConfiguration,
  decided('a', first),
  decided('b', config(1, 'abc')),
)
test(
  'two configurations at one epoch are found',
  broken,
  oneConfiguration,
  /two configurations/,
  decided('a', first),
  decided('b', config(1, 'bac')),
)
test(
  'an owner of another configuration of its epoch is found',
  broken,
  oneConfiguration,
  /two configurations/,
  decided('a', first),
  runs(config(1, 'cab'), 1, one),
)
test(
  'the owner acknowledges, and gateways pass it on',
  sound,
  oneAcknowledger,
  decided('a', first),
  said('a', ack(1, 1, 1)),
  told('c', ack(1, 1, 1)),
)
test(
  'another node that acknowledges is found',
  broken,
  oneAcknowledger,
  /tells ack/,
  decided('a', first),
  said('b', ack(1, 1, 1)),
)
test(
  'a gateway that makes an ack up is found',
  broken,
  oneAcknowledger,
  /tells ack/,
  decided('a', first),
  told('c', ack(1, 1, 1)),
)
test(
  'what every backup has confirmed may be told',
  sound,
  backed,
  decided('a', first),
  confirmed('b', 'a', 1, 3),
  told('a', ack(1, 3, 1)),
)
test(
  'an ack before the backup is found',
  broken,
  backed,
  /b has confirmed 2/,
  decided('a', first),
  confirmed('b', 'a', 1, 2),
  told('a', ack(1, 3, 1)),
)
test(
  'a confirmation of the epoch before does not count',
  broken,
  backed,
  /b has confirmed -1/,
  decided('a', first),
  confirmed('b', 'a', 1, 3),
  decided('b', config(2, 'abc')),
  told('a', ack(2, 3, 1)),
)
test(
  'a word about an epoch 0 is found',
  broken,
  backed,
  /epoch 0/,
  decided('a', config(0, 'a')),
  told('a', ack(0, 1, 1)),
)
test(
  'a backup holds what it confirms',
  sound,
  honestBackups,
  runs(first, 4, one),
  holds('b', first, 4, one),
  confirms('b', 1, 4),
)
test(
  'a confirmation of what is not held is found',
  broken,
  honestBackups,
  /does not hold/,
  runs(first, 4, one),
  confirms('b', 1, 4),
)
test(
  'a backup that holds something else is found',
  broken,
  honestBackups,
  /another version/,
  runs(first, 4, two),
  holds('b', first, 4, one),
)
test(
  'a backup that holds what nobody ran is found',
  broken,
  honestBackups,
  /never ran/,
  runs(first, 4, one),
  holds('b', first, 5, two),
)
const word = (by: string, version: number): Sighting =>
  sent(by, {
    kind: 'confirm',
    session: second.session,
    epoch: second.epoch,
    version: version as Version,
    begun: { config: second, ballot: BALLOT_ZERO },
  })
const holdsFor = (by: string, version: number, state: SessionState): Sighting => ({
  kind: 'received',
  from: peer('a'),
  by: peer(by),
  message: {
    kind: 'hold',
    config: first,
    ballot: BALLOT_ZERO,
    next: second,
    version: version as Version,
    state: saveSession({ state, clockMs: null }, ledger(2), 2),
  },
})
test(
  'a backup may speak of what it was given for an epoch',
  sound,
  honestBackups,
  holdsFor('c', 4, one),
  word('c', 4),
  runs(second, 4, one),
  told('b', ack(2, 4, 1)),
)
test(
  'a backup that speaks of what it was not given is found',
  broken,
  honestBackups,
  /was not given it/,
  holdsFor('c', 4, one),
  word('c', 5),
)
test(
  'an owner that relies on a backup which began with another state is found',
  broken,
  honestBackups,
  /relies on it/,
  holdsFor('c', 4, two),
  word('c', 4),
  runs(second, 4, one),
  told('b', ack(2, 4, 1)),
)
test(
  'a backup that goes back is found',
  broken,
  honestBackups,
  /and now 3/,
  runs(first, 3, one),
  runs(first, 4, two),
  holds('b', first, 4, two),
  holds('b', first, 3, one),
)
