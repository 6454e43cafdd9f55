// What the nodes' processes hold, from /proc.
import { readdirSync, readFileSync } from 'node:fs'

export interface Usage {
  readonly nodes: number
  /** Resident, of the largest node. */
  readonly memoryMb: number
  /** Of the node that has most. */
  readonly descriptors: number
}

/** A process that ends meanwhile counts as nothing; so does each where there is no /proc. */
export function usageOf(pids: readonly number[]): Usage {
  const each = pids.map(pid => {
    try {
      const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      return { memoryMb: Number(kb ?? 0) / 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length }
    } catch {
      return { memoryMb: 0, descriptors: 0 }
    }
  })
  return {
    nodes: pids.length,
    memoryMb: Math.max(0, ...each.map(({ memoryMb }) => memoryMb)),
    descriptors: Math.max(0, ...each.map(({ descriptors }) => descriptors)),
  }
}
