// [G3] Timers keep their remaining time: a session's clock never runs out early, whoever runs it, and however often it
// moved; while the session is sealed it stands.
import type { Epoch, SessionId } from '../../../../protocol/ids.ts'
import { checker } from '../checker.ts'
import type { Ledger } from '../ledger.ts'
import type { SightingOf } from '../sighting.ts'

/** What is lost in rounding. */
const SLACK_MS = 0.5

/** An old owner that is cut off may tick on: that is nobody's past. So each is told by its epoch. */
class Clock {
  /** When each tick was last applied at each epoch. */
  readonly #ticks: Map<Epoch, number>[] = []
  /** Ticks that each epoch has seen. */
  readonly #had = new Map<Epoch, number>()
  readonly #sealedAt = new Map<Epoch, number>()
  /** The highest that was activated. */
  #running = -1
  /** How long the session was sealed before each epoch. */
  readonly #pauses = new Map<Epoch, number>()

  /** Ticks that are new, each with how long the clock ran for it. */
  ticked(epoch: Epoch, ticks: number, now: number): { tick: number; ran: number }[] {
    const before = this.#had.get(epoch)
    this.#had.set(epoch, ticks)
    // What an epoch begins with was ticked before.
    if (before === undefined) return []
    return Array.from({ length: ticks - before }, (_, i) => {
      const tick = before + 1 + i
      const ran = now - this.#since(tick - 1, epoch)
      this.#ticks[tick] ??= new Map()
      this.#ticks[tick].set(epoch, now)
      return { tick, ran }
    })
  }

  note(name: 'sealed' | 'activated', epoch: Epoch, now: number): void {
    if (name === 'sealed') this.#sealedAt.set(epoch, now)
    // An owner that learns late of an epoch that is over by then, paused nobody.
    else if (epoch < this.#running) return
    else this.#running = epoch
    const sealedAt = this.#sealedAt.get((epoch - 1) as Epoch)
    if (name === 'activated' && sealedAt !== undefined) this.#pauses.set(epoch, now - sealedAt)
  }

  /** When the tick came, and all pauses since added. */
  #since(tick: number, epoch: Epoch): number {
    const known = [...(this.#ticks[tick]?.keys() ?? [])].filter(e => e <= epoch)
    if (known.length === 0) return Number.NEGATIVE_INFINITY
    const newest = Math.max(...known) as Epoch
    const paused = [...this.#pauses].reduce((sum, [e, ms]) => (e > newest && e <= epoch ? sum + ms : sum), 0)
    return this.#ticks[tick]!.get(newest)! + paused
  }
}

/** `drift`: share by which a process's own clock may run faster than the world's. */
export const makeClocks = (now: () => number, drift = 0) =>
  checker('clocks', (_chronicle, fail) => {
    const clocks = new Map<SessionId, Clock>()
    const clockOf = (session: SessionId) => {
      const clock = clocks.get(session) ?? new Clock()
      clocks.set(session, clock)
      return clock
    }
    const onRuns = ({ config: { session, epoch }, state }: SightingOf<'runs'>) => {
      const { period, ticks, log } = state.game as Ledger
      if (period === 0 || log.length === 0) return
      for (const { tick, ran } of clockOf(session).ticked(epoch, ticks, now()))
        if (ran < period / (1 + drift) - SLACK_MS)
          fail(`tick ${tick} of ${session} comes after ${ran.toFixed(1)} ms, its clock says ${period}`)
    }
    return s => {
      if (s.kind === 'runs') onRuns(s)
      else if (s.kind === 'note' && (s.note.name === 'sealed' || s.note.name === 'activated'))
        clockOf(s.note.session).note(s.note.name, s.note.epoch, now())
    }
  })
