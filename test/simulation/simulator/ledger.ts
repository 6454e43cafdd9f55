// A game made for checking: it keeps a record of everything that was ever done in it, so that a lost, repeated, swapped
// or invented command shows. Every fifth command of a client is refused, so refusals happen too, and where they must.
// Two schemas, for meshes of two releases.
import type { Game, Step } from '../../../node/core/game.ts'
import type { Refusal } from '../../../protocol/errors.ts'
import type { Seat } from '../../../protocol/ids.ts'

export interface Ledger {
  /** Milliseconds between ticks; 0: no clock. */
  readonly period: number
  /** `+seat name`, `seat/client/n`, `tick n`, `away seat`, `back seat`, in order. */
  readonly log: readonly string[]
  readonly ticks: number
  readonly over: boolean
}

/** What a player sends. `end` ends the game. */
export interface Body {
  readonly by: string
  readonly n: number
  readonly end?: boolean
}

const PERIODS = [0, 150, 400, 900]
/** Then the clock stops: a world may run for long, and its record travels whole. */
const TICKS_MAX = 24

/** Whether its clock is to ring again. It begins with the first player. */
export const isToTick = ({ period, ticks, log }: Ledger): boolean => period > 0 && log.length > 0 && ticks < TICKS_MAX

export const isAway = ({ log }: Ledger, seat: Seat): boolean =>
  log.findLast(line => line === `away ${seat}` || line === `back ${seat}`) === `away ${seat}`

/** The numbers that the ledger refuses. */
export const isRefused = (n: number): boolean => n % 5 === 0

const refused = (state: Ledger, code: Refusal['code'], text: string): Step<Ledger> => ({
  state,
  refusal: { code, text },
})
const written = (state: Ledger, line: string): Ledger => ({ ...state, log: [...state.log, line] })

function isBody(body: unknown): body is Body {
  const { by, n } = (body ?? {}) as Partial<Record<keyof Body, unknown>>
  return typeof by === 'string' && typeof n === 'number'
}

function load(saved: unknown, schema: number): Ledger {
  if (schema === 1) {
    const { period, log, over } = saved as { period: number; log: string[]; over: boolean }
    return { period, log, over, ticks: log.filter(line => line.startsWith('tick')).length }
  }
  if (schema !== 2) throw new Error(`the ledger has no schema ${schema}`)
  const [period, ticks, over, text] = saved as [number, number, boolean, string]
  return { period, ticks, over, log: text === '' ? [] : text.split('\n') }
}

function save(state: Ledger, schema: number): unknown {
  const { period, ticks, over, log } = state
  return schema === 1 ? { period, log, over } : [period, ticks, over, log.join('\n')]
}

/** Of a release that knows schemas 1 to `newest`. */
export function ledger(newest: 1 | 2): Game<Ledger> {
  const schemas = newest === 1 ? [1] : [1, 2]
  return {
    name: 'ledger',
    reads: schemas,
    writes: schemas,
    create: seed => ({ period: PERIODS[seed % PERIODS.length]!, log: [], ticks: 0, over: false }),
    join(state, seat, name) {
      const next = written(state, `+${seat} ${name}`)
      const starts = seat === 0 && state.period > 0
      return { state: next, refusal: null, ...(starts ? { clockMs: state.period } : {}) }
    },
    command(state, seat, body) {
      if (!isBody(body)) return refused(state, 'bad-command', 'Not a line of a ledger.')
      if (isRefused(body.n)) return refused(state, 'impossible', `Line ${body.n} may not be written.`)
      const next = written(state, `${seat}/${body.by}/${body.n}`)
      return { state: body.end ? { ...next, over: true } : next, refusal: null }
    },
    presence: {
      isConnected: (state, seat) => !isAway(state, seat),
      seen: (state, seat, connected) => ({
        state: written(state, `${connected ? 'back' : 'away'} ${seat}`),
        refusal: null,
      }),
    },
    timeout(state) {
      const ticks = state.ticks + 1
      return {
        state: { ...written(state, `tick ${ticks}`), ticks },
        refusal: null,
        clockMs: isToTick({ ...state, ticks }) ? state.period : null,
      }
    },
    view: viewOf,
    over: state => state.over,
    save,
    load,
  }
}

/** What a seat writes as these numbers is a secret to the others. */
const isSecret = (line: string): boolean => Number(line.split('/')[2]) % 3 === 0

/** A seat sees its own lines, and how many there are but for the others' secrets. */
export function viewOf(state: Ledger, seat: Seat): { lines: number; own: string[] } {
  const isOwn = (line: string) => line.startsWith(`${seat}/`)
  return { lines: state.log.filter(line => isOwn(line) || !isSecret(line)).length, own: state.log.filter(isOwn) }
}
