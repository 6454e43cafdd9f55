// Where two rules meet: which of them holds, as SPEC.md says it.
import test from 'ava'
import type { ClientId } from '../../../protocol/ids.ts'
import { COMMANDS_UNCONFIRMED_MAX } from '../../../protocol/limits.ts'
import type { ToPlayer } from '../../../protocol/player.ts'
import { type Hand, is } from '../hand.ts'
import { laid, not } from '../laid.ts'

const lastError = (h: Hand): Extract<ToPlayer, { kind: 'error' }> | undefined => h.last('A', 1, 'error')

test('[P10] a number of which no result is kept is answered with the one that the seat waits for', t => {
  const { h, session } = laid()
  for (let seq = 1; seq <= COMMANDS_UNCONFIRMED_MAX + 1; seq++) {
    h.command('A', 1, session, seq, seq)
    h.pass()
  }
  h.command('A', 1, session, 1, 1)
  t.like(lastError(h), { code: 'seq-expected', session, seq: 1, expected: COMMANDS_UNCONFIRMED_MAX + 2 })
  h.command('A', 1, session, 2, 2)
  t.is(h.acked('A', 1), 2, 'of the last 64 the oldest is kept')
})

test('[P10] an ack bears the place of the seat when it goes out, also that of a resend', t => {
  const { h, session } = laid()
  const told = () => h.last('A', 1, 'ack')!
  h.command('A', 1, session, 1, 'x')
  h.pass()
  const first = told()
  h.command('A', 1, session, 2, 'y')
  h.pass()
  const second = told()
  t.is(Number(second.version), first.version + 1)
  h.command('A', 1, session, 1, 'x')
  h.pass()
  t.like(told(), { seq: 1, epoch: second.epoch, version: second.version })
})

test('[P8] of two reasons not to apply a command the missing number comes before the full window', t => {
  const { h, session } = laid()
  for (let seq = 1; seq <= COMMANDS_UNCONFIRMED_MAX; seq++) h.command('A', 1, session, seq, seq)
  h.pass(not(is('append', 'append-delta')))
  h.command('A', 1, session, COMMANDS_UNCONFIRMED_MAX + 1, 'next')
  t.is(lastError(h)?.code, 'too-many-unconfirmed')
  h.command('A', 1, session, COMMANDS_UNCONFIRMED_MAX + 2, 'too far')
  t.like(lastError(h), { code: 'seq-expected', expected: COMMANDS_UNCONFIRMED_MAX + 1 })
})

test('[P8] who does not hold the seat is told that, whatever the number', t => {
  const { h, session } = laid()
  h.open('A', 2, 'ann')
  h.say('A', 2, { kind: 'hello', session, client: 'other' as ClientId, replaces: '' as ClientId })
  for (const seq of [1, 2, 99]) {
    h.command('A', 2, session, seq, 'x')
    t.is(h.last('A', 2, 'error')?.code, 'seat-held')
  }
})

test('[P7] who names a holder of a seat that nobody has held is told so, and gets it by naming nobody', t => {
  const { h, session } = laid()
  h.open('A', 2, 'bob')
  h.joinGame('A', 2, h.last('A', 1, 'created')!.code)
  h.hello('A', 2, session, 'bob-tab', 'somebody')
  t.like(h.last('A', 2, 'error'), { code: 'seat-held', holder: '', replaced: false })
  h.hello('A', 2, session, 'bob-tab')
  t.is(h.last('A', 2, 'welcome')?.client, 'bob-tab' as ClientId)
})
