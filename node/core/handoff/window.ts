// How many sessions a node has sealed at one time.
//
// Each of them waits for the work of all: too many, and every session pauses for as long as the whole drain takes; too
// few, and the mesh idles between them. So the window begins small, grows by one with every move that was quick (twice
// as many each round trip) and shrinks with every one that was slow, as TCP's does (Jacobson, "Congestion Avoidance and
// Control"). It bounds pauses, not safety. Sessions go in convoys: sealed one by one as places become free, each would
// soon travel in frames of its own, and a frame costs more than the messages in it.

const WINDOW_FIRST = 64
const CONVOY = 16
/** A player does not notice this. */
const QUICK_MS = 20
const SLOW_MS = 50
const SHRINK = 0.95

export class Window {
  readonly #most: number
  #size: number

  /** `most`: HANDOFF_WINDOW. */
  constructor(most: number) {
    this.#most = most
    this.#size = Math.min(WINDOW_FIRST, most)
  }

  get size(): number {
    return Math.floor(this.#size)
  }

  /** How many of those that wait may be sealed now, beside those on their way. */
  places(moving: number, waiting: number): number {
    const free = this.size - moving
    return free >= Math.min(CONVOY, this.size, waiting) ? free : 0
  }

  /** A session that was sealed runs again, after so long. */
  passed(pauseMs: number): void {
    if (pauseMs <= QUICK_MS) this.#size = Math.min(this.#most, this.#size + 1)
    else if (pauseMs >= SLOW_MS) this.#size = Math.max(Math.min(WINDOW_FIRST, this.#most), this.#size * SHRINK)
  }
}
