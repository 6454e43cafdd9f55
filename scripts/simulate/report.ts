// What a batch of seeds has shown, for people.
import type { Found, Tally } from '../../test/simulation/simulator/tally.ts'

const number = (n: number) => Math.round(n).toLocaleString('en')
const EXAMPLES = 5
const TEXT_MAX = 600

/** `forced`: the kind of world that all seeds were told to be. `without`: parts of it that are left out. */
export function replayCommand({ seed }: Pick<Found, 'seed'>, forced?: string, without: readonly number[] = []): string {
  const kind = forced ? ` --scenario ${forced}` : ''
  const parts = without.length > 0 ? ` --without ${without.join(',')}` : ''
  return `npm run simulate -- --seed ${seed}${kind}${parts}`
}

function exercised({ counts, scenarios, excused }: Tally): string {
  const list = (entries: [string, number][]) =>
    entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, count]) => `${what} ${number(count)}`)
      .join(', ')
  const all = Object.entries(counts)
  const under = (prefix: string) =>
    all.filter(([what]) => what.startsWith(prefix)).map(([what, n]): [string, number] => [what.slice(prefix.length), n])
  const rest = all.filter(([what]) => !what.startsWith('fault ') && !what.startsWith('network '))
  return [
    `Worlds    ${list(Object.entries(scenarios))}`,
    `Faults    ${list(under('fault '))}`,
    `Network   ${list(under('network '))}`,
    `Play      ${list(rest)}`,
    `Excused   ${number(excused)} sessions had lost more than they can outlive`,
  ].join('\n')
}

/** Failures by the rule they broke. */
function failures(found: readonly Found[], forced?: string): string {
  const byChecker = Map.groupBy(found, f => f.checker)
  return [...byChecker]
    .map(([checker, all]) => {
      const one = all[0]!
      const seeds = all.slice(0, EXAMPLES).map(f => f.seed)
      const example = `${one.text.slice(0, TEXT_MAX)}\n  ${replayCommand(one, forced)}`
      return `\n${checker}: ${all.length} seeds, such as ${seeds.join(', ')}\n  ${example}`
    })
    .join('\n')
}

export function summary(tally: Tally, tookMs: number, forced?: string): string {
  const rate = (tally.ran / tookMs) * 1000
  const verdict =
    tally.found.length === 0
      ? `${number(tally.ran)} seeds, no violation.`
      : `${number(tally.found.length)} of ${number(tally.ran)} seeds failed.`
  const virtual = `${number(tally.virtualMs / 60_000)} minutes of mesh in ${number(tookMs / 1000)} s, ${rate.toFixed(1)} seeds a second`
  return `${exercised(tally)}\n\n${verdict} ${virtual}.\n${failures(tally.found, forced)}`.trimEnd()
}
