// How two players come to sit in one room of each kind of server. From then on a player can do one thing: move, and
// hear that it is done.
import { encode, encodeToNode } from '../../../protocol/codec.ts'
import { NOBODY, type Seq, type SessionId } from '../../../protocol/ids.ts'
import type { ToNode } from '../../../protocol/player.ts'
import { freshClient } from '../../load/look.ts'
import { signIn, targetOf } from '../../load/sign-in.ts'
import { Talk } from '../talk.ts'
import { Wire } from '../wire.ts'
import { CELLS, type Move } from './game.ts'

export const KINDS = ['ours', 'bare', 'colyseus'] as const
export type Kind = (typeof KINDS)[number]

export interface Where {
  readonly kind: Kind
  /** `http://host:port` of the node that runs the rooms. */
  readonly owner: string
  /** Of the one that the players' sockets go to: the same, or another node of its mesh. */
  readonly gateway: string
}

export interface Player {
  readonly wire: Wire
  move(): void
  /** Each frame is looked at for the word `ack` and not decoded: the generator must not become what is measured. */
  onAck: () => void
}

/** Two players of one room. */
export const enter: Readonly<Record<Kind, (where: Where) => Promise<Player[]>>> = {
  ours: enterOurs,
  bare: async ({ gateway }) => {
    const first = await Wire.open(webSocket(gateway))
    return [first, await Wire.open(webSocket(gateway))].map(wire => playerOf(wire, move => encode(move)))
  },
  colyseus: enterColyseus,
}

const webSocket = (http: string) => http.replace('http', 'ws')
const ACK = Buffer.from(encode('ack'))

function playerOf(wire: Wire, frameOf: (move: Move) => Uint8Array): Player {
  let n = 0
  const player: Player = {
    wire,
    onAck: () => {},
    move() {
      n++
      wire.send(frameOf({ at: n % CELLS, n }))
    },
  }
  wire.onFrame = frame => {
    if (frame.includes(ACK)) player.onAck()
  }
  return player
}

async function enterOurs({ owner, gateway }: Where): Promise<Player[]> {
  const tokens = await Promise.all(['Ariadne', 'Theseus'].map(name => signIn(targetOf(owner), name)))
  const maker = await Talk.open(owner, tokens[0]!)
  const { session, code } = await maker.ask({ kind: 'create', key: freshClient() }, 'created')
  const talks = [gateway === owner ? maker : await Talk.open(gateway, tokens[0]!), await Talk.open(gateway, tokens[1]!)]
  if (gateway !== owner) maker.wire.close()
  // Where a node does not know the code yet, it says so.
  while ((await talks[1]!.ask({ kind: 'join', code }, 'joined', 'error')).kind === 'error');
  for (const talk of talks) await hello(talk, session)
  return talks.map(({ wire }) =>
    playerOf(wire, move => encodeToNode([{ kind: 'command', session, seq: move.n as Seq, body: move }])),
  )
}

async function hello(talk: Talk, session: SessionId): Promise<void> {
  const message: ToNode = { kind: 'hello', session, client: freshClient(), replaces: NOBODY }
  while ((await talk.ask(message, 'update', 'error')).kind === 'error');
}

/** Colyseus' codes of messages: the client has joined, and data of the room. */
const JOIN_ROOM = 10
const ROOM_DATA = 13

async function enterColyseus({ gateway }: Where): Promise<Player[]> {
  const players: Player[] = []
  while (players.length < 2) {
    const response = await fetch(`${gateway}/matchmake/joinOrCreate/duel`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const { sessionId, roomId, processId } = (await response.json()) as Record<string, string>
    const wire = await Wire.open(`${webSocket(gateway)}/${processId}/${roomId}?sessionId=${sessionId}`)
    await joined(wire)
    const head = [ROOM_DATA, ...encode('move')]
    players.push(playerOf(wire, move => Uint8Array.from([...head, ...encode(move)])))
  }
  return players
}

/** The room says that the client may join, hears that it has, and sends its whole state. */
function joined(wire: Wire): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  wire.onFrame = frame => {
    if (frame[0] === JOIN_ROOM) wire.send(Uint8Array.of(JOIN_ROOM))
    else resolve()
  }
  return promise
}
