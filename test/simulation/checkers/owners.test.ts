// Who may own, acknowledge and confirm: each checker on a sound world and on a broken one. A checker that cannot fail checks nothing.
import test from 'ava'
import { ack, config, confirmed, confirms, decided, first, holds, one, runs, said, told, two } from '../scene.ts'
import { backed } from '../simulator/checkers/backed.ts'
import { honestBackups } from '../simulator/checkers/honest-backups.ts'
import { oneAcknowledger } from '../simulator/checkers/one-acknowledger.ts'
import { oneConfiguration } from '../simulator/checkers/one-configuration.ts'
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
test(
  'a backup that learns of its epoch first may hold what its owner begins with',
  sound,
  honestBackups,
  holds('b', first, 4, one),
  confirms('b', 1, 4),
  runs(first, 4, one),
)
test(
  'a backup that begins an epoch with another version than its owner is found',
  broken,
  honestBackups,
  /its owner with 4/,
  holds('b', first, 5, two),
  runs(first, 4, one),
)
test(
  'a backup that begins an epoch with another state than its owner is found',
  broken,
  honestBackups,
  /another version 4/,
  holds('b', first, 4, two),
  runs(first, 4, one),
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
