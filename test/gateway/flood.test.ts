// What a stranger may make a node do before it says anything that core hears: each is a connection that does what no
// client does.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { LARGE_FRAME_BYTES_HEARD_MAX, type Limits } from '../../node/gateway/admission/gateway-limits.ts'
import { encodeToNode } from '../../protocol/codec.ts'
import type { ToNode } from '../../protocol/player.ts'
import { ask, open, until } from './open.ts'
import { auth, Player } from './player.ts'
import { frame, OPCODE, Wire } from './wire.ts'

const MiB = 1024 * 1024
/** More than both kernels keep for a connection of one machine. */
const FLOOD_BYTES_MAX = 256 * MiB
/** No rate ends a socket: the backlog has to. */
const NO_RATE = { messagesPerSecond: 1e9, burst: 1e9 }
const full = Buffer.alloc(125, 'x')
const pings = Buffer.concat(Array(2_000).fill(frame(OPCODE.ping, full)))
const said = (...messages: readonly ToNode[]) => frame(OPCODE.binary, encodeToNode(messages))

for (const [who, enters] of [
  ['a stranger', false],
  ['a player', true],
] as const) {
  for (const what of ['ping', 'pong'] as const) {
    test(`[P19] ${what}s of ${who} count like messages: who sends too many is told, and closed`, async t => {
      const { gateway } = await open(t, { limits: { messagesPerSecond: 1, burst: 100, dropped: 10 } })
      const wire = await Wire.play(t, gateway.port)
      if (enters) await wire.write(said(await auth()))
      if (enters) await until(() => wire.messages.some(({ kind }) => kind === 'ready'), 'ready')
      await wire.write(Buffer.concat(Array(200).fill(frame(OPCODE[what], new Uint8Array()))))
      await until(() => wire.finished, 'the end')
      const errors = wire.messages.filter(({ kind }) => kind === 'error')
      t.like(errors.at(-1), { code: 'too-fast' })
      t.is(gateway.sockets, 0)
    })
  }

  test(`${who} who never reads the pongs is cut off, whatever the rate`, async t => {
    const { gateway, until } = await open(t, { limits: NO_RATE })
    const wire = await Wire.play(t, gateway.port)
    if (enters) await wire.write(said(await auth()))
    wire.stopReading()
    t.true(await wire.flood(pings, FLOOD_BYTES_MAX), `${wire.sent} bytes were taken`)
    await until(() => gateway.sockets === 0, 'the end of the socket')
    await Player.enter(gateway.port)
  })
}

test('a message that never ends is cut off before it is large, and what it lies among is heard', async t => {
  const { gateway } = await open(t)
  const wire = await Wire.play(t, gateway.port)
  const whole = encodeToNode([await auth()])
  await wire.write(frame(OPCODE.binary, whole.subarray(0, 1), { last: false }))
  for (let at = 1; at < whole.length - 1; at++) {
    await wire.write(frame(OPCODE.rest, whole.subarray(at, at + 1), { last: false }))
    await wire.write(frame(OPCODE.rest, new Uint8Array(), { last: false }))
  }
  await wire.write(frame(OPCODE.rest, whole.subarray(-1)))
  await until(() => wire.messages.some(({ kind }) => kind === 'ready'), 'ready')
  const part = new Uint8Array(1_024)
  await wire.write(frame(OPCODE.binary, part, { last: false }))
  t.true(await wire.flood(frame(OPCODE.rest, part, { last: false }), wire.sent + 2 * LARGE_FRAME_BYTES_HEARD_MAX))
  t.is(gateway.sockets, 0)
})

test('who never answers the closing handshake has its connection ended', async t => {
  const { gateway } = await open(t, { limits: { idleSeconds: 8 } })
  const wire = await Wire.play(t, gateway.port)
  await wire.write(frame(OPCODE.text, full))
  await until(() => wire.finished, 'the closing frame, and the end of what the node sends')
  t.false(wire.ended)
  // The node's end of the connection is gone as soon as the kernel answers what is still sent by a reset.
  while (!wire.ended) {
    await wire.write(frame(OPCODE.ping, full))
    await pause(50)
  }
  t.pass()
})

test('headers and bodies that trickle in, and connections that say nothing, are ended', async t => {
  const { gateway } = await open(t, { limits: { headersWithinSeconds: 4 } })
  const [silent, trickling, posting, kept] = await Promise.all([
    Wire.open(t, gateway.port),
    Wire.open(t, gateway.port),
    Wire.open(t, gateway.port),
    Wire.open(t, gateway.opsPort),
  ])
  await kept.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await trickling.write('GET / HTTP/1.1\r\nHost: localhost\r\nX: ')
  await posting.write('POST /api/name HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n')
  while (!(silent.ended && trickling.ended && posting.ended && kept.ended)) {
    await trickling.write('a')
    await posting.write(' ')
    await pause(50)
  }
  t.true(kept.text.startsWith('HTTP/1.1 200 OK'))
})

/** More than both kernels keep for a connection. */
const PAGE_BYTES = 16 * MiB
const page = Buffer.alloc(PAGE_BYTES, 'minotaur')

async function openPage(t: ExecutionContext, limits: Partial<Limits> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'minotaur-flood-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'page.woff2'), page)
  return open(t, { staticDir: folder, limits })
}
const get = (path: string, method = 'GET') => `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`

for (const [what, request] of [
  ['pages', get('/page.woff2')],
  ['pages, without their bodies,', get('/page.woff2', 'HEAD')],
  ['what is empty', get('/health_check')],
  ['what is missing', get('/missing')],
] as const) {
  test(`who asks for ${what} again and again without reading is ended, and costs no memory`, async t => {
    const { gateway } = await openPage(t)
    const before = process.memoryUsage.rss()
    const wire = await Wire.open(t, gateway.port)
    wire.stopReading()
    t.true(await wire.flood(Buffer.from(request.repeat(500)), 4 * MiB), `${wire.sent} bytes of requests were taken`)
    // Copies of what was asked for would be 8 GiB; other tests of this process take some of the rest.
    const grown = (process.memoryUsage.rss() - before) / MiB
    t.true(grown < 1_024, `${grown} MiB`)
    t.is((await ask(gateway.port, '/health_check')).status, 200)
  })
}

test('a page of which nothing is taken is given up', async t => {
  const { gateway } = await openPage(t, { unreadAnswerSeconds: 4 })
  const wires = await Promise.all(Array.from({ length: 20 }, () => Wire.open(t, gateway.port)))
  for (const wire of wires) {
    wire.stopReading()
    await wire.write(get('/page.woff2'))
  }
  // Who does not read learns of the end by writing: half a request changes nothing.
  while (!wires.every(({ ended }) => ended)) {
    for (const wire of wires) await wire.write('G')
    await pause(50)
  }
  t.true(wires.every(({ received }) => received < PAGE_BYTES))
})

test('who reads slowly gets the whole page, and the next one over the same connection', async t => {
  const { gateway } = await openPage(t)
  const wire = await Wire.open(t, gateway.port)
  for (const pages of [1, 2]) {
    wire.stopReading()
    await wire.write(get('/page.woff2'))
    while (!wire.ended && wire.received < pages * PAGE_BYTES) {
      wire.readOn()
      await pause(1)
      wire.stopReading()
      await pause(1)
    }
    await until(() => {
      wire.readOn()
      return wire.text.endsWith(page.subarray(-100).toString())
    }, 'the last byte')
  }
  const bodies = wire.text.split('HTTP/1.1 200 OK').slice(1)
  t.deepEqual(
    bodies.map(answer => answer.slice(answer.indexOf('\r\n\r\n') + 4) === page.toString()),
    [true, true],
  )
})
