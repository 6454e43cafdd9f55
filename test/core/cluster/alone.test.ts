// A node that nobody has ever told who its peers are, and what it may begin [G8].
import test from 'ava'
import type { ClientId } from '../../../protocol/ids.ts'
import { peer } from '../hand.ts'
import { live } from '../laid.ts'
import { allDie, look, PARKS, runs, two } from '../mortal.ts'

/** A session of A and B with a copy on the disk that all see, and C, which sees nobody. */
function blindC(settings = {}) {
  const { h, session } = two()
  live(h, 2_000)
  h.apart('C', { ...PARKS, ...settings })
  h.event(peer('C'), { kind: 'discovery', answered: false })
  return { h, session }
}

test('[G8] a node whom nobody has answered, and that sees nobody, begins nothing from a copy, however long it waits', t => {
  const { h, session } = blindC()
  look(h, ['C'], 60_000)
  t.deepEqual([...runs(h, 'A'), ...runs(h, 'B'), ...runs(h, 'C')], [session])
  t.true(h.node('C').inspect().blind)
})

test('[G8] it plays new games meanwhile', t => {
  const { h } = blindC({ backups: 0 })
  h.open('C', 1, 'cat')
  h.say('C', 1, { kind: 'create', key: 'key' as ClientId })
  live(h, 1_000)
  t.is(runs(h, 'C').length, 1)
})

test('[G8] once it is answered, it goes on from a copy as any node does', t => {
  const { h } = blindC()
  allDie(h, ['A', 'B'])
  look(h, ['C'], 10_000)
  t.deepEqual(runs(h, 'C'), [])
  h.event(peer('C'), { kind: 'discovery', answered: true })
  t.false(h.node('C').inspect().blind)
  look(h, ['C'], 2_000)
  t.is(runs(h, 'C').length, 1)
})

test('[G8] an operator may say that a node may be alone: then it waits for no answer', t => {
  const { h } = blindC()
  allDie(h, ['A', 'B'])
  look(h, ['C'], 10_000)
  t.like(h.operate('C', 'alone'), { ok: true })
  t.regex(h.operate('C', 'alone')?.text ?? '', /nothing changes/)
  look(h, ['C'], 2_000)
  t.is(runs(h, 'C').length, 1)
})

test('[G8] a node that is set to may be alone waits for no answer', t => {
  const { h } = blindC({ mayBeAlone: true })
  allDie(h, ['A', 'B'])
  look(h, ['C'], 2_000)
  t.is(runs(h, 'C').length, 1)
})

test('[G8] whom a peer has met sees, whoever has found the other', t => {
  const { h } = blindC()
  allDie(h, ['A', 'B'])
  h.join('D', PARKS)
  h.meet('C', 'D')
  look(h, ['C', 'D'], 3_000)
  t.is([...runs(h, 'C'), ...runs(h, 'D')].length, 1)
  t.false(h.node('C').inspect().blind)
})

test('silence keeps a node from being ready for a while, and not for ever', t => {
  const { h } = blindC({ aloneAfterMs: 10_000, parks: false })
  const ready = () => h.node('C').ready(h.now)
  live(h, 9_000)
  t.false(ready())
  live(h, 2_000)
  t.true(ready())
})

test('an answer, a peer, or an operator ends that wait', t => {
  for (const end of ['answer', 'peer', 'operator'] as const) {
    const { h } = blindC({ aloneAfterMs: 60_000, parks: false })
    live(h, 1_000)
    t.false(h.node('C').ready(h.now))
    if (end === 'answer') h.event(peer('C'), { kind: 'discovery', answered: true })
    else if (end === 'operator') h.operate('C', 'alone')
    else {
      h.join('D', PARKS)
      h.meet('C', 'D')
    }
    live(h, 1_000)
    t.true(h.node('C').ready(h.now), end)
  }
})
