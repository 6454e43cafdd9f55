// [G6] A player's screen never goes back. What a client knows to be applied is, and of its commands none is given up in
// silence.
import type { ClientId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import { isRefused, type viewOf } from '../ledger.ts'

type View = ReturnType<typeof viewOf>

export const screens = checker('screens', (_chronicle, fail) => {
  const shown = new Map<ClientId, { epoch: number; version: number; lines: number }>()
  const confirmed = new Map<ClientId, number>()
  return s => {
    if (s.kind === 'shown') {
      const last = shown.get(s.client)
      if (last && (s.epoch < last.epoch || (s.epoch === last.epoch && s.version < last.version))) {
        fail(`the screen of ${s.player} goes from (${last.epoch}, ${last.version}) back to (${s.epoch}, ${s.version})`)
      }
      const { lines } = s.view as View
      if (last && lines < last.lines)
        fail(`the screen of ${s.player} shows ${lines} lines where it showed ${last.lines}`)
      if (last && s.epoch === last.epoch && s.version === last.version && lines !== last.lines)
        fail(`the screen of ${s.player} shows something else as (${s.epoch}, ${s.version}) than before`)
      shown.set(s.client, { epoch: s.epoch, version: s.version, lines })
    } else if (s.kind === 'confirmed') {
      const expected = (confirmed.get(s.client) ?? 0) + 1
      if (s.n !== expected)
        fail(`client ${s.client} of ${s.player} learns of its command ${s.n} where ${expected} is next`)
      if (s.told === 'ack' && (s.refusal !== null) !== isRefused(s.n))
        fail(`command ${s.n} of ${s.player} is answered ${JSON.stringify(s.refusal)}`)
      confirmed.set(s.client, s.n)
    }
  }
})
