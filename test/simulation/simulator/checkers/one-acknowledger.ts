// [G1] No two nodes ever acknowledge at one epoch: only the owner does. A gateway only passes on what an owner has
// said.
import type { PeerId } from '../../../../protocol/ids.ts'
import type { ToPlayer } from '../../../../protocol/player.ts'
import { checker } from '../checker.ts'
import { vouchedBy } from '../history.ts'

export const oneAcknowledger = checker('one acknowledger', (chronicle, fail) => {
  const said = new Set<string>()
  const check = (by: PeerId, message: ToPlayer, passes: boolean) => {
    const at = vouchedBy(message)
    if (!at) return
    const owner = chronicle.story(at.session).configs.get(at.epoch)?.owner
    const key = `${at.session} ${at.epoch} ${at.version} ${message.kind}`
    if (owner === by) said.add(key)
    else if (!passes || !said.has(key))
      fail(`${by} tells ${message.kind} at epoch ${at.epoch} of ${at.session}, which ${owner} owns`)
  }
  return s => {
    if (s.kind === 'told') check(s.by, s.message, true)
    else if (s.kind === 'sent' && s.message.kind === 'deliver') check(s.from, s.message.message, false)
  }
})
