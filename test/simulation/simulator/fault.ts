// What a fault is: something that happens to a world at a planned moment. One file each under faults/.
import type { World } from './world.ts'

export const FAULT_KINDS = [
  'crash',
  'silent-crash',
  'drain',
  'drain-cancelled',
  'join',
  'deploy',
  'roll-back',
  'shutdown',
  'blackout',
  'stop',
  'partition',
  'one-way-cut',
  'connection-lost',
  'sockets-lost',
  'second-tab',
  'stranger',
  'bug',
  'clock-jump',
  'squeeze',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** Numbers from 0 to 1 choose among what is there when it strikes, so that a fault taken away leaves the others what
 *  they were. */
export interface PlannedFault {
  readonly kind: FaultKind
  readonly atMs: number
  readonly pick: number
  readonly other: number
  readonly forMs: number
}

/** False where there was nothing to strike. */
export type Fault = (world: World, planned: PlannedFault) => boolean

/** Share of a process's memory that is in use where nothing is short. */
export const MEMORY_FREE = 0.3

/** The one that `share` points at. */
export function choose<T>(list: readonly T[], share: number): T | undefined {
  return list[Math.min(list.length - 1, Math.floor(share * list.length))]
}
