// Happenings as lines for people. Session names are cut short, states are told by their size.

import type { Effect } from '../../../node/core/effect.ts'
import type { Event } from '../../../node/core/event.ts'
import type { Configuration } from '../../../protocol/configuration.ts'
import type { MeshMessage } from '../../../protocol/mesh.ts'
import type { ToNode, ToPlayer } from '../../../protocol/player.ts'
import type { Event as LinkEvent } from '../../../web/link/event.ts'

const NAME_LETTERS = 6

export const shortName = (session: string): string => session.slice(0, NAME_LETTERS)

function configText({ session, epoch, owner, backups, voters }: Configuration): string {
  return `${shortName(session)} e${epoch} ${owner ?? 'over'} backups [${backups.join(' ')}] voters [${voters.join(' ')}]`
}

/** One field of a message. */
function fieldText(name: string, value: unknown): string {
  if (value instanceof Uint8Array) return `${name} ${value.byteLength}B`
  if (name === 'config' || name === 'next') return `${name} {${configText(value as Configuration)}}`
  if (name === 'session' && typeof value === 'string') return shortName(value)
  if (name === 'message' || name === 'input') return `{${messageText(value as ToPlayer)}}`
  if (name === 'ballot' || name === 'promised') {
    const { round, peer } = value as { round: number; peer: string }
    return `${name} ${round}${peer && `/${peer}`}`
  }
  if (name === 'entries') return `${(value as unknown[]).length} entries`
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).map(([k, v]) => fieldText(k, v))
    return Array.isArray(value) ? `${name} ${JSON.stringify(value)}` : `${name} {${inner.join(', ')}}`
  }
  return `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`
}

export function messageText(message: MeshMessage | ToPlayer | ToNode): string {
  const { kind, ...fields } = message
  return [kind, ...Object.entries(fields).map(([name, value]) => fieldText(name, value))].join(' ')
}

export function eventLine(peer: string, event: Event): string {
  if (event.kind === 'message') return `${peer} <- ${event.from}  ${messageText(event.message)}`
  if (event.kind === 'found') return `${peer} finds ${event.files.map(f => `${f.kind} ${f.file}`).join(', ')}`
  const { kind, ...fields } = event
  return `${peer} on ${kind} ${Object.entries(fields)
    .map(([name, value]) => fieldText(name, value))
    .join(' ')}`
}

export function effectLine(peer: string, effect: Effect): string {
  switch (effect.kind) {
    case 'send':
      return `    ${peer} -> ${effect.to}  ${messageText(effect.message)}`
    case 'gossip':
      return `    ${peer} -> all  ${messageText(effect.message)}`
    case 'reply':
      return `    ${peer} -> socket ${effect.socket}  ${messageText(effect.message)}`
    case 'note': {
      const { name, ...fields } = effect.note
      return `    ${peer} notes ${name} ${Object.entries(fields)
        .map(([key, value]) => fieldText(key, value))
        .join(' ')}`
    }
    case 'timer':
      return `    ${peer} sets ${effect.timer.kind} in ${effect.afterMs.toFixed(0)}`
    default: {
      const { kind, ...fields } = effect
      return `    ${peer} wants ${kind} ${JSON.stringify(fields)}`
    }
  }
}

export function clientLine(name: string, event: LinkEvent): string {
  if (event.kind === 'socket-messages') return `${name} <- ${event.messages.map(messageText).join(' | ')}`
  const { kind, ...fields } = event
  return `${name} on ${kind} ${JSON.stringify(fields)}`
}
