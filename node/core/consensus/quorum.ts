// [E6] More than half of the voters; or exactly half, where every other one is seen dead, or has said goodbye to this
// session alone, and so decides nothing of it any more, as the dead (fence.ts). Nothing else is ever subtracted:
// silence, a broken connection or an absent name may all be a cut, and the other side of a cut may be counting too. Two
// quorums of one configuration share a voter, except two exact halves, and of those each has seen the other dead, which
// the dead do not.
import type { Configuration } from '../../../protocol/configuration.ts'
import type { PeerId } from '../../../protocol/ids.ts'

export function isQuorum(
  config: Configuration,
  yes: ReadonlySet<PeerId>,
  seenDead: (peer: PeerId) => boolean,
): boolean {
  const others = config.voters.filter(v => !yes.has(v))
  const have = config.voters.length - others.length
  return have * 2 > config.voters.length || (have * 2 === config.voters.length && others.every(seenDead))
}

/** The voter that tells of a decision where it makes one with `proposer`. */
export const tellerOf = (config: Configuration, proposer: PeerId): PeerId | undefined =>
  config.voters.find(v => v !== proposer)
