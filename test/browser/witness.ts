// Looks at a page from inside, every few milliseconds, for as long as the page is not loaded anew: what was shown in
// between, which nobody who asks now and then would see. It stands in the page's own memory, so it ends with a reload.
import type { PlayerPage } from './player-page.ts'

const EVERY_MS = 40

export interface Sighting {
  /** Milliseconds, on a clock of the page that only goes forward. */
  readonly at: number
  readonly session: string
  readonly code: string
  readonly epoch: number
  readonly version: number
  readonly phase: string
  readonly round: number
  readonly health: number
  readonly outcome: string
  /** Milliseconds left of the round, as shown. */
  readonly remaining: number
  readonly paused: boolean
  readonly toasts: readonly string[]
}

declare global {
  interface Window {
    sightings?: Sighting[]
  }
}

export async function watch({ page }: PlayerPage): Promise<void> {
  await page.evaluate(everyMs => {
    const sightings: Sighting[] = []
    window.sightings = sightings
    setInterval(() => {
      const data = document.querySelector<HTMLElement>('.page')?.dataset
      const dial = document.querySelector<HTMLElement>('[data-remaining]')
      if (!data?.session || !dial) return
      sightings.push({
        at: performance.now(),
        session: data.session,
        code: data.code ?? '',
        epoch: Number(data.epoch),
        version: Number(data.version),
        phase: data.phase ?? '',
        round: Number(data.round),
        health: Number(data.health),
        outcome: data.outcome ?? '',
        remaining: Number(dial.dataset.remaining),
        paused: data.paused !== undefined,
        toasts: [...document.querySelectorAll('[data-toast] span')].map(toast => toast.textContent ?? ''),
      })
    }, everyMs)
  }, EVERY_MS)
}

/** All that was seen so far. Null where the page has been loaded anew since `watch`. */
export async function sightings({ page }: PlayerPage): Promise<Sighting[] | null> {
  return page.evaluate(() => window.sightings ?? null)
}

/** Where a view was followed by an older one: there must be no such place [G6]. */
export function stepsBack(seen: readonly Sighting[]): string[] {
  return pairs(seen)
    .filter(([a, b]) => b.epoch < a.epoch || (b.epoch === a.epoch && b.version < a.version))
    .map(([a, b]) => `(${a.epoch}, ${a.version}) and then (${b.epoch}, ${b.version})`)
}

/** By how much a round's clock gained time, at most; a clock that only runs gains none. */
export function gainMsMax(seen: readonly Sighting[]): number {
  return Math.max(0, ...withinRounds(seen).map(([a, b]) => b.remaining - a.remaining))
}

/** By how much a round's clock lost more time than passed, at most. */
export function lossMsMax(seen: readonly Sighting[]): number {
  const rounds = Map.groupBy(playing(seen), sighting => sighting.round)
  const losses = [...rounds.values()].map(round => {
    const [first, last] = [round[0]!, round.at(-1)!]
    return first.remaining - last.remaining - (last.at - first.at)
  })
  return Math.max(0, ...losses)
}

const playing = (seen: readonly Sighting[]) => seen.filter(sighting => sighting.phase === 'playing')
const withinRounds = (seen: readonly Sighting[]) => pairs(playing(seen)).filter(([a, b]) => a.round === b.round)
const pairs = (seen: readonly Sighting[]) => seen.slice(1).map((b, at): [Sighting, Sighting] => [seen[at]!, b])
