// [G2] Every seat's commands are applied once, in order, without a gap, and only those of the client that holds the
// seat; what the game refuses is counted and does nothing.

import type { SessionState } from '../../../../node/core/session/state.ts'
import type { ClientId, SessionId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import { isRefused, type Ledger } from '../ledger.ts'

/** The number of the accepted command that comes after the n-th. */
const nextAccepted = (n: number) => (isRefused(n + 1) ? n + 2 : n + 1)

export const onceInOrder = checker('once, in order', (_chronicle, fail) => {
  const issued = new Map<ClientId, number>()
  const seen = new WeakSet<SessionState>()
  const check = (session: SessionId, state: SessionState) => {
    const seats = state.seats.map(s => ({
      holders: s.holder === '' ? [] : [...s.former, s.holder],
      at: 0,
      n: 0,
      count: 0,
    }))
    const { log } = state.game as Ledger
    for (const line of log) {
      const [seatText, client, number] = line.split('/') as [string, ClientId, string]
      if (client === undefined) continue
      const seat = seats[Number(seatText)]
      const n = Number(number)
      if (!seat) return fail(`a command of a seat that nobody took: ${line} in ${session}`)
      while (seat.holders[seat.at] !== client && seat.at < seat.holders.length) {
        seat.at++
        seat.count += seat.n
        seat.n = 0
      }
      if (seat.at >= seat.holders.length)
        return fail(`${line} in ${session} is of a client that does not hold the seat: ${seat.holders}`)
      if (n !== nextAccepted(seat.n)) return fail(`${line} in ${session} comes after number ${seat.n}`)
      if (n > (issued.get(client) ?? 0)) return fail(`${line} in ${session} was never issued`)
      seat.n = n
    }
    for (const [i, { last }] of state.seats.entries()) {
      const { count, n, holders } = seats[i]!
      // A client's last command may have been refused, and left no line.
      if (last < count + n || last > count + n + holders.length)
        return fail(`seat ${i} of ${session} counts ${last} commands, its record shows ${count + n}`)
    }
  }
  return s => {
    if (s.kind === 'issued') issued.set(s.client, Math.max(issued.get(s.client) ?? 0, s.n))
    if (s.kind !== 'runs' || seen.has(s.state)) return
    seen.add(s.state)
    check(s.config.session, s.state)
  }
})
