// Whether a client holds a seat, asked of core as any player's socket asks: by a hello. So a player whose token has
// expired may have it renewed who still is at the table.
//
// The rule: the token is ours and of this player, it has expired no longer ago than TOKEN_GRACE, and the one who bears
// it names the client that holds a seat of this player. Why that is safe: a client's id is a random text of 120 bits
// that the player's own tab made. Nodes tell it to nobody but this player, and only for a token that was good then; who
// had one could have renewed it at that time. So an expired token that is found in a log, or on a machine that was
// given away, opens nothing. And asking changes nothing: the hello would replace none but the client itself, so core
// either welcomes the holder once more, or says that the seat is another's.
import type { ClientId, SessionId, SocketId } from '../../../protocol/ids.ts'
import type { ToPlayer } from '../../../protocol/player.ts'
import { PROOF_WAIT_MS, PROOFS_MAX } from '../admission/gateway-limits.ts'
import type { GatewayEvent } from '../gateway.ts'
import type { Identity } from './player-tokens.ts'

export interface Seat {
  readonly session: SessionId
  readonly client: ClientId
}

/** Null: no node could tell in time, so the client asks again. */
export type Proof = boolean | null

/** A session may have been resumed under another name, and once more meanwhile. */
const INCARNATIONS_MAX = 3

interface Question {
  readonly client: ClientId
  session: SessionId
  incarnations: number
  answer(proof: Proof): void
}

export class SeatProofs {
  readonly #newId: () => SocketId
  readonly #emit: (event: GatewayEvent) => void
  readonly #questions = new Map<SocketId, Question>()

  constructor(newId: () => SocketId, emit: (event: GatewayEvent) => void) {
    this.#newId = newId
    this.#emit = emit
  }

  async holds({ player, name }: Identity, { session, client }: Seat): Promise<Proof> {
    if (this.#questions.size >= PROOFS_MAX) return null
    const socket = this.#newId()
    const { promise, resolve } = Promise.withResolvers<Proof>()
    const patience = setTimeout(resolve, PROOF_WAIT_MS, null)
    const question = { client, session, incarnations: 1, answer: resolve }
    this.#questions.set(socket, question)
    try {
      this.#emit({ kind: 'socket-open', socket, player, name })
      this.#ask(socket, question)
      return await promise
    } finally {
      clearTimeout(patience)
      this.#questions.delete(socket)
      this.#emit({ kind: 'socket-closed', socket })
    }
  }

  /** Is told what core says to one of these sockets. */
  hear(socket: SocketId, message: ToPlayer): void {
    const question = this.#questions.get(socket)
    if (question === undefined) return
    if (message.kind === 'welcome' && message.session === question.session && message.client === question.client)
      return question.answer(true)
    if (message.kind !== 'error') return
    switch (message.code) {
      case 'seat-held':
      case 'no-seat':
      case 'session-over':
        return question.answer(false)
      case 'another-incarnation':
        if (message.as === undefined || question.incarnations++ === INCARNATIONS_MAX) return question.answer(null)
        question.session = message.as
        return queueMicrotask(() => this.#ask(socket, question)) // core is in the midst of an event
      default:
        return question.answer(null)
    }
  }

  #ask(socket: SocketId, { session, client }: Question): void {
    if (!this.#questions.has(socket)) return
    this.#emit({ kind: 'socket-message', socket, message: { kind: 'hello', session, client, replaces: client } })
  }
}
