// `npm run bench -- bytes`: what goes over the wire for a command, an update and a round of Minotaur, to players and
// among nodes.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { defineCommand } from 'citty'
import { Bot, PATIENCE_MS, UNKNOWN_MS } from '../load/bot.ts'
import { signIn, targetOf } from '../load/sign-in.ts'
import { orExplain, wholeNumber } from '../local/arguments.ts'
import { LocalMesh } from '../local/local-mesh.ts'
import { writtenBytes } from './cpu.ts'
import { count, say, showTable } from './show.ts'

export interface Bytes {
  readonly players: number
  readonly commands: number
  readonly rounds: number
  /** From players, of all of them. */
  readonly up: number
  readonly down: number
  /** What all nodes wrote to each other, and to the log. */
  readonly amongNodes: number
  readonly seconds: number
}

export interface Scale {
  readonly games: number
  readonly playersOfAGame: number
  readonly seconds: number
  readonly paceMs: number
}

export const FULL: Scale = { games: 10, playersOfAGame: 4, seconds: 60, paceMs: 500 }
export const QUICK: Scale = { games: 1, playersOfAGame: 2, seconds: 2, paceMs: 20 }

export async function benchBytes(scale: Scale): Promise<Bytes> {
  const mesh = await LocalMesh.start({ env: { ADDRESS_PLAYERS: '0', ADDRESS_GAMES: '0' } })
  const meters = await Promise.all(mesh.serving().map(node => Meter.before(node.port!)))
  const players = scale.games * scale.playersOfAGame
  const bots: Bot[] = []
  let commands = 0
  try {
    for (let n = 0; n < players; n++) {
      const urls = meters.map(({ port }) => targetOf(`http://127.0.0.1:${port}`))
      const name = `bot ${n + 1}`
      bots.push(
        new Bot({
          url: urls.map(({ play }) => play),
          token: await signIn(urls[0]!, name),
          name,
          random: Math.random,
          patienceMs: PATIENCE_MS,
          unknownMs: UNKNOWN_MS,
          onConfirmed: () => commands++,
        }),
      )
    }
    const pids = mesh.running().map(({ pid }) => pid)
    const games = Array.from({ length: scale.games }, (_, game) =>
      bots.slice(game * scale.playersOfAGame, (game + 1) * scale.playersOfAGame),
    )
    await Promise.all(games.map(enterAll))
    for (const meter of meters) meter.reset()
    const before = writtenBytes(pids)
    commands = 0
    const startedAt = performance.now()
    const stop = AbortSignal.timeout(scale.seconds * 1_000)
    const { playersOfAGame, paceMs } = scale
    await Promise.all(bots.map(bot => bot.play({ players: playersOfAGame, paceMs, stop })))
    const sum = (of: (meter: Meter) => number) => meters.reduce((total, meter) => total + of(meter), 0)
    return {
      players,
      commands,
      up: sum(meter => meter.up),
      down: sum(meter => meter.down),
      rounds: games.reduce((total, [leader]) => total + (leader!.view?.round ?? 0), 0),
      amongNodes: writtenBytes(pids) - before,
      seconds: (performance.now() - startedAt) / 1_000,
    }
  } finally {
    for (const bot of bots) bot.stop()
    for (const meter of meters) meter.close()
    await mesh.kill()
  }
}

async function enterAll([leader, ...others]: readonly Bot[]): Promise<void> {
  const code = await leader!.create()
  await Promise.all(others.map(bot => bot.join(code)))
}

/** Stands before a node's port for players and counts what passes: the payload of TCP, with the heads of frames and
 *  without those of packets. */
class Meter {
  up = 0
  down = 0
  readonly port: number
  readonly close: () => void

  private constructor(port: number, close: () => void) {
    this.port = port
    this.close = close
  }

  static async before(port: number): Promise<Meter> {
    const sockets = new Set<Socket>()
    const server = createServer({ noDelay: true }, client => {
      const node = connect({ host: '127.0.0.1', port, noDelay: true })
      client.on('data', ({ length }) => {
        meter.up += length
      })
      node.on('data', ({ length }) => {
        meter.down += length
      })
      client.pipe(node).pipe(client)
      for (const [end, other] of [[client, node] as const, [node, client] as const]) {
        sockets.add(end)
        end.on('error', () => other.destroy())
        end.on('close', () => {
          sockets.delete(end)
          other.destroy()
        })
      }
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const close = () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    }
    const meter = new Meter((server.address() as AddressInfo).port, close)
    return meter
  }

  reset(): void {
    this.up = 0
    this.down = 0
  }
}

export function showBytes({ players, commands, rounds, up, down, amongNodes, seconds }: Bytes): string {
  const whole = (bytes: number, of: number) => count(bytes / Math.max(1, of))
  return [
    `${players} players, ${count(commands)} commands and ${count(rounds)} rounds in ${seconds.toFixed(0)} s, three nodes, one backup`,
    showTable([
      ['bytes', 'for a command', 'for a round of one game'],
      ['from players', whole(up, commands), whole(up, rounds)],
      ['to players', whole(down, commands), whole(down, rounds)],
      ['among nodes', whole(amongNodes, commands), whole(amongNodes, rounds)],
    ]),
  ].join('\n')
}

export const bytes = defineCommand({
  meta: { name: 'bytes', description: 'What goes over the wire for a command, and for a round of Minotaur?' },
  args: {
    quick: { type: 'boolean', default: false, description: 'seconds instead of a minute: figures that say little' },
    games: { type: 'string', default: '10', valueHint: 'N', description: 'games of four players' },
    seconds: { type: 'string', default: '60', valueHint: 'N', description: 'measured for so long' },
  },
  run: called =>
    orExplain(called, async args => {
      const games = wholeNumber('games', args.games, { min: 1, max: 100 })
      const seconds = wholeNumber('seconds', args.seconds, { min: 1, max: 3_600 })
      say(showBytes(await benchBytes(args.quick ? QUICK : { ...FULL, games, seconds })))
    }),
})
