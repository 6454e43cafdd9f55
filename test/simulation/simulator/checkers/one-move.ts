// In a start-first deploy without faults no session moves more than once, and none has to be taken over [G3].
import type { PeerId, SessionId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'

export const oneMove = checker('one move', (_chronicle, fail) => {
  const owners = new Map<SessionId, PeerId[]>()
  return s => {
    if (s.kind === 'note' && s.note.name === 'takeover')
      fail(`${s.peer} takes over ${s.note.session} though nothing happened to its owner`)
    if (s.kind !== 'runs') return
    const { session } = s.config
    const path = owners.get(session) ?? []
    owners.set(session, path)
    if (path.at(-1) === s.peer) return
    path.push(s.peer)
    if (path.length > 2) fail(`${session} has moved ${path.length - 1} times in one deploy: ${path.join(' to ')}`)
  }
})
