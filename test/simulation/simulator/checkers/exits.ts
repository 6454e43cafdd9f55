// [E8] Who has left with a clear conscience is needed nowhere: it holds no session's state, and none is given to it
// later.
import type { Configuration } from '../../../../protocol/configuration.ts'
import { holders } from '../../../../protocol/configuration.ts'
import type { Epoch, PeerId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import { decidedIn, type Story } from '../chronicle.ts'

export const exits = checker('exits', (chronicle, fail) => {
  const gone = new Set<PeerId>()
  const seen = new Set<Configuration>()
  /** All who decided have died, so nobody was left to ask what became of it; and without its confirmation nothing was
   *  promised. */
  const couldNotAsk = ({ configs, confirms }: Story, { epoch }: Configuration, peer: PeerId) => {
    const deciders = configs.get((epoch - 1) as Epoch)?.voters ?? []
    const dead = deciders.length > 0 && deciders.every(voter => chronicle.lifetimes.get(voter)?.end === 'seen')
    return dead && !confirms.get(epoch)?.has(peer)
  }
  return s => {
    if (s.kind === 'exited' && s.ok) {
      gone.add(s.peer)
      for (const story of chronicle.stories.values()) {
        const last = story.newest()
        // Of epoch 0 nobody else knows, and nothing was promised.
        if (!last || last.epoch === 0 || !holders(last).includes(s.peer) || couldNotAsk(story, last, s.peer)) continue
        fail(`${s.peer} has left, and holds ${story.id} at epoch ${last.epoch}`)
      }
      return
    }
    const config = s.kind === 'runs' ? s.config : s.kind === 'sent' ? decidedIn(s.message) : null
    if (!config || gone.size === 0) return
    const story = chronicle.story(config.session)
    const { top } = story
    if (top?.epoch !== config.epoch || seen.has(top)) return
    seen.add(top)
    const left = holders(top).find(h => gone.has(h) && !couldNotAsk(story, top, h))
    if (left) fail(`${left} has left, and is given ${config.session} at epoch ${config.epoch}`)
  }
})
