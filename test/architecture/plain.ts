// Messages of the mesh in words for who reads of them for the first time: what a vote is about, and nothing that only
// informs.
import type { Configuration } from '../../protocol/configuration.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'

const whole = ({ epoch, owner, backups, voters }: Configuration): string =>
  `epoch ${epoch} = owner ${owner}, backup ${backups.join(' ')}, voters ${voters.join(' ')}`

/** Null: not worth a line. */
export function plain(m: MeshMessage): string | null {
  const words = said(m)
  return words === null ? null : `${m.kind} ${words}`
}

function said(m: MeshMessage): string | null {
  switch (m.kind) {
    case 'offer':
    case 'append':
      return `epoch ${m.config.epoch}, version ${m.version}`
    case 'append-delta':
    case 'confirm':
      return `epoch ${m.epoch}, version ${m.version}`
    case 'claim':
      return `epoch ${m.epoch}`
    case 'hold':
    case 'accept':
      return `epoch ${m.config.epoch}, ballot ${m.ballot.round}: ${whole(m.next)}`
    case 'prepare':
      return `epoch ${m.config.epoch}, ballot ${m.ballot.round}`
    case 'promise':
      return `epoch ${m.epoch}, ballot ${m.ballot.round}: accepted ${m.accepted ? whole(m.accepted.next) : 'nothing'}`
    case 'held':
    case 'accepted':
      return `epoch ${m.epoch}, ballot ${m.ballot.round}`
    case 'decided':
    case 'owned':
      return whole(m.config)
    case 'route':
      return m.input.kind === 'command' ? `move ${m.input.seq}` : null
    case 'deliver':
      return m.message.kind === 'ack' ? `ack of move ${m.message.seq}` : null
    default:
      return null
  }
}
