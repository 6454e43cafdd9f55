// Numbers and names as people read them.
import type { NodeView } from '../../node/core/inspect.ts'

export { shortPeer } from '../../protocol/ids.ts'

export const shortSession = (id: string): string => (id.length > 10 ? id.slice(0, 8) : id)

/** `42 s`, `7 min`, `3 h 20`, `5 d 2 h`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')}`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** `0.8 ms`, `12 ms`, `1.5 s`. */
export function pause(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`
  if (count < 1024 * 1024) return `${(count / 1024).toFixed(1)} KiB`
  return `${(count / 1024 / 1024).toFixed(1)} MiB`
}

/** `1 player`, `2 players`. */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`

/** What is unusual about a node, the worst first; empty for one that simply serves. */
export function condition(node: NodeView): 'dead' | 'left' | 'silent' | 'draining' | 'superseded' | 'cordoned' | '' {
  if (node.state === 'dead') return node.draining ? 'left' : 'dead'
  if (node.state === 'suspected') return 'silent'
  if (node.draining) return 'draining'
  if (node.superseded) return 'superseded'
  return node.cordoned ? 'cordoned' : ''
}
