import test from 'ava'
import { isLoopback, parseAddress, reachable, show } from '../../../node/mesh/discovery/peer-address.ts'

test('an address is read as it is shown, and nothing else is one', t => {
  for (const address of [
    { host: '10.0.1.7', port: 4001 },
    { host: 'fd00::7', port: 65_535 },
  ]) {
    t.deepEqual(parseAddress(show(address)), address)
  }
  const none = [
    '',
    ':',
    '10.0.1.7',
    '10.0.1.7:',
    '10.0.1.7:0',
    '10.0.1.7:65536',
    'peer.example:1',
    'fd00::7:1',
    '[10.0.1.7]:1',
  ]
  t.deepEqual(
    none.filter(text => parseAddress(text) !== null),
    [],
  )
})

test('a node that listens everywhere is reached at each outer address of that kind, or at its loopback where there is no other', t => {
  t.deepEqual(reachable('10.0.1.7'), ['10.0.1.7'])
  for (const host of ['0.0.0.0', '::']) {
    const found = reachable(host)
    t.true(new Set(found.map(isLoopback)).size <= 1, host)
    t.true(
      found.every(address => address.includes(':') === (host === '::')),
      host,
    )
  }
  t.true(reachable('0.0.0.0').length > 0)
})
