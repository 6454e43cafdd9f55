// The adapter over a WebSocket that the test holds in its hand. Serial: the class is a global one.
import test from 'ava'
import { decodeToNode, encodeToPlayer } from '../../../protocol/codec.ts'
import type { ClientId, Seat, Seq } from '../../../protocol/ids.ts'
import type { ToNode, ToPlayer } from '../../../protocol/player.ts'
import { runLink } from '../../../web/link/browser.ts'
import { ack, at, GAME, ready } from './hand.ts'

class Wire {
  static all: Wire[] = []
  readonly url: string
  binaryType = 'blob'
  closed = false
  readonly sent: ToNode[][] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null

  constructor(url: string) {
    this.url = url
    Wire.all.push(this)
  }

  send(bytes: Uint8Array) {
    this.sent.push(decodeToNode(bytes))
  }

  close() {
    this.closed = true
  }

  hear(...messages: ToPlayer[]) {
    this.onmessage?.({ data: Uint8Array.from(encodeToPlayer(messages)).buffer })
  }

  welcome() {
    const hello = this.sent.flat().find(m => m.kind === 'hello') as { client: ClientId }
    const { client } = hello
    this.hear({ kind: 'welcome', session: GAME, client, seat: 0 as Seat, ...at(1, 1), last: 0 as Seq, chain: 0 })
  }
}

const real = globalThis.WebSocket
test.beforeEach(() => {
  Wire.all = []
  globalThis.WebSocket = Wire as unknown as typeof WebSocket
})
test.afterEach.always(() => {
  globalThis.WebSocket = real
})
const moment = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

test.serial('events become frames and frames events', t => {
  const link = runLink({ url: 'ws://a/play', token: 'token' })
  t.is(Wire.all[0]?.url, 'ws://a/play')
  t.is(Wire.all[0]?.binaryType, 'arraybuffer')
  link.tell({ kind: 'enter', session: GAME })
  const wire = Wire.all[0]!
  wire.onopen?.()
  t.deepEqual(
    wire.sent[0]?.map(m => m.kind),
    ['auth', 'hello'],
  )
  wire.hear(ready())
  wire.welcome()
  link.tell({ kind: 'act', body: [1] })
  t.like(wire.sent.at(-1)?.[0], { kind: 'command', seq: 1, body: [1] })
  t.is(link.state.status, 'online')
  link.stop()
  t.true(wire.closed)
})

test.serial('what a callback tells is done after what it was called for', t => {
  const seen: string[] = []
  const link = runLink({
    url: 'ws://a/play',
    token: 'token',
    onAck: ({ seq }) => {
      if (seq < 3) link.tell({ kind: 'act', body: `after ${seq}` })
      seen.push(`acked ${seq}`)
    },
    onDrop: ({ code }) => seen.push(code),
    onBroken: ({ text }) => seen.push(text),
    onChange: state => seen.push(state.status),
    random: () => 0.5,
  })
  const wire = Wire.all[0]!
  wire.onopen?.()
  link.tell({ kind: 'act', body: 'nowhere' })
  link.tell({ kind: 'enter', session: GAME })
  wire.hear(ready())
  wire.welcome()
  link.tell({ kind: 'act', body: 'first' })
  link.tell({ kind: 'act', body: 'second' })
  seen.length = 0
  wire.hear(ack(1), ack(2))
  t.deepEqual(seen, ['acked 1', 'acked 2', 'online', 'online', 'online'])
  t.deepEqual(
    wire.sent.flat().flatMap(m => (m.kind === 'command' ? [m.body] : [])),
    ['first', 'second', 'after 1', 'after 2'],
  )
  wire.hear(ack(9))
  t.true(seen.some(line => line.startsWith('command 9 is acknowledged')))
  link.stop()
})

test.serial('a callback that throws stops neither what is to be done with it nor what comes later', t => {
  let failing = true
  const thrown: unknown[] = []
  const link = runLink({
    url: 'ws://a/play',
    token: 'token',
    onThrown: error => thrown.push(error),
    onAck: ({ seq }) => {
      if (!failing) return
      link.tell({ kind: 'act', body: `after ${seq}` })
      throw new Error('a bug of the page')
    },
  })
  const wire = Wire.all[0]!
  wire.onopen?.()
  link.tell({ kind: 'enter', session: GAME })
  wire.hear(ready())
  wire.welcome()
  link.tell({ kind: 'act', body: 'first' })
  wire.hear(ack(1))
  t.like(thrown, [{ message: 'a bug of the page' }])
  failing = false
  wire.hear(ack(2))
  link.tell({ kind: 'act', body: 'last' })
  t.deepEqual(
    wire.sent.flat().flatMap(m => (m.kind === 'command' ? [m.body] : [])),
    ['first', 'after 1', 'last'],
  )
  link.stop()
})

test.serial(
  'a page whose callbacks always throw has its link all the same, from the first change until it is stopped',
  async t => {
    const errors: unknown[] = []
    const { error } = console
    console.error = (...args) => errors.push(...args)
    const thrown: string[] = []
    const fail = (where: string) => () => {
      throw new Error(where)
    }
    const link = runLink({
      url: 'ws://a/play',
      token: 'token',
      onChange: fail('change'),
      onAck: fail('ack'),
      onDrop: fail('drop'),
      onBroken: fail('broken'),
      onThrown: error => {
        thrown.push((error as Error).message)
        throw new Error('this one as well')
      },
    })
    try {
      const wire = Wire.all[0]!
      wire.onopen?.()
      link.tell({ kind: 'enter', session: GAME })
      wire.hear(ready())
      wire.welcome()
      link.tell({ kind: 'act', body: 'first' })
      wire.hear(ack(1))
      t.deepEqual(new Set(thrown), new Set(['change', 'ack']))
      link.stop()
      t.true(wire.closed)
      const said = wire.sent.length
      await moment(50)
      t.is(wire.sent.length, said)
      t.true(errors.length > 0)
    } finally {
      console.error = error
    }
  },
)

test.serial('a lost socket is opened again at the next address, and one that never opened as well', async t => {
  const link = runLink({ url: ['ws://a/play', 'ws://b/play'], token: 'token', random: () => 0 })
  Wire.all[0]?.onopen?.()
  Wire.all[0]?.onclose?.()
  await moment(100)
  t.is(Wire.all.length, 2)
  Wire.all[1]?.onclose?.()
  await moment(150)
  t.is(Wire.all.length, 3)
  t.deepEqual(
    Wire.all.map(({ url }) => url),
    ['ws://b/play', 'ws://a/play', 'ws://b/play'],
  )
  link.stop()
  await moment(100)
  t.is(Wire.all.length, 3)
})

test.serial('a frame that is none of ours ends the socket', t => {
  for (const data of ['text', new Uint8Array([0xc1]).buffer, new Uint8Array([1]).buffer]) {
    Wire.all = []
    const link = runLink({ url: 'ws://a/play', token: 'token' })
    const wire = Wire.all[0]!
    wire.onopen?.()
    wire.onmessage?.({ data })
    t.true(wire.closed)
    t.is(wire.onmessage, null)
    t.is(link.state.status, 'connecting')
    link.stop()
  }
})
