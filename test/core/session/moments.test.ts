// Commands that come when the moment that they were meant for is over.
import test from 'ava'
import type { Game } from '../../../node/core/game.ts'
import type { Seq } from '../../../protocol/ids.ts'
import { Hand, is, peer } from '../hand.ts'
import { words } from '../laid.ts'
import { CLOCK_MS, type Tally, tally } from '../tally.ts'

/** Each ring of its clock begins another moment; words in capitals are for any. */
const momentous: Game<Tally> = {
  ...tally,
  moments: {
    now: ({ rings }) => rings,
    binds: word => word !== 'ANY',
    late: ({ rings }, moment) => `for ${moment}, and it is ${rings}`,
  },
}

function playing() {
  const h = new Hand(['A', 'B', 'C', 'D'], {}, momentous as Game)
  const session = h.session('A', 1, 'ann')
  const far = ['B', 'C', 'D'].find(name => !h.config('A', session)!.voters.includes(peer(name)))!
  h.open(far, 9, 'ann')
  h.hello(far, 9, session, 'ann-tab')
  const say = (seq: number, body: unknown, moment?: number) =>
    h.say(far, 9, { kind: 'command', session, seq: seq as Seq, body, ...(moment === undefined ? {} : { moment }) })
  const refusal = () => h.last(far, 9, 'ack')?.refusal
  return { h, session, far, say, refusal }
}

test('[P8] a command that comes when its moment is over is refused, and says so', t => {
  const { h, session, say, refusal } = playing()
  say(1, 'move', 0)
  say(2, 'ready', 0)
  say(3, 'ANY', 0)
  h.wait(CLOCK_MS + 1_000, letter => !is('route')(letter))
  h.pass()
  t.deepEqual(words(h, session), ['ANY'])
  say(2, 'ready', 0)
  h.pass()
  t.deepEqual(refusal(), { code: 'too-late', text: 'for 0, and it is 1' })
  say(4, 'move', 1)
  h.pass()
  t.deepEqual(words(h, session), ['ANY', 'move'])
  t.is(refusal(), null)
})

test('[P8] who names no moment, and a moment that is not there yet', t => {
  const { h, session, say, refusal } = playing()
  h.wait(CLOCK_MS + 1_000)
  say(1, 'unnamed')
  say(2, 'early', 2)
  h.pass()
  t.deepEqual(words(h, session), ['unnamed'])
  t.is(refusal()?.code, 'too-late')
})

test('[G3] what was refused as too late stays refused when the session has moved', t => {
  const { h, session, far, say, refusal } = playing()
  say(1, 'move', 0)
  h.wait(CLOCK_MS + 1_000, letter => !is('route')(letter))
  h.pass()
  h.drain('A')
  h.wait(3_000)
  t.not(h.owner(session), 'A')
  h.hello(far, 9, session, 'ann-tab')
  say(1, 'move', 0)
  h.pass()
  t.deepEqual(words(h, session), [])
  t.is(refusal()?.code, 'too-late')
})
