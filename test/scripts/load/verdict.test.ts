// The verdict of a load run, and that it can fail: each sample is a good record with one thing wrong in it.
import test from 'ava'
import { CHAIN_START, nextChain } from '../../../protocol/chain.ts'
import type { Seq } from '../../../protocol/ids.ts'
import { judge, judgeSeat, type Record } from '../../../scripts/load/verdict.ts'

const chainOf = (bodies: readonly unknown[]) =>
  bodies.reduce<number>((chain, body, at) => nextChain(chain, (at + 1) as Seq, body), CHAIN_START)

const sent = [{ do: 'start' }, { do: 'register', action: { kind: 'move', direction: 2 } }, { do: 'ready', ready: true }]
const good: Record = {
  session: 's',
  seat: 0,
  sent,
  acked: [
    { seq: 1, refusal: null, told: true },
    { seq: 2, refusal: 'impossible', told: true },
    { seq: 3, refusal: null, told: true },
  ],
  moments: [
    { epoch: 1, version: 1, progress: 0 },
    { epoch: 1, version: 7, progress: 100 },
    { epoch: 2, version: 1, progress: 100 },
    { epoch: 2, version: 5, progress: 201 },
  ],
  final: { epoch: 2, version: 6, progress: 201, last: 3, chain: chainOf(sent) },
}

test('[G2] a seat whose commands were applied once and in order passes', t => {
  t.deepEqual(judge([good, good]), { seats: 2, sent: 6, acked: 6, applied: 6, livedOn: 0, lostAt: [], violations: [] })
})

test('[G2] a command that was applied but not yet acknowledged passes', t => {
  t.deepEqual(judgeSeat({ ...good, acked: good.acked.slice(0, 2) }), [])
})

test('[G2] a command that never arrived passes while nobody was told that it had', t => {
  const final = { ...good.final!, last: 2, chain: chainOf(sent.slice(0, 2)) }
  t.deepEqual(judgeSeat({ ...good, acked: good.acked.slice(0, 2), final }), [])
})

const fails = test.macro({
  exec(t, change: Partial<Record>, message: RegExp) {
    const violations = judgeSeat({ ...good, ...change })
    t.is(violations.length, 1, JSON.stringify(violations))
    t.regex(violations[0]!.what, message)
    t.is(judge([good, { ...good, ...change }]).violations.length, 1)
  },
  title: (what = '') => `[G2] it fails: ${what}`,
})
const final = good.final!
const two = chainOf(sent.slice(0, 2))
const swapped = [sent[1], sent[0], sent[2]]

test(
  'an acknowledged command is lost',
  fails,
  { final: { ...final, last: 2, chain: two } },
  /3 was acknowledged, .* is 2/,
)
test(
  'a command is applied twice',
  fails,
  { final: { ...final, last: 4, chain: 7 } },
  /4 commands were applied, .* 3 were/,
)
test(
  'two commands are swapped',
  fails,
  { final: { ...final, chain: chainOf(swapped) } },
  /the chain of commands 1 to 3/,
)
test('one command is lost and another doubled', fails, { sent: [sent[0], sent[2], sent[2]] }, /the chain of commands/)
test('a body is altered', fails, { sent: [sent[0], sent[1], { do: 'ready', ready: false }] }, /the chain of commands/)
test('an acknowledgement is missing', fails, { acked: [good.acked[0]!, good.acked[2]!] }, /3 was acknowledged where 2/)
test('an acknowledgement comes twice', fails, { acked: [...good.acked, good.acked[2]!] }, /3 was acknowledged where 4/)
test('nobody tells the final state', fails, { final: null }, /no final state/)
test(
  'the epoch goes back',
  fails,
  { moments: [...good.moments, { epoch: 1, version: 9, progress: 201 }] },
  /epoch 1 version 9 came after/,
)
test(
  'the version goes back',
  fails,
  { moments: [...good.moments, { epoch: 2, version: 4, progress: 201 }] },
  /version 4 came after .* 5/,
)
test(
  'a new epoch shows less of the game than was shown',
  fails,
  {
    moments: [
      { epoch: 1, version: 6, progress: 201 },
      { epoch: 2, version: 7, progress: 200 },
    ],
  },
  /progress 200, but 201/,
)
test('the final state is older than what was shown', fails, { final: { ...final, version: 3 } }, /version 3 came after/)

test('[G2] it fails: a command is acknowledged that was never sent', t => {
  const never = { ...good, sent: sent.slice(0, 2), final: { ...final, last: 2, chain: two } }
  const violations = judgeSeat(never).map(violation => violation.what)
  t.is(violations.length, 2)
  t.regex(violations[0]!, /3 was acknowledged, but only 2 were sent/)
})
