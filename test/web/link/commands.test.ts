// Transcripts of a seat's commands: numbers, the window, resends, confirmation.
import test from 'ava'
import { CHAIN_START, nextChain } from '../../../protocol/chain.ts'
import { encodeToNode } from '../../../protocol/codec.ts'
import type { Seq } from '../../../protocol/ids.ts'
import {
  COMMANDS_UNCONFIRMED_MAX,
  PLAYER_FRAME_BYTES_MAX,
  PLAYER_FRAME_MESSAGES_MAX,
} from '../../../protocol/limits.ts'
import type { Effect } from '../../../web/link/effect.ts'
import { QUEUE_MAX } from '../../../web/link/timing.ts'
import { ack, at, error, GAME, Hand, ready, update } from './hand.ts'

const fill = (h: Hand, count: number) => Array.from({ length: count }, (_, n) => h.act({ n })).flat()

test("[P8] numbers go on from the seat's last, and wait for the first welcome", t => {
  const h = new Hand()
  h.on({ kind: 'start' })
  h.on({ kind: 'enter', session: GAME })
  t.deepEqual(h.open(1), ['1: auth, hello A replaces nobody'])
  t.deepEqual(h.act('first'), [])
  t.deepEqual(h.link.state.session?.unconfirmed, [{ seq: null, body: 'first' }])
  t.deepEqual(h.hear(1, ready(), h.welcome({ last: 7 as Seq })), ['1: command 8'])
  t.deepEqual(h.act('second'), ['1: command 9'])
  t.deepEqual(
    h.link.state.session?.unconfirmed.map(({ seq }) => seq),
    [8, 9],
  )
})

test('[P8] no more than a window is unconfirmed; more waits, and more than that is refused visibly', t => {
  const h = new Hand().enter()
  t.is(fill(h, COMMANDS_UNCONFIRMED_MAX).length, COMMANDS_UNCONFIRMED_MAX)
  t.deepEqual(fill(h, QUEUE_MAX), [])
  t.deepEqual(h.act('one more'), ['dropped unsent too-many-unconfirmed'])
  t.is(h.link.state.problems[0]?.code, 'too-many-unconfirmed')
  t.deepEqual(h.hear(1, ack(1), ack(3)), [
    'acked 1 ack',
    '1: command 65',
    'acked 2 implied',
    'acked 3 ack',
    '1: command 66, command 67',
  ])
})

test('[P10] an ack confirms its command with its result, and those before it without', t => {
  const h = new Hand().enter()
  fill(h, 3)
  t.deepEqual(h.hear(1, ack(2, { refusal: { code: 'impossible', text: 'no' } })), [
    'acked 1 implied',
    'acked 2 impossible',
  ])
  t.deepEqual(h.hear(1, ack(1), ack(2)), [], 'late and repeated')
  t.deepEqual(
    h.link.state.session?.results.map(({ seq, told }) => [seq, told]),
    [
      [1, 'implied'],
      [2, 'ack'],
    ],
  )
  t.is(h.link.state.session?.unconfirmed.length, 1)
})

test('[P14] what is unconfirmed for a second is said again behind a hello, then less and less often', t => {
  const h = new Hand().enter()
  fill(h, 2)
  t.deepEqual(h.wait(990), [])
  const again = '1: hello A replaces nobody, command 1, command 2'
  t.deepEqual(h.wait(20), [again])
  h.hear(1, h.welcome())
  t.deepEqual(h.wait(1_980), [], 'a welcome that confirms nothing is an answer, but no progress')
  t.deepEqual(h.wait(30), [again])
  t.deepEqual(h.hear(1, ack(1)), ['acked 1 ack'])
  t.deepEqual(h.wait(1_010), ['1: hello A replaces nobody, command 2'])
})

test('[P14] a new socket is told who plays, the hello and all that is unconfirmed, in one frame', t => {
  const h = new Hand().enter()
  fill(h, 3)
  h.hear(1, ack(1))
  h.close(1)
  t.is(h.link.state.status, 'connecting')
  t.deepEqual(h.wait(60), ['connect 2'])
  t.deepEqual(h.act('meanwhile'), [])
  t.deepEqual(h.open(2), ['2: auth, hello A replaces nobody, command 2, command 3, command 4'])
  t.deepEqual(
    h.hear(2, ready(), h.welcome({ ...at(1, 3), last: 3 as Seq, chain: chainOf([{ n: 0 }, { n: 1 }, { n: 2 }]) })),
    ['acked 2 implied', 'acked 3 implied'],
  )
  t.deepEqual(h.hear(2, ack(4)), ['acked 4 ack'])
})

test('[P14] a new epoch is told again what is unconfirmed, once', t => {
  const h = new Hand().enter()
  t.deepEqual(h.hear(1, update(2, 2)), [], 'nothing is unconfirmed')
  fill(h, 2)
  t.deepEqual(h.hear(1, update(3, 4)), ['1: hello A replaces nobody, command 1, command 2'])
  t.deepEqual(h.hear(1, update(3, 5)), [])
})

test('[P14] a gap is closed from the number expected, and many answers to it are one', t => {
  const h = new Hand().enter()
  fill(h, 4)
  const gap = error('seq-expected', { session: GAME, expected: 2 as Seq })
  t.deepEqual(h.hear(1, ack(1), gap, gap, gap), ['acked 1 ack', '1: command 2, command 3, command 4'])
  h.wait(300)
  t.deepEqual(h.hear(1, gap), ['1: command 2, command 3, command 4'])
  t.deepEqual(h.hear(1, error('seq-expected', { session: GAME, expected: 9 as Seq })), [], 'of some other state')
})

test('[P14] a node that does not know the hello is told it again, and asked for patience is given it', t => {
  const h = new Hand().enter()
  fill(h, 1)
  h.wait(300)
  const unknown = error('not-attached', { session: GAME, seq: 1 as Seq })
  t.deepEqual(h.hear(1, unknown, unknown), ['1: hello A replaces nobody, command 1'])
  t.deepEqual(h.hear(1, error('too-fast')), [])
  t.is(h.link.state.problems[0]?.code, 'too-fast')
  t.deepEqual(h.wait(1_900), [])
})

function chainOf(bodies: readonly unknown[]): number {
  return bodies.reduce<number>((chain, body, n) => nextChain(chain, (n + 1) as Seq, body), CHAIN_START)
}

test('[P9] a chain that differs is reported, and the game goes on', t => {
  const h = new Hand().enter()
  fill(h, 2)
  h.hear(1, ack(1))
  const lines = h.hear(1, h.welcome({ ...at(1, 5), last: 2 as Seq, chain: 77 }))
  t.is(lines[0], 'acked 2 implied')
  t.regex(lines[1] ?? '', /^broken up to command 2 the chain is \d+ here and 77 there$/)
  t.deepEqual(h.hear(1, h.welcome({ ...at(1, 5), last: 2 as Seq, chain: 77 })), [])
})

test('[P10] what no honest node can say is reported', t => {
  const h = new Hand().enter()
  fill(h, 2)
  h.hear(1, ack(1), ack(2))
  t.deepEqual(h.hear(1, h.welcome({ ...at(1, 2), last: 1 as Seq })), [], 'late: from before the ack')
  t.regex(h.hear(1, h.welcome({ ...at(2, 9), last: 1 as Seq })).join(), /^broken command 2 was confirmed, and now/)
  t.regex(h.hear(1, h.welcome({ ...at(2, 9), last: 4 as Seq })).join(), /^broken the seat's last command is 4/)
  t.regex(h.hear(1, ack(5)).join(), /^broken command 5 is acknowledged/)
})

test('[P2] a window of large commands is cut into frames that a node accepts', t => {
  const h = new Hand().enter()
  h.close(1)
  for (let n = 0; n < COMMANDS_UNCONFIRMED_MAX; n++) h.act('x'.repeat(n * 150))
  h.wait(60)
  const sent = h.link.handle({ kind: 'socket-open', socket: 2 }, h.now).flatMap(e => (e.kind === 'send' ? [e] : []))
  t.true(sent.length > 10)
  for (const { messages } of sent) {
    t.true(encodeToNode(messages).byteLength <= PLAYER_FRAME_BYTES_MAX)
    t.true(messages.length <= PLAYER_FRAME_MESSAGES_MAX)
  }
  const numbers = sent.flatMap(({ messages }) => messages.flatMap(m => (m.kind === 'command' ? [m.seq as number] : [])))
  t.deepEqual(
    numbers,
    Array.from({ length: COMMANDS_UNCONFIRMED_MAX }, (_, n) => n + 1),
  )
})

test('[P2] what is too large for a frame, or no plain value, is refused before it has a number', t => {
  const h = new Hand().enter()
  t.deepEqual(h.act('x'.repeat(PLAYER_FRAME_BYTES_MAX)), ['dropped unsent frame-too-large'])
  t.deepEqual(h.act(2n ** 70n), ['dropped unsent bad-command'])
  t.deepEqual(h.act(new Date(0)), ['dropped unsent bad-command'])
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)])
  t.deepEqual(h.act(nested(17)), ['dropped unsent bad-command'])
  t.deepEqual(h.act({ deep: nested(15) }), ['1: command 1'])
  t.deepEqual(h.act('fine'), ['1: command 2'])
})

test('[P8] a command bears its moment in every resend, and while it waits', t => {
  const h = new Hand()
  h.on({ kind: 'start' })
  h.on({ kind: 'enter', session: GAME })
  h.open(1)
  h.on({ kind: 'act', body: 'planned', moment: 3 })
  h.on({ kind: 'act', body: 'at any time' })
  t.deepEqual(
    h.link.state.session?.unconfirmed.map(({ moment }) => moment),
    [3, undefined],
  )
  const said = (effects: readonly Effect[]) =>
    effects.flatMap(effect => (effect.kind === 'send' ? effect.messages : [])).filter(({ kind }) => kind === 'command')
  const wanted = [
    { kind: 'command', session: GAME, seq: 1, body: 'planned', moment: 3 },
    { kind: 'command', session: GAME, seq: 2, body: 'at any time' },
  ]
  t.deepEqual(
    said(h.link.handle({ kind: 'socket-messages', socket: 1, messages: [ready(), h.welcome()] }, h.now)),
    wanted as never,
  )
  h.close(1)
  h.wait(100)
  t.deepEqual(said(h.link.handle({ kind: 'socket-open', socket: 2 }, h.now)), wanted as never)
})
