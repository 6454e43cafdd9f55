// The types of glibc.mjs, for its test; why it is not TypeScript, it says itself.
export interface Machine {
  /** Of the package; null: not installed. */
  readonly directory: string | null
  readonly platform: string
  readonly arch: string
  /** Such as `2.36`; null: the system has another C library. */
  readonly glibc: string | null
}
export class NotUnderstoodError extends Error {}
export function relax(file: Buffer): Buffer | null
export function newestNeeded(file: Buffer): string
export function adapt(machine: Machine): string
