// Sessions of the benchmark's game by the thousand at one node, with two seats each and nobody connected when they are
// made.
import type { Code } from '../../protocol/ids.ts'
import { freshClient } from '../load/look.ts'
import { signIn, targetOf } from '../load/sign-in.ts'
import { Talk } from './talk.ts'

/** At one time: a socket may send 200 messages a second, and asks for one room after another. */
const PAIRS_AT_ONCE = 40
/** What a gateway tells a player of their games grows with their number. */
const ROOMS_OF_A_PAIR = 25

export interface Room {
  readonly code: Code
  /** Of the player in the first seat, who has others as well. */
  readonly token: string
}

export async function makeRooms(http: string, count: number): Promise<Room[]> {
  const rooms: Room[] = []
  let left = count
  const makeSome = async () => {
    while (left > 0) {
      const some = Math.min(ROOMS_OF_A_PAIR, left)
      left -= some
      rooms.push(...(await makeByPair(http, some)))
    }
  }
  await Promise.all(Array.from({ length: PAIRS_AT_ONCE }, makeSome))
  return rooms
}

async function makeByPair(http: string, count: number): Promise<Room[]> {
  const tokens = await Promise.all(['Ariadne', 'Theseus'].map(name => signIn(targetOf(http), name)))
  const [maker, guest] = await Promise.all(tokens.map(token => Talk.open(http, token)))
  const rooms: Room[] = []
  while (rooms.length < count) {
    const { code } = await maker!.ask({ kind: 'create', key: freshClient() }, 'created')
    await guest!.ask({ kind: 'join', code }, 'joined')
    rooms.push({ code, token: tokens[0]! })
  }
  for (const talk of [maker!, guest!]) talk.wire.close()
  return rooms
}
