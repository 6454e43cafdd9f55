// The smallest game: everybody adds to one list. `no` is refused, `over` ends it, `again` winds its clock anew. What
// was applied, by whom and in which order, can be read off it.
import type { Game } from '../../node/core/game.ts'
import type { Seat } from '../../protocol/ids.ts'

export interface Tally {
  readonly names: readonly string[]
  readonly list: readonly { readonly seat: Seat; readonly word: unknown }[]
  readonly rings: number
}

export const CLOCK_MS = 10_000

export const tally: Game<Tally> = {
  name: 'tally',
  reads: [1],
  writes: [1],
  create: () => ({ names: [], list: [], rings: 0 }),
  join: (s, _seat, name) =>
    s.names.length < 4
      ? { state: { ...s, names: [...s.names, name] }, refusal: null, clockMs: CLOCK_MS }
      : { state: s, refusal: { code: 'session-full', text: 'four is enough' } },
  command: (s, seat, word) =>
    word === 'no'
      ? { state: s, refusal: { code: 'impossible', text: 'it says no' } }
      : {
          state: { ...s, list: [...s.list, { seat, word }] },
          refusal: null,
          ...(word === 'again' ? { clockMs: CLOCK_MS } : {}),
        },
  timeout: s => ({ state: { ...s, rings: s.rings + 1 }, refusal: null, clockMs: CLOCK_MS }),
  view: (s, seat) => ({ seat, words: s.list.map(l => l.word), rings: s.rings }),
  over: s => s.list.some(l => l.word === 'over'),
  save: s => s,
  load: saved => saved as Tally,
}
