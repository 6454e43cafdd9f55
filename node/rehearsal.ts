// A dress rehearsal before the first night: whole handoffs between three nodes in this process, over real connections
// to itself.
//
// A node does its most urgent work, to take over sessions while players wait, in the first seconds of its life; and a
// handoff passes through all of libp2p, the codecs and core. Code that has hardly run is slow: V8 interprets it, and
// compiles it well only once it has seen it work. So it works before the node is ready. Nothing of it is seen outside:
// the nodes have a key of their own, listen on loopback, and are gone when it ends.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { prometheusMetrics } from '@libp2p/prometheus-metrics'
import { Registry } from 'prom-client'
import type { ClientId, PlayerId, Seq, SocketId } from '../protocol/ids.ts'
import type { PlayerInput, ToPlayer } from '../protocol/player.ts'
import type { Game } from './core/game.ts'
import { Node } from './core/node.ts'
import { Driver } from './driver.ts'
import type { Libp2pMesh } from './mesh/libp2p.ts'
import { openMesh } from './mesh/open.ts'
import { monotonicNow } from './ops/monotonic-clock.ts'

const HOST = '127.0.0.1'
const NODES = 3
/** Several times as long as it takes on a slow machine. */
const LATE_MS = 10_000
const LOOK_MS = 5
const QUIET = { debug() {}, info() {}, warn() {}, error() {} }

interface Actor {
  readonly driver: Driver
  readonly mesh: Libp2pMesh
  readonly node: Node
  /** It has left. */
  gone: boolean
}

/** Hands over so many sessions, twice. @throws Error if it does not end in time; then only its use is lost. */
export async function rehearse(game: Game, sessions: number, lateMs = LATE_MS): Promise<void> {
  const key = randomBytes(32)
  const actors: Actor[] = []
  const until = untilBefore(lateMs)
  const players = new Players(game, sessions, input => actors[0]!.driver.dispatch(input))
  try {
    while (actors.length < NODES) actors.push(await enter(game, key, actors, players))
    for (const { driver } of actors) driver.dispatch({ kind: 'start' })
    await until(() => actors.every(({ node }) => node.inspect().nodes.length === NODES && node.ready(monotonicNow())))
    players.begin()
    await until(() => players.done)
    for (const actor of actors) {
      actor.driver.dispatch({ kind: 'drain' })
      await until(() => actor.gone)
    }
  } finally {
    // If it failed, the nodes have not left by themselves and would go on beating.
    for (const { driver } of actors) driver.stop()
    await Promise.all(actors.map(({ mesh }) => mesh.stop()))
  }
}

function untilBefore(lateMs: number) {
  const late = monotonicNow() + lateMs
  return async (done: () => boolean) => {
    while (!done()) {
      if (monotonicNow() > late) throw new Error(`it was not over after ${lateMs / 1000} s`)
      await sleep(LOOK_MS)
    }
  }
}

async function enter(game: Game, key: Uint8Array, others: readonly Actor[], players: Players): Promise<Actor> {
  const mesh = await openMesh({
    listen: { host: HOST, port: 0 },
    keys: [key],
    release: 'rehearsal',
    peers: others.map(({ mesh }) => ({ host: HOST, port: mesh.port })),
    log: QUIET,
    metrics: prometheusMetrics({ registry: new Registry(), collectDefaultMetrics: false }),
    onEvent: event => driver.dispatch(event),
  })
  const name = `rehearsal-${others.length}`
  const node = new Node(
    {
      me: mesh.me,
      release: name,
      slot: '',
      host: name,
      address: name,
      startedAt: others.length,
      backups: 1,
      suspectAfterMs: LATE_MS,
      forceAfterMs: 0,
      handoffWindow: 256,
      // The last one finds nobody, and need not look for long.
      drainDeadlineMs: others.length === NODES - 1 ? 1 : LATE_MS,
      rebalanceAfterMs: 0,
      rebalanceGap: 8,
      awayAfterMs: 0,
      lobbiesMax: 0,
      gamesMax: 0,
      parks: false,
      parkAfterMs: 0,
      successorWaitMs: 0,
      checkpointEveryMs: 0,
      coldAfterMs: 0,
      memoryFullAt: 1,
      aloneAfterMs: 0,
      mayBeAlone: true,
      seed: randomBytes(4).readUInt32LE(),
    },
    game,
  )
  const driver = new Driver(node, {
    note() {},
    exit() {
      actor.gone = true
    },
  })
  const actor: Actor = { driver, mesh, node, gone: false }
  const gateway = { port: 0, sockets: 0, reply: players.hear, close() {}, flush() {}, stop() {} }
  driver.connect({ mesh, gateway, disk: null })
  mesh.start()
  return actor
}

type Said = Parameters<Driver['dispatch']>[0]

/** Two for each session, on two sockets: the first makes it, the second joins, and the first has them begin. An error
 *  ends it as well. */
class Players {
  readonly #opening: unknown
  readonly #sessions: number
  readonly #dispatch: (event: Said) => void
  #playing = 0

  constructor(game: Game, sessions: number, dispatch: (event: Said) => void) {
    this.#opening = game.opening
    this.#sessions = sessions
    this.#dispatch = dispatch
  }

  get done(): boolean {
    return this.#playing === this.#sessions
  }

  begin(): void {
    for (let n = 0; n < this.#sessions; n++) {
      for (const socket of [2 * n, 2 * n + 1] as SocketId[])
        this.#dispatch({ kind: 'socket-open', socket, player: `${socket}` as PlayerId, name: 'Nobody' })
      this.#say(2 * n, { kind: 'create', key: `${n}` as ClientId })
    }
  }

  /** Answers come while the driver is at work, so the replies are sent after that. */
  readonly hear = (socket: SocketId, message: ToPlayer): void => {
    setImmediate(() => this.#answer(socket, message))
  }

  #answer(socket: number, message: ToPlayer): void {
    const client = 'nobody' as ClientId
    if (message.kind === 'created') this.#say(socket + 1, { kind: 'join', code: message.code })
    else if (message.kind === 'joined')
      this.#say(socket - 1, { kind: 'hello', session: message.session, client, replaces: '' as ClientId })
    else if (message.kind === 'welcome')
      this.#say(socket, { kind: 'command', session: message.session, seq: 1 as Seq, body: this.#opening })
    else if (message.kind === 'ack' || message.kind === 'error') {
      this.#playing += 1
      for (const left of [socket, socket + 1] as SocketId[]) this.#dispatch({ kind: 'socket-closed', socket: left })
    }
  }

  #say(socket: number, message: PlayerInput): void {
    this.#dispatch({ kind: 'socket-message', socket: socket as SocketId, message })
  }
}
