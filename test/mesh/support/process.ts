// Starts a node in a process of its own, and a proxy that can cut its connections without touching either end.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Address } from '../../../node/mesh/discovery/peer-address.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import { at, HOST, KEY } from './nodes.ts'

export interface Child {
  readonly process: ChildProcess
  readonly me: PeerId
  readonly port: number
}

const children = new Set<ChildProcess>()

export async function startChild(peers: readonly Address[], port = 0): Promise<Child> {
  const options = { listen: at(port), keys: [KEY], release: 'child', peers }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  for await (const line of createInterface({ input: child.stdout! })) {
    const told = JSON.parse(line) as { me?: PeerId; port?: number }
    if (told.me !== undefined && told.port !== undefined) return { process: child, me: told.me, port: told.port }
  }
  throw new Error('the child ended before it listened')
}

export async function kill({ process: child }: Child, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await exited
}

/** For the end of a test file: none outlives it. */
export const killAll = () => {
  for (const child of children) child.kill('SIGKILL')
}

/** From who opened a connection to the target, or back. */
export type Way = 'outwards' | 'inwards'

export interface Proxy {
  readonly port: number
  /** Breaks every connection through it, at both ends. */
  cut(): void
  /** Breaks every connection through it for who opened it; the other end hears nothing of it, nor of anything else. */
  halve(): void
  /** Of all connections that are open now nothing more is passed on, one way or both, and none is closed. */
  stall(way?: Way): void
  close(): void
}

interface Pair {
  readonly inside: Socket
  readonly outside: Socket
  readonly stalled: Set<Way>
}

export async function startProxy(target: Address): Promise<Proxy> {
  const pairs = new Set<Pair>()
  const halved = new Set<Pair>()
  const server = createServer(inside => {
    const pair: Pair = { inside, outside: connect(target), stalled: new Set() }
    pairs.add(pair)
    for (const [from, to, way] of [
      [pair.inside, pair.outside, 'outwards'],
      [pair.outside, pair.inside, 'inwards'],
    ] as const) {
      from.on('data', data => pair.stalled.has(way) || to.write(data))
      from.on('error', () => undefined)
      from.on('close', () => {
        if (halved.has(pair)) return
        pairs.delete(pair)
        to.destroy()
      })
    }
  })
  server.listen(0, HOST)
  await once(server, 'listening')
  const cut = () => {
    for (const { inside, outside } of [...pairs, ...halved]) {
      inside.destroy()
      outside.destroy()
    }
  }
  return {
    port: (server.address() as { port: number }).port,
    cut,
    halve: () => {
      for (const pair of pairs) {
        halved.add(pair)
        pair.inside.destroy()
      }
      pairs.clear()
    },
    stall: way => {
      const ways: Way[] = way ? [way] : ['outwards', 'inwards']
      for (const { stalled } of pairs) for (const each of ways) stalled.add(each)
    },
    close: () => {
      cut()
      server.close()
    },
  }
}
