import test from 'ava'
import { Crowd, type CrowdRefusal, sharesOf } from '../../../node/gateway/admission/crowd.ts'
import { ADDRESS_WINDOW_MS, CONNECTIONS_PER_SOCKET, LIMITS } from '../../../node/gateway/admission/gateway-limits.ts'

const ADDRESS = '203.0.113.9'

function crowd(limit: number, socketsPerAddress = 3) {
  const refused: CrowdRefusal[] = []
  const world = { used: 40, now: 0 }
  const it = new Crowd({
    limits: { ...LIMITS, socketsPerAddress },
    descriptors: { limit, used: () => world.used },
    refused: why => refused.push(why),
    now: () => world.now,
  })
  return { it, world, refused }
}

for (const limit of [128, 256, 1_024, 20_000, 1_048_576]) {
  test(`of ${limit} descriptors some are kept for peers and disk, some more for answers, and some for this machine`, t => {
    const { sockets, strangers, ownMachine, requests } = sharesOf(limit)
    t.true(sockets < strangers && strangers < ownMachine && ownMachine < limit)
    t.true(limit - ownMachine >= Math.min(300, limit / 7))
    t.true(requests > 0 && requests < sockets / 2)
  })
}

test('a crowd is refused first as players, then as strangers, last on this machine', t => {
  const { it, world, refused } = crowd(256)
  const { sockets, strangers, ownMachine } = sharesOf(256)
  const at = (used: number) => {
    world.used = used
    world.now += 1_000
    return { play: it.wouldPlay(null), stranger: it.came(null, false), own: it.came(null, true) }
  }
  t.deepEqual(at(sockets), { play: null, stranger: null, own: null })
  t.deepEqual(at(sockets + 1), { play: 'node-full', stranger: null, own: null })
  t.deepEqual(at(strangers + 1), { play: 'node-full', stranger: 'node-full', own: null })
  t.deepEqual(at(ownMachine + 1), { play: 'node-full', stranger: 'node-full', own: 'node-full' })
  t.deepEqual(at(100), { play: null, stranger: null, own: null })
  t.is(refused.length, 6)
})

test('what comes between two counts of descriptors counts, and what is refused does not stay counted', t => {
  const { it, world } = crowd(256)
  const { strangers } = sharesOf(256)
  t.is(it.came(null, false), null)
  world.used = strangers - 5 // the first of them is counted in
  world.now += 1_000
  const verdicts = Array.from({ length: 100 }, () => {
    const why = it.came(null, false)
    if (why !== null) it.left()
    return why
  })
  t.is(verdicts.filter(why => why === null).length, 6)
})

test('connections that ask or are silent are refused beyond a share, and sockets of players are none of them', t => {
  const { it } = crowd(20_000)
  const { requests } = sharesOf(20_000)
  for (let n = 0; n < requests; n++) t.is(it.came(null, false), null)
  t.is(it.came(null, false), 'connections-full')
  it.left()
  t.is(it.came(null, true), null)
  it.left()
  it.becameSocket(null)
  t.is(it.came(null, false), null)
})

test('the sockets of an address are bounded, those of nobody in particular are not', t => {
  const { it } = crowd(20_000)
  for (let n = 0; n < 3; n++) {
    t.is(it.wouldPlay(ADDRESS), null)
    it.becameSocket(ADDRESS)
  }
  t.is(it.wouldPlay(ADDRESS), 'address-sockets')
  t.is(it.wouldPlay('198.51.100.1'), null)
  for (let n = 0; n < 100; n++) it.becameSocket(null)
  t.is(it.wouldPlay(null), null)
  it.socketEnded(ADDRESS)
  t.is(it.wouldPlay(ADDRESS), null)
})

test('so are the connections that come from an address within some seconds', t => {
  const { it, world } = crowd(20_000)
  const most = 3 * CONNECTIONS_PER_SOCKET
  const come = () => Array.from({ length: most + 1 }, () => it.came(ADDRESS, false)).filter(why => why !== null)
  t.deepEqual(come(), ['address-connections'])
  world.now += ADDRESS_WINDOW_MS + 1
  t.deepEqual(come(), ['address-connections'])
})

test('where no limit is set and no descriptor can be counted nobody is refused', t => {
  const { it, world } = crowd(Number.POSITIVE_INFINITY, 0)
  world.used = 0
  for (let n = 0; n < 1_000; n++) t.is(it.came(ADDRESS, false), null)
  for (let n = 0; n < 1_000; n++) it.becameSocket(ADDRESS)
  t.is(it.wouldPlay(ADDRESS), null)
})
