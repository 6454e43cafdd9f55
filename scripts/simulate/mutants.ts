// `--mutants`: each rule of the core switched off, one at a time, and what notices. A simulator that nothing can make
// fail proves nothing.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { mutants } from '../../test/simulation/mutants/index.ts'
import type { Mutant } from '../../test/simulation/mutants/mutant.ts'
import { UsageError } from '../local/arguments.ts'
import type { Search, Searched } from './mutant-worker.ts'
import { replayCommand } from './report.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TESTS = `${ROOT}test/`
const AVA = 'node_modules/ava/entrypoints/cli.js'
const HOOK = new URL('../../test/simulation/mutants/hook.ts', import.meta.url).href
const TEXT_MAX = 600
/** A world takes milliseconds; one that takes so long never ends. */
const ENDLESS_MS = 120_000

export interface Hunt {
  /** Of one mutant only. */
  readonly only?: string
  readonly first: number
  readonly seeds: number
  readonly jobs: number
}

/** @throws UsageError */
export function chosen(only?: string): readonly Mutant[] {
  if (only === undefined) return mutants
  const mutant = mutants.find(({ name }) => name === only)
  if (mutant) return [mutant]
  throw new UsageError(`there is no mutant "${only}": ${mutants.map(({ name }) => name).join(', ')}`)
}

interface Judgement {
  readonly by: 'seeds' | 'schedules' | 'nothing, and harmless' | 'NOTHING'
  readonly text: string
  /** As the list has it. */
  readonly ok: boolean
}

/** True where each was caught, but those that are believed harmless. These are only hunted when asked for by name. */
export async function huntAll(hunt: Hunt, say: (line: string) => void): Promise<boolean> {
  const all = chosen(hunt.only)
  const waiting = [...all]
  const judged: (Judgement & { readonly name: string })[] = []
  const work = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const { name, rule, what } = mutant
      const judgement = await judge(mutant, hunt).catch(
        (error: Error): Judgement => ({ by: 'NOTHING', text: error.message, ok: false }),
      )
      judged.push({ name, ...judgement })
      say(
        `${`${judged.length}`.padStart(3)} of ${all.length}  [${rule}] ${name}: ${what}\n            ${judgement.text}`,
      )
    }
  }
  await Promise.all(Array.from({ length: hunt.jobs }, work))
  const wrong = judged.filter(({ ok }) => !ok).map(({ name }) => name)
  const sums = [...Map.groupBy(judged, ({ by }) => by)].map(([by, { length }]) => `${length} by ${by}`)
  say(`\nCaught: ${sums.join(', ')}.`)
  say(wrong.length === 0 ? 'Every rule is guarded.' : `Not as the list has it: ${wrong.join(', ')}.`)
  return wrong.length === 0
}

async function judge(mutant: Mutant, hunt: Hunt): Promise<Judgement> {
  const { name, caughtBy } = mutant
  const missed = { by: 'NOTHING', text: 'SURVIVES', ok: false } as const
  if (typeof caughtBy === 'object') {
    const harmless = { by: 'nothing, and harmless', ok: true } as const
    if (hunt.only === undefined) return { ...harmless, text: caughtBy.harmless }
    const text = await searchSeeds(mutant, hunt)
    return text ? { by: 'seeds', text: `believed harmless, but ${text}`, ok: false } : { ...harmless, text: 'survives' }
  }
  if (caughtBy === 'seeds') {
    const text = await searchSeeds(mutant, hunt)
    return text ? { by: 'seeds', text, ok: true } : missed
  }
  const text = await runSchedule(name, caughtBy)
  return text ? { by: 'schedules', text, ok: true } : missed
}

const replayOf = (name: string, seed: number, scenario?: string): string => {
  const script = 'npx node --import ./test/simulation/mutants/hook.ts scripts/simulate.ts'
  return `MUTANT=${name} ${replayCommand({ seed }, scenario).replace('npm run simulate --', script)}`
}

async function searchSeeds({ name, scenario }: Mutant, { first, seeds, only }: Hunt): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>()
  const search: Search = { name, first, seeds, ...(scenario ? { scenario } : {}) }
  const worker = new Worker(new URL('mutant-worker.ts', import.meta.url), { workerData: search })
  const kind = scenario ? ` of kind ${scenario}` : ''
  let seed = first - 1
  let silent: NodeJS.Timeout | undefined
  const listen = () => {
    clearTimeout(silent)
    silent = setTimeout(() => resolve(`caught by seed ${seed + 1}${kind}, which never ends`), ENDLESS_MS)
  }
  listen()
  worker.on('message', (searched: Searched) => {
    listen()
    seed = searched.seed
    const { found } = searched
    if (!found) return
    const again = only ? `\n  ${found.text.slice(0, TEXT_MAX)}\n  ${replayOf(name, seed, scenario)}` : ''
    resolve(`caught by "${found.checker}" in seed ${seed}${kind}, after ${seed - first + 1}${again}`)
  })
  worker.on('error', reject)
  worker.on('exit', () => resolve(null))
  try {
    return await promise
  } finally {
    clearTimeout(silent)
    await worker.terminate()
  }
}

/** The test of this title, in a process of its own that loads the mutant. */
async function runSchedule(name: string, title: string): Promise<string | null> {
  const file = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.test.ts'))
    .find(path => readFileSync(`${TESTS}${path}`, 'utf8').includes(title))
  if (!file) throw new Error(`${name}: there is no schedule "${title}"`)
  const env = { ...process.env, SUITE: 'fast', MUTANT: name, NODE_OPTIONS: `--import ${HOOK}` }
  const ava = spawn(process.execPath, [AVA, '--tap', '--match', title, `test/${file}`], { cwd: ROOT, env })
  let tap = ''
  for (const out of [ava.stdout, ava.stderr]) out.on('data', data => (tap += data))
  await new Promise(resolve => ava.on('close', resolve))
  if (/^not ok \d+ - /m.test(tap)) return `caught by the schedule "${title}"`
  if (/^# pass 1$/m.test(tap)) return null
  throw new Error(`${name}: the schedule could not be run:\n${tap}`)
}
