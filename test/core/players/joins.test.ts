// A join by a code that a node has not heard of: the game may be a moment old, and a refusal is final [P6].
import test from 'ava'
import type { ClientId, Code } from '../../../protocol/ids.ts'
import { Hand, is, type Letter, peer } from '../hand.ts'
import { not } from '../laid.ts'

const NEWS = is('about', 'decided', 'owned', 'digest', 'want')

/** ann has made a game at A, and bob would join it at C, which the news has not reached. */
function young(names: readonly string[], late: (letter: Letter) => boolean) {
  const h = new Hand(names)
  h.open('A', 1, 'ann')
  h.say('A', 1, { kind: 'create', key: 'k' as ClientId })
  h.pass(not(late))
  const { code, session } = h.last('A', 1, 'created')!
  h.open('C', 2, 'bob')
  h.say('C', 2, { kind: 'join', code })
  return { h, code, session }
}

const refused = (h: Hand) => h.last('C', 2, 'error')?.code

test('[P6] a join waits as long as the news may take, also where that is slow', t => {
  const late = (l: Letter) => l.to === 'C' && NEWS(l)
  const { h, session } = young(['A', 'B', 'C'], late)
  h.wait(4_000, not(late))
  t.is(refused(h), undefined)
  h.pass()
  t.is(h.last('C', 2, 'joined')?.session, session)
})

test('[P6] a join waits for the news of nodes that leave, too', t => {
  const late = (l: Letter) => l.to === 'C' && NEWS(l)
  const { h, session } = young(['A', 'B', 'C'], late)
  for (const name of ['A', 'B']) h.operate(name, 'drain')
  h.wait(300, not(late))
  h.say('C', 2, { kind: 'join', code: h.last('A', 1, 'created')!.code })
  h.wait(1_500, not(late))
  t.is(refused(h), undefined)
  h.pass()
  t.is(h.last('C', 2, 'joined')?.session, session)
})

test('[P6] a join waits where the code has come before who runs the game', t => {
  const late = (l: Letter) => l.to === 'C' && is('decided', 'owned', 'digest', 'want')(l)
  const { h, session } = young(['A', 'B', 'C', 'D'], late)
  h.wait(1_500, not(late))
  t.is(h.config('C', session), null)
  t.is(refused(h), undefined)
  h.pass()
  h.wait(300)
  t.is(h.last('C', 2, 'joined')?.session, session)
})

test('[P6] a code that nobody has is refused as soon as all have told that they know no more', t => {
  const h = new Hand(['A', 'B', 'C'])
  h.open('C', 2, 'bob')
  for (let times = 0; times < 3; times++) h.say('C', 2, { kind: 'join', code: 'NONE' as Code })
  h.wait(900)
  t.is(refused(h), undefined)
  h.wait(1_600)
  t.is(refused(h), 'unknown-session')
  t.is(h.heard('C', 2).filter(({ kind }) => kind === 'error').length, 1)
})

test('[P6] a node that falls silent does not keep a join for ever', t => {
  const h = new Hand(['A', 'B', 'C'])
  h.kill('A', [])
  h.open('C', 2, 'bob')
  h.say('C', 2, { kind: 'join', code: 'NONE' as Code })
  h.wait(5_000)
  t.is(refused(h), undefined)
  h.wait(6_000)
  t.is(refused(h), 'unknown-session')
})

test('[P6] a node that is alone refuses at once', t => {
  const h = new Hand(['A', 'C'])
  h.kill('A')
  h.event(peer('C'), { kind: 'flush' })
  h.open('C', 2, 'bob')
  h.say('C', 2, { kind: 'join', code: 'NONE' as Code })
  t.is(refused(h), 'unknown-session')
})
