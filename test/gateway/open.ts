// A real gateway on a free port, with the smallest driver there can be: it keeps the events, answers what a test wants
// answered, and flushes at the end of each turn.
import { request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { ExecutionContext } from 'ava'
import type { MeshView } from '../../node/core/inspect.ts'
import type { Gateway, GatewayEvent } from '../../node/gateway/gateway.ts'
import type { GatewayRefusal } from '../../node/gateway/socket/socket.ts'
import { type GatewayOptions, type StartedGateway, startGateway } from '../../node/gateway/start.ts'
import type { PeerId } from '../../protocol/ids.ts'
import { PLAYER_PROTOCOL } from '../../protocol/version.ts'

export const KEY = new TextEncoder().encode('the key of this test, and of no other one')

export const VIEW: MeshView = {
  awaited: [],
  me: 'p' as PeerId,
  blind: false,
  nodes: [],
  moved: [],
  sessions: { known: 3, owned: 2, backedUp: 1, unprotected: 0, sealed: 0, paused: 0 },
  unsaved: null,
  failing: [],
  stopped: [],
  room: 'plenty',
  putOff: 0,
  quarantined: [],
}

export interface Opened {
  readonly gateway: StartedGateway
  readonly events: GatewayEvent[]
  readonly reports: string[]
  readonly refused: GatewayRefusal[]
  /** Resolves with what `find` finds, once it does. */
  readonly until: typeof until
}

export type Answering = (event: GatewayEvent, gateway: Gateway) => void

/** Core's answer to a new socket. */
export const ready: Answering = (event, gateway) => {
  if (event.kind !== 'socket-open') return
  const { player, name } = event
  const node = { node: 'p', release: '1', protocol: PLAYER_PROTOCOL }
  gateway.reply(event.socket, { kind: 'ready', player, name, games: [], ...node })
}

export async function open(
  t: ExecutionContext,
  options: Partial<GatewayOptions> = {},
  answer: Answering = ready,
): Promise<Opened> {
  const events: GatewayEvent[] = []
  const reports: string[] = []
  const refused: GatewayRefusal[] = []
  const gateway: StartedGateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    shared: false,
    basePath: '',
    allowOrigins: [],
    refused: why => refused.push(why),
    ops: { host: '127.0.0.1', port: 0, reach: 'local', onPlayersPort: false },
    staticDir: '/nowhere/at/all',
    meshKeys: [KEY],
    tokenTtlMs: 60_000,
    tokenGraceMs: 60_000,
    ready: () => true,
    metrics: async () => 'minotaur_sockets 1\n',
    view: () => VIEW,
    operate: ({ kind }) => ({ ok: true, text: `Did ${kind}.` }),
    report: (what, error) => reports.push(`${what}: ${error}`),
    ...options,
    emit(event) {
      events.push(event)
      answer(event, gateway)
      setImmediate(() => gateway.flush())
    },
  })
  t.teardown(() => gateway.stop())
  return { gateway, events, reports, refused, until }
}

export async function until<T>(
  find: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
): Promise<T> {
  for (let tries = 0; tries < 1_000; tries++) {
    const found = await find()
    if (found !== undefined && found !== false) return found
    await pause(5)
  }
  throw new Error(`never: ${what}`)
}

export interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

export interface Answered {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: Buffer
  readonly text: string
}

/** A request with exactly this path: nothing is tidied up, followed or decompressed. */
export function ask(port: number, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        resolve({ status: response.statusCode!, headers: response.headers, body: bytes, text: bytes.toString() })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
