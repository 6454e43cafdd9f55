// What the machine itself needs for a word between two processes: a round trip over loopback TCP. Times of a benchmark
// in units of this can be compared across machines, which milliseconds can't.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'
import { distributionOf } from '../local/distribution.ts'

const ROUNDS = 3_000
/** The first ones run code that is not compiled yet. */
const WARM_UP = 500
const BYTES = 200

/** The median, in milliseconds. */
export async function roundTripMs(): Promise<number> {
  const child = fork(join(import.meta.dirname, 'echo.ts'))
  try {
    const [port] = (await once(child, 'message')) as [number]
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    const times: number[] = []
    const message = Buffer.alloc(BYTES, 1)
    for (let round = 0; round < ROUNDS; round++) {
      const from = monotonicNow()
      socket.write(message)
      for (let received = 0; received < BYTES; ) received += ((await once(socket, 'data')) as [Buffer])[0].length
      if (round >= WARM_UP) times.push(monotonicNow() - from)
    }
    socket.destroy()
    return distributionOf(times).p50
  } finally {
    child.disconnect()
  }
}
