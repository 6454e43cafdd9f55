// The two stories that ARCHITECTURE.md tells, played by the real machines: a planned move, and a take-over behind a
// cut.
import type { Event } from '../../node/core/event.ts'
import type { PeerId, SessionId } from '../../protocol/ids.ts'
import { Hand, is, without } from '../core/hand.ts'
import { plain } from './plain.ts'

const acks = (h: Hand, at: PeerId) => h.heard(at, 1).filter(m => m.kind === 'ack')

/** A table that also writes down what the player says and is told. */
class Table extends Hand {
  override event(to: PeerId, event: Event): void {
    const before = acks(this, to).length
    super.event(to, event)
    for (const { seq } of acks(this, to).slice(before)) this.transcript.push(`${to} -> player  ack move ${seq}`)
  }

  move(session: SessionId, seq: number): void {
    this.transcript.push(`player -> A  command move ${seq}`)
    this.command('A', 1, session, seq, `move ${seq}`)
  }
}

export interface Story {
  readonly h: Hand
  readonly session: SessionId
}

/** A player at A, who made one move. A owns the session, B backs it up, C is its witness. */
function begun(): Story & { h: Table } {
  const h = new Table(['A', 'B', 'C'])
  const session = h.session('A', 1, 'ann')
  h.command('A', 1, session, 1, 'move 1')
  h.pass()
  h.transcript.length = 0
  h.words = plain
  return { h, session }
}

export function handoff(): Story {
  const { h, session } = begun()
  h.drain('A')
  h.pass(is('offer'))
  h.pass(is('held'))
  h.pass(is('claim'))
  h.move(session, 2)
  h.wait(5000)
  return { h, session }
}

export function failover(): Story {
  const { h, session } = begun()
  const inside = without('A')
  h.transcript.push('A is cut off from B and C')
  h.move(session, 2)
  for (const { from, to, message } of h.drop())
    if (is('append-delta')({ from, to, message })) h.transcript.push(`${from} -> ${to}  ${plain(message)}: lost`)
  h.wait(3000, inside)
  h.drop()
  h.transcript.push('the cut heals')
  h.wait(1000)
  h.move(session, 2)
  h.pass()
  return { h, session }
}
