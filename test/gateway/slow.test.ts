import { setTimeout as pause } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { QUEUED_MESSAGES_MAX, UNREAD_PONGS_MAX } from '../../node/gateway/admission/gateway-limits.ts'
import type { Epoch, Seq, SocketId, Version } from '../../protocol/ids.ts'
import type { ToPlayer } from '../../protocol/player.ts'
import { open, until } from './open.ts'
import { auth, SESSION } from './player.ts'
import { RawPlayer } from './raw.ts'
import { frame, OPCODE } from './wire.ts'

const VIEW_BYTES = 100_000
const update = (version: number): ToPlayer => ({
  kind: 'update',
  session: SESSION,
  epoch: 1 as Epoch,
  version: version as Version,
  owner: 'p',
  remainingMs: null,
  view: 'x'.repeat(VIEW_BYTES),
})
const ack = (seq: number): ToPlayer => ({
  kind: 'ack',
  session: SESSION,
  seq: seq as Seq,
  refusal: null,
  epoch: 1 as Epoch,
  version: seq as Version,
})

async function openSlow(t: ExecutionContext) {
  const opened = await open(t)
  const player = await RawPlayer.open(opened.gateway.port)
  t.teardown(() => player.destroy())
  player.send(await auth())
  await until(() => player.messages().some(({ kind }) => kind === 'ready'), 'ready')
  player.stopReading()
  const { socket } = opened.events[0]!
  /** Each in a turn of its own, as play would. */
  const play = async (messages: readonly ToPlayer[]) => {
    for (const message of messages) {
      opened.gateway.reply(socket, message)
      opened.gateway.flush()
      await pause(0)
    }
  }
  return { ...opened, player, socket: socket as SocketId, play }
}

const versions = (count: number) => Array.from({ length: count }, (_, n) => n + 1)

test('[P19] a player who does not read is kept the newest update, every ack, and little more', async t => {
  const { player, play } = await openSlow(t)
  const sent = 400
  await play(versions(sent).flatMap(n => [ack(n), update(n)]))
  player.readOn()
  const newest = () => player.messages().some(message => message.kind === 'update' && message.version === sent)
  await until(newest, 'the newest update')
  t.true(player.received < (sent * VIEW_BYTES) / 2, `${player.received} bytes`)

  const seen = player.messages().flatMap(message => (message.kind === 'update' ? [message.version as number] : []))
  t.deepEqual(
    seen,
    [...new Set(seen)].sort((a, b) => a - b),
  )
  const acks = player.messages().flatMap(message => (message.kind === 'ack' ? [message.seq as number] : []))
  t.deepEqual(acks, versions(sent))
})

test('once the player reads again, all goes on as before', async t => {
  const { player, play } = await openSlow(t)
  await play(versions(200).map(update))
  player.readOn()
  const has = (version: number) => () =>
    player.messages().some(message => message.kind === 'update' && message.version === version)
  await until(has(200), 'update 200')
  for (const version of [201, 202, 203]) {
    await play([update(version)])
    await until(has(version), `update ${version}`)
  }
  t.pass()
})

test('[P19] a player who lets answers pile up without reading is cut off', async t => {
  const { gateway, events, player, play } = await openSlow(t)
  await play(versions(200).map(update))
  await play(versions(QUEUED_MESSAGES_MAX).map(ack))
  t.is(gateway.sockets, 1)
  await play([ack(QUEUED_MESSAGES_MAX + 1)])
  t.is(gateway.sockets, 0)
  t.deepEqual(
    events.map(event => event.kind),
    ['socket-open', 'socket-closed'],
  )
  player.readOn()
  await player.ended
})

test('a slow player slows nobody else', async t => {
  const { gateway, play, events } = await openSlow(t)
  const quick = await RawPlayer.open(gateway.port)
  t.teardown(() => quick.destroy())
  quick.send(await auth())
  await until(() => events.length === 2, 'the second socket')
  await play(versions(100).map(update))
  gateway.reply(events[1]!.socket, ack(1))
  gateway.flush()
  await until(() => quick.messages().some(({ kind }) => kind === 'ack'), 'ack')
  t.pass()
})

test('[P19] a player who reads slowly, and pings and answers pings meanwhile, is kept', async t => {
  const { gateway, player, play } = await openSlow(t)
  await play(versions(200).map(update))
  for (let n = 0; n < UNREAD_PONGS_MAX; n++) player.sendFrame(frame(OPCODE.ping, new Uint8Array(125)))
  for (let n = 0; n < 100; n++) player.sendFrame(frame(OPCODE.pong, new Uint8Array(125)))
  await play(versions(50).map(n => update(200 + n)))
  t.is(gateway.sockets, 1)
  player.readOn()
  await until(
    () => player.messages().some(message => message.kind === 'update' && message.version === 250),
    'update 250',
  )
})
