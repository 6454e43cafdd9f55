// [E8] Who has left with a clear conscience is needed nowhere: it holds no session's state, and none is given to it later.
import type { Configuration } from '../../../../protocol/configuration.ts'
import { holders } from '../../../../protocol/configuration.ts'
import type { PeerId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import { decidedIn } from '../chronicle.ts'

export const exits = checker('exits', (chronicle, fail) => {
  const gone = new Set<PeerId>()
  const seen = new Set<Configuration>()
  return s => {
    if (s.kind === 'exited' && s.ok) {
      gone.add(s.peer)
      for (const { id, top, confirms } of chronicle.stories.values()) {
        // Of epoch 0 nobody else knows, and nothing was promised; nor at epoch 1, where the maker died before anybody confirmed anything.
        if (!top || top.epoch === 0 || !holders(top).includes(s.peer)) continue
        if (top.epoch === 1 && !confirms.has(top.epoch) && chronicle.lives.get(top.owner!)?.end === 'seen') continue
        fail(`${s.peer} has left, and holds ${id} at epoch ${top.epoch}`)
      }
      return
    }
    const config = s.kind === 'runs' ? s.config : s.kind === 'sent' ? decidedIn(s.message) : null
    if (!config || gone.size === 0) return
    const { top } = chronicle.story(config.session)
    if (top?.epoch !== config.epoch || seen.has(top)) return
    seen.add(top)
    const left = holders(top).find(h => gone.has(h))
    if (left) fail(`${left} has left, and is given ${config.session} at epoch ${config.epoch}`)
  }
})
