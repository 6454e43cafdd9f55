// How busy and how full this process is: core is told both, again and again.
import type { Event } from '../core/event.ts'
import { watchLoop } from '../ops/loop.ts'
import { watchMemory } from '../ops/memory.ts'

export interface LoadWatch {
  /** Share of the last second in which the event loop was busy, 0 to 1. */
  busy(): number
  stop(): void
}

export function watchLoad(emit: (event: Event) => void): LoadWatch {
  let busy = 0
  const stopLoop = watchLoop(share => {
    busy = share
    emit({ kind: 'busy', share })
  })
  const stopMemory = watchMemory(share => emit({ kind: 'memory', share }))
  return {
    busy: () => busy,
    stop() {
      stopLoop()
      stopMemory()
    },
  }
}
