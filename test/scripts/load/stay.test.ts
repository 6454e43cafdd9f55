// What a player's stay amounts to where its session goes on from a disk, and that a loss shows.
import test from 'ava'
import { CHAIN_START, nextChain } from '../../../protocol/chain.ts'
import type { Seq } from '../../../protocol/ids.ts'
import { Stay } from '../../../scripts/load/stay.ts'
import { judge } from '../../../scripts/load/verdict.ts'
import type { LinkState } from '../../../web/link/state.ts'

const chainOf = (bodies: readonly unknown[]) =>
  bodies.reduce<number>((chain, body, at) => nextChain(chain, (at + 1) as Seq, body), CHAIN_START)
const inSession = (session: string, version: number) =>
  ({
    session: { session, epoch: 1, version, unconfirmed: [], view: { round: version, fallen: [] } },
  }) as unknown as LinkState
const at = (sentAt: number) => ({ dueAt: sentAt - 1, sentAt })
const confirm = (stay: Stay, seq: number, at: number) =>
  stay.confirm({ seq: seq as Seq, refusal: null, told: 'ack' }, at)
const finalOf = (bodies: readonly unknown[], version: number) => ({
  epoch: 1,
  version,
  progress: 100 * version,
  last: bodies.length,
  chain: chainOf(bodies),
})

/** Three commands, of which the third is not confirmed when the session goes on. */
function begun(): Stay {
  const stay = new Stay()
  stay.see(inSession('s', 1))
  for (const body of ['a', 'b', 'c']) stay.send(body, at(10))
  confirm(stay, 1, 11)
  confirm(stay, 2, 12)
  stay.see(inSession('s', 9))
  stay.see(inSession('s.2.p', 8))
  return stay
}

test('[G2] commands of two incarnations are one row', t => {
  const stay = begun()
  stay.send('d', at(20))
  t.deepEqual(confirm(stay, 4, 21), at(20), 'when it was due and sent')
  const final = finalOf(['a', 'b', 'c', 'd'], 10)
  t.deepEqual(judge(stay.records(0, final)), {
    seats: 1,
    sent: 4,
    acked: 4,
    applied: 4,
    livedOn: 1,
    lostAt: [],
    violations: [],
  })
})

test('[G2] what was not confirmed may be gone in the next incarnation', t => {
  const stay = begun()
  stay.send('d', at(20))
  confirm(stay, 3, 21)
  const { lostAt, violations } = judge(stay.records(0, finalOf(['a', 'b', 'd'], 10)))
  t.deepEqual([lostAt, violations], [[], []])
})

test('[G8] what was confirmed and is gone in the next incarnation is told, with when it was confirmed', t => {
  const stay = begun()
  stay.send('d', at(20))
  confirm(stay, 2, 21)
  const { lostAt, violations } = judge(stay.records(0, finalOf(['a', 'd'], 10)))
  t.deepEqual([lostAt, violations], [[12], []])
})

test('[G8] it is told as well where the player did nothing any more', t => {
  const { lostAt, violations } = judge(begun().records(0, finalOf(['a'], 10)))
  t.deepEqual([lostAt, violations], [[12], []])
})

test('[G2] a next incarnation that begins from anything but what was sent before fails', t => {
  const { violations } = judge(begun().records(0, finalOf(['a', 'c'], 10)))
  t.is(violations.length, 1)
  t.regex(violations[0]!.what, /the chain of commands/)
})
