// Transcripts of sockets: lost, silent, and moved from a node that leaves.
import test from 'ava'
import type { Seq } from '../../../protocol/ids.ts'
import { MOVE_RETRY_MAX_MS, RECONNECT_MAX_MS } from '../../../web/link/timing.ts'
import { ack, error, GAME, goaway, Hand, ready, update } from './hand.ts'

test('[P14] a lost socket is replaced quickly, and less and less so while nobody answers', t => {
  const h = new Hand().enter()
  h.close(1)
  const waits: number[] = []
  for (let socket = 2; socket < 14; socket++) {
    const from = h.now
    while (h.wait(1).length === 0) if (h.now - from > 10_000) return t.fail('no further try')
    waits.push(h.now - from)
    h.on({ kind: 'socket-failed', socket })
  }
  t.true(waits[0]! <= 52)
  t.true(waits.every(ms => ms <= RECONNECT_MAX_MS + 2))
  t.true(waits.slice(-3).every(ms => ms >= RECONNECT_MAX_MS / 2))
  t.is(h.link.state.status, 'offline')
})

test('[P14] a socket that does not open, or lets nobody in, is given up', t => {
  const h = new Hand()
  h.on({ kind: 'start' })
  t.deepEqual(h.wait(5_000), ['close 1'])
  t.deepEqual(h.wait(100), ['connect 2'])
  h.open(2)
  t.false(h.wait(9_900).includes('close 2'), 'the line may be slow: the second one has twice the time')
  t.true(h.wait(100).includes('close 2'))
})

test('[P14] [P15] on a line of 1.4 s each way a client gets in, and says nothing twice that is answered in time', t => {
  const h = new Hand()
  h.on({ kind: 'start' })
  h.on({ kind: 'enter', session: GAME })
  t.deepEqual(h.wait(5_100), ['close 1', 'connect 2'], 'three round trips take longer than a fast line ever needs')
  t.deepEqual(h.wait(8_400), [])
  t.deepEqual(h.open(2), ['2: auth, hello A replaces nobody'])
  t.deepEqual(h.wait(2_800), [])
  h.hear(2, ready(), h.welcome())
  t.deepEqual(h.act(1), ['2: command 1'])
  t.deepEqual(h.wait(2_800), [], 'no resend within a round trip')
  h.hear(2, ack(1))
  t.deepEqual(h.act(2), ['2: command 2'])
  const lines = h.wait(11_100)
  t.true(lines.length > 0 && lines.every(line => line.startsWith('2: hello')), lines.join())
  t.deepEqual(h.wait(200), ['close 2', 'connect 3'], 'what leads nowhere is given up all the same')
})

test('[P15] a fast line makes a link impatient again', t => {
  const h = new Hand()
  h.on({ kind: 'start' })
  for (const [socket, ms] of [
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [4, 20_000],
  ] as const) {
    const lines = h.wait(ms + 3_000)
    t.true(lines.includes(`close ${socket}`) && lines.includes(`connect ${socket + 1}`), lines.join())
  }
  h.open(5)
  h.hear(5, ready())
  h.close(5)
  h.wait(100)
  t.deepEqual(h.wait(5_000).slice(0, 1), ['close 6'])
})

test('what comes of a socket that was given up is ignored', t => {
  const h = new Hand()
  h.on({ kind: 'start' })
  h.wait(5_000)
  t.deepEqual([...h.open(1), ...h.hear(1, ready()), ...h.close(1), ...h.open(99)], [])
})

test('[P15] a quiet session is asked by hello whether it is there, and a quiet node by ping', t => {
  const h = new Hand().enter()
  h.hear(1, update(1, 2))
  t.deepEqual(h.wait(4_900), [])
  t.deepEqual(h.wait(200), ['1: hello A replaces nobody'])
  h.hear(1, h.welcome())
  t.deepEqual(h.wait(4_900), [])
  h.on({ kind: 'leave' })
  t.deepEqual(h.wait(5_100), ['1: ping'])
  h.hear(1, { kind: 'pong', n: 0 })
  t.deepEqual(h.wait(4_900), [])
})

test('[P15] a socket that is open but leads nowhere is closed in bounded time, though updates come through it', t => {
  const h = new Hand().enter()
  h.act(1)
  const lines: string[] = []
  for (let version = 2; version < 8; version++) lines.push(...h.wait(1_000), ...h.hear(1, update(1, version)))
  t.deepEqual(
    lines.filter(line => !line.startsWith('1:')),
    ['close 1', 'connect 2'],
  )
  t.deepEqual(h.open(2), ['2: auth, hello A replaces nobody, command 1'])
})

test('[P15] a session that nobody can reach is looked for less and less often, and found again', t => {
  const h = new Hand().enter()
  const opened: number[] = []
  for (let socket = 1; h.now < 61_000; ) {
    const lines = h.wait(100)
    if (!lines.includes(`connect ${socket + 1}`)) continue
    socket++
    opened.push(h.now)
    h.open(socket)
    h.hear(socket, ready())
  }
  const gaps = opened.slice(1).map((at, n) => at - opened[n]!)
  t.true(gaps[0]! >= 4_000 && gaps.at(-1)! >= 15_000 && gaps.every(gap => gap <= 17_000), gaps.join())
  const socket = opened.length + 1
  h.hear(socket, h.welcome())
  t.deepEqual(h.wait(4_900), [])
})

test('[P16] goaway opens a second socket within its window, and lets the first go when welcomed on it', t => {
  const h = new Hand().enter()
  t.deepEqual(h.hear(1, goaway(10_000)), [])
  t.is(h.link.state.status, 'moving')
  h.act(1)
  const lines: string[] = []
  while (!lines.includes('connect 2') && h.now < 11_000) {
    lines.push(...h.wait(500))
    h.hear(1, h.welcome())
  }
  t.true(lines.includes('connect 2'))
  t.deepEqual(h.open(2), ['2: auth, hello A replaces nobody'])
  t.deepEqual(h.hear(2, ready()), [], 'let in, but not yet where the session is')
  t.deepEqual(h.act(2), ['1: command 2'], 'the first one still carries the game')
  t.deepEqual(h.hear(1, ack(1)), ['acked 1 ack'])
  t.deepEqual(h.hear(2, h.welcome({ last: 1 as Seq, chain: chainAfterOne(h) })), [
    'close 1',
    '2: hello A replaces nobody, command 2',
  ])
  t.is(h.link.state.status, 'online')
  t.is(h.link.state.socketMoves, 1)
  t.deepEqual(h.act(3), ['2: command 3'])
})

/** What the welcome says is not the point of the test above: whatever the link expects. */
function chainAfterOne(h: Hand): number {
  const told = h.hear(1, h.welcome({ last: 1 as Seq, chain: 0 })).join()
  const here = Number(/chain is (\d+) here/.exec(told)?.[1])
  h.hear(1, h.welcome({ last: 1 as Seq, chain: here }))
  return here
}

test('[P16] players spread over the window', t => {
  const delays = Array.from({ length: 40 }, (_, seed) => {
    const h = new Hand(seed + 1).enter()
    h.hear(1, goaway(2_000))
    const from = h.now
    while (h.wait(10).length === 0 && h.now < from + 2_000);
    return h.now - from
  })
  t.true(Math.min(...delays) < 300 && Math.max(...delays) > 900 && Math.max(...delays) <= 1_300, delays.join())
})

test('[P16] a second socket that lands on a node that leaves is let go, and another tried soon', t => {
  const h = new Hand().enter()
  h.hear(1, goaway(0))
  t.deepEqual(h.wait(1), ['connect 2'])
  h.open(2)
  t.deepEqual(h.hear(2, ready(), goaway(200)), ['close 2'])
  for (let socket = 3; socket < 8; socket++) {
    t.deepEqual(h.wait(MOVE_RETRY_MAX_MS), [`connect ${socket}`])
    h.open(socket)
    t.deepEqual(h.hear(socket, error('node-draining')), [`close ${socket}`])
    h.hear(1, h.welcome())
  }
  t.is(h.link.state.status, 'moving')
  t.deepEqual(h.act(1), ['1: command 1'], 'the first one works all the time')
})

test('[P16] a second socket that fails, or is not welcomed, is tried again', t => {
  const h = new Hand().enter()
  h.hear(1, goaway(0))
  h.wait(1)
  h.on({ kind: 'socket-failed', socket: 2 })
  t.deepEqual(h.wait(200), ['connect 3'])
  h.open(3)
  h.hear(3, ready())
  const lines: string[] = []
  for (let n = 0; n < 10; n++) {
    lines.push(...h.wait(1_000))
    h.hear(1, h.welcome())
  }
  t.true(lines.includes('3: hello A replaces nobody'), 'said again')
  t.deepEqual(
    lines.filter(line => !line.startsWith('3:')),
    ['close 3', 'connect 4'],
  )
})

test('[P16] where the first socket dies before the second works, the second carries on', t => {
  const h = new Hand().enter()
  h.act(1)
  h.hear(1, goaway(0))
  h.wait(1)
  h.open(2)
  t.deepEqual(h.close(1), ['2: hello A replaces nobody, command 1'])
  h.hear(2, ready(), h.welcome())
  t.is(h.link.state.status, 'online')
  t.deepEqual(h.wait(900), [])
})

test('[P16] where the first socket dies before there is a second, it is a plain reconnect', t => {
  const h = new Hand().enter()
  h.hear(1, goaway(10_000))
  h.close(1)
  t.deepEqual(h.wait(60), ['connect 2'])
  t.is(h.link.state.status, 'connecting')
})

test('[P16] a first socket that is refused by a node that leaves is replaced', t => {
  const h = new Hand()
  h.on({ kind: 'start' })
  h.open(1)
  t.deepEqual(h.hear(1, error('node-draining')), ['close 1'])
  t.deepEqual(h.wait(60), ['connect 2'])
})

test('stopping closes everything and keeps what is unconfirmed; starting goes on with it', t => {
  const h = new Hand().enter()
  h.act(1)
  t.deepEqual(h.on({ kind: 'stop' }), ['close 1'])
  t.is(h.link.state.status, 'offline')
  t.deepEqual(h.wait(60_000), [])
  t.deepEqual(h.on({ kind: 'start' }), ['connect 2'])
  t.deepEqual(h.open(2), ['2: auth, hello A replaces nobody, command 1'])
})

test('timers that are late, repeated or outdated do nothing', t => {
  const h = new Hand().enter()
  t.deepEqual(h.on({ kind: 'timer', timer: { kind: 'tick', at: 0 } }), [])
  h.wait(5_100)
  t.deepEqual(h.on({ kind: 'timer', timer: { kind: 'tick', at: h.now - 100 } }), [])
  t.is(h.link.state.session?.session, GAME)
})
