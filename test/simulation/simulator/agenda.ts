// Virtual time: what is to happen, ordered by when, and by who came first where two things happen at one moment. A
// binary heap.

interface Entry {
  readonly at: number
  readonly order: number
  readonly act: () => void
}

const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order)

export class Agenda {
  readonly #heap: Entry[] = []
  #order = 0
  /** Milliseconds since the world began. */
  now = 0

  get size(): number {
    return this.#heap.length
  }

  /** `ms` from now; never in the past. */
  after(ms: number, act: () => void): void {
    const heap = this.#heap
    const entry = { at: this.now + Math.max(0, ms), order: this.#order++, act }
    let i = heap.length
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!before(entry, heap[parent]!)) break
      heap[i] = heap[parent]!
      i = parent
    }
    heap[i] = entry
  }

  /** Does what is due until then, and whatever that brings about; then it is `until`. */
  runUntil(until: number): void {
    while (this.#heap.length && this.#heap[0]!.at <= until) {
      const { at, act } = this.#take()
      this.now = at
      act()
    }
    this.now = Math.max(this.now, until)
  }

  #take(): Entry {
    const heap = this.#heap
    const first = heap[0]!
    const last = heap.pop()!
    const size = heap.length
    if (size === 0) return first
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= size) break
      if (child + 1 < size && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = last
    return first
  }
}
