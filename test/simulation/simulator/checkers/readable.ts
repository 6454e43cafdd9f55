// [G7] Who claims a session, says that it could run it, or runs it, was given it in a schema that it reads. As a backup
// it may hold any.
import { decodeSnapshot } from '../../../../protocol/codec.ts'
import type { Epoch, PeerId, SessionId } from '../../../../protocol/ids.ts'
import type { Snapshot } from '../../../../protocol/mesh.ts'
import { checker } from '../checker.ts'

/** All the schemas in which a node was given a session, with the last of these at the highest epoch. */
interface Given {
  readonly schemas: Set<number>
  epoch: Epoch
}

export const readable = checker('readable', (chronicle, fail) => {
  const reads = new Map<PeerId, readonly number[]>()
  const given = new Map<string, Given>()
  const key = (peer: PeerId, session: SessionId) => `${peer} ${session}`
  const give = (peer: PeerId, at: { readonly session: SessionId; readonly epoch: Epoch }, bytes: Snapshot) => {
    const known = given.get(key(peer, at.session))
    const schemas = known && known.epoch === at.epoch ? known.schemas : new Set<number>()
    schemas.add(decodeSnapshot(bytes).schema)
    if (!known || known.epoch <= at.epoch) given.set(key(peer, at.session), { schemas, epoch: at.epoch })
  }
  const check = (peer: PeerId, session: SessionId, what: string) => {
    const own = reads.get(peer)
    const schemas = [...(given.get(key(peer, session))?.schemas ?? [])]
    if (own && schemas.length > 0 && !schemas.some(schema => own.includes(schema)))
      fail(`${peer} ${what} ${session}: it reads ${own.join(' and ')}, and was given ${schemas.join(' and ')}`)
  }
  return s => {
    if (s.kind === 'born') reads.set(s.peer, s.reads)
    else if (s.kind === 'holds') give(s.peer, s.config, s.bytes)
    else if (s.kind === 'received' && (s.message.kind === 'offer' || s.message.kind === 'hold')) {
      if (s.message.state) give(s.by, s.message.config, s.message.state)
    } else if (s.kind === 'sent' && s.message.kind === 'claim') check(s.from, s.message.session, 'claims')
    else if (s.kind === 'sent' && s.message.kind === 'held' && s.message.canLoad)
      check(s.from, s.message.session, 'says that it could run')
    else if (s.kind === 'runs') {
      const { session, epoch } = s.config
      const before = chronicle.story(session).configs.get((epoch - 1) as Epoch)
      if (before && before.owner !== s.peer) check(s.peer, session, 'runs')
    }
  }
})
