// Processor time and memory of processes, as Linux counts them (proc(5): stat, io, status).
import { readFileSync } from 'node:fs'

/** In microseconds. */
export interface Cpu {
  readonly user: number
  readonly system: number
}

/** Linux counts processor time in these. */
const TICK_US = 10_000

/** Of all these processes together, since they began. */
export function cpuOf(pids: readonly number[]): Cpu {
  return pids.reduce((sum, pid) => plus(sum, cpuOfOne(pid)), { user: 0, system: 0 })
}

function cpuOfOne(pid: number): Cpu {
  // The name of the program may have blanks in it, and ends with a bracket. User and system time are fields 14 and 15.
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const [user, system] = fields.split(' ').slice(11, 13)
  return { user: Number(user) * TICK_US, system: Number(system) * TICK_US }
}

const plus = (a: Cpu, b: Cpu): Cpu => ({ user: a.user + b.user, system: a.system + b.system })
export const minus = (a: Cpu, b: Cpu): Cpu => ({ user: a.user - b.user, system: a.system - b.system })
export const per = ({ user, system }: Cpu, count: number): Cpu => ({ user: user / count, system: system / count })
export const total = ({ user, system }: Cpu): number => user + system

/** Bytes given to write(2) and writev(2) by all these processes since they began (proc(5): io): to peers and to the
 *  log, by libuv. What uWebSockets sends to players goes by send(2), which is not counted here. */
export const writtenBytes = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const [, bytes] = /^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8')) ?? []
    return sum + Number(bytes)
  }, 0)

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
