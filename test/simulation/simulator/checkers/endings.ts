// [E2] Nothing comes after the end of a session: no configuration, no owner, no acknowledgement.
import type { Epoch, SessionId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import { decidedIn } from '../chronicle.ts'
import { tellsOf } from '../history.ts'

export const endings = checker('endings', (chronicle, fail) => {
  const ended = (session: SessionId): Epoch | null => {
    for (const config of chronicle.stories.get(session)?.configs.values() ?? [])
      if (config.owner === null) return config.epoch
    return null
  }
  const check = (session: SessionId, epoch: Epoch, what: string) => {
    const end = ended(session)
    if (end !== null && epoch >= end) fail(`${session} ended at epoch ${end}, and ${what} at epoch ${epoch}`)
  }
  return s => {
    if (s.kind === 'runs') return check(s.config.session, s.config.epoch, `${s.peer} runs it`)
    const config = s.kind === 'sent' ? decidedIn(s.message) : null
    if (s.kind === 'sent' && config && config.owner !== null)
      return check(config.session, config.epoch, `${s.from} has a configuration`)
    const at = tellsOf(s)
    if (at) check(at.session, at.epoch, 'something of it is acknowledged')
  }
})
