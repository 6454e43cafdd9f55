// Sessions of the benchmark's game by the thousand at one node, with two seats each and nobody connected when they are made.
import type { Code } from '../../protocol/ids.ts'
import { freshClient } from '../load/look.ts'
import { signIn, targetOf } from '../load/sign-in.ts'
import { Talk } from './talk.ts'

/** A socket may send 200 messages a second, and each session takes it one of them at most at a time. */
const SOCKETS_MAX = 40
const ROOMS_OF_A_SOCKET = 25

export interface Room {
  readonly code: Code
  /** Of the player in the first seat, who has others as well. */
  readonly token: string
}

export async function makeRooms(http: string, count: number): Promise<Room[]> {
  const rooms: Room[] = []
  const pairs = Math.min(SOCKETS_MAX, Math.ceil(count / ROOMS_OF_A_SOCKET))
  let left = count
  const makeSome = async () => {
    const tokens = await Promise.all(['Ariadne', 'Theseus'].map(name => signIn(targetOf(http), name)))
    const [maker, guest] = await Promise.all(tokens.map(token => Talk.open(http, token)))
    while (left-- > 0) {
      const { code } = await maker!.ask({ kind: 'create', key: freshClient() }, 'created')
      await guest!.ask({ kind: 'join', code }, 'joined')
      rooms.push({ code, token: tokens[0]! })
    }
    for (const talk of [maker!, guest!]) talk.wire.close()
  }
  await Promise.all(Array.from({ length: pairs }, makeSome))
  return rooms
}
