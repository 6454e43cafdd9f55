// How many file descriptors this process may have, and how many it has: sockets, files, and all else that the kernel
// counts with them. Where the kernel does not tell (not Linux), descriptors limit nothing.
import { readdirSync, readFileSync, statSync } from 'node:fs'

/** Node raises the soft limit to the hard one when it starts, so this is what an administrator set. Infinity:
 *  unknown. */
export function descriptorLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

export function descriptorsUsed(): number {
  try {
    // Linux 6.2 and newer give the number as the size of the folder, at no cost.
    const { size } = statSync('/proc/self/fd')
    return size > 0 ? size : readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}
