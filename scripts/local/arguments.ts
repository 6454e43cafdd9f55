// What the scripts' command lines have in common: numbers and durations, read strictly, refused with a word on what is
// wanted.

import { TIMEOUT_MAX_MS } from '../../node/ops/alarm.ts'

/** The command line is wrong; the message says how. Scripts print it without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface Range {
  readonly min: number
  readonly max: number
}

/** A whole number in a range. @throws UsageError */
export function wholeNumber(name: string, text: string, { min, max }: Range): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new UsageError(`--${name} is a whole number from ${min} to ${max}, not "${text}"`)
  return value
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 }

/** `500ms`, `10s`, `2m`; a bare number is seconds. In milliseconds. @throws UsageError */
export function duration(name: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text)
  if (!match) throw new UsageError(`--${name} is a duration such as 500ms, 10s or 2m, not "${text}"`)
  const ms = Number(match[1]) * UNITS[match[2] ?? 's']!
  if (ms > TIMEOUT_MAX_MS) throw new UsageError(`--${name} is at most ${TIMEOUT_MAX_MS} ms, not "${text}"`)
  return ms
}

/** What citty hands to a command, as far as it is looked at here. */
interface Called<A> {
  readonly args: A & { readonly _: readonly string[] }
  readonly cmd: { readonly args?: unknown }
}

/** @throws UsageError where something was given that the command does not have: a misspelt option must not be
 *  ignored. */
function refuseStrangers({ args, cmd }: Called<object>): void {
  // `--ops-port` is also given as `opsPort`.
  const camel = (name: string) => name.replace(/-./g, x => x[1]!.toUpperCase())
  const known = new Set(['_', ...Object.keys((cmd.args ?? {}) as object)].map(camel))
  const stranger = Object.keys(args).find(name => !known.has(camel(name)))
  if (stranger !== undefined) throw new UsageError(`there is no option --${stranger}: --help tells which there are`)
  const positional = Object.values((cmd.args ?? {}) as object).filter(arg => arg.type === 'positional').length
  if (args._.length > positional)
    throw new UsageError(`"${args._[positional]}" is not understood: --help tells what is`)
}

/** Runs a command's body; what goes wrong becomes one line and exit code 1, or 2 for a wrong command line. */
export async function orExplain<A extends object>(called: Called<A>, body: (args: A) => Promise<void>): Promise<void> {
  try {
    refuseStrangers(called)
    await body(called.args)
  } catch (error) {
    const usage = error instanceof UsageError
    const explained = usage || (error as { explained?: unknown } | null)?.explained === true
    process.stderr.write(`${explained ? (error as Error).message : ((error as Error | null)?.stack ?? error)}\n`)
    process.exitCode = usage ? 2 : 1
  }
}

/** Something that a person can mend went wrong outside of the script; its message is all they need. */
export class ExplainedError extends Error {
  override readonly name: string = 'ExplainedError'
  readonly explained = true
}
