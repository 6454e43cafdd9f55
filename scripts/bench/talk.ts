// A player of ours who asks one thing at a time and waits for the answer.
import { decodeToPlayer, encodeToNode } from '../../protocol/codec.ts'
import type { ToNode, ToPlayer } from '../../protocol/player.ts'
import { PLAYER_PROTOCOL } from '../../protocol/version.ts'
import { targetOf } from '../load/sign-in.ts'
import { Wire } from './wire.ts'

type Told<K extends ToPlayer['kind']> = Extract<ToPlayer, { kind: K }>

export class Talk {
  readonly wire: Wire

  private constructor(wire: Wire) {
    this.wire = wire
  }

  static async open(http: string, token: string): Promise<Talk> {
    const talk = new Talk(await Wire.open(targetOf(http).play))
    await talk.ask({ kind: 'auth', protocol: PLAYER_PROTOCOL, token }, 'ready')
    return talk
  }

  /** The first message of one of these kinds. */
  ask<K extends ToPlayer['kind']>(message: ToNode, ...kinds: K[]): Promise<Told<K>> {
    const { promise, resolve } = Promise.withResolvers<Told<K>>()
    this.wire.onFrame = frame => {
      const answer = decodeToPlayer(frame).find(({ kind }) => kinds.includes(kind as K))
      if (answer) resolve(answer as Told<K>)
    }
    this.wire.send(encodeToNode([message]))
    return promise
  }
}
