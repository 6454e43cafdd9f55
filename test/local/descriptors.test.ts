// More connections than a process may have descriptors for: the node refuses some, and does all else as before.
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import type { LogLine } from '../../scripts/local/node-process.ts'
import { LOOPBACK } from '../../scripts/local/node-process.ts'
import { until } from '../gateway/open.ts'
import { UPGRADE } from '../gateway/wire.ts'
import { assertUnchanged, lay, meshFor } from './ground.ts'

const REFUSED = (line: LogLine) => line.reason === 'node-full'

/** Of a processor, over a second. */
async function busyShare(pid: number): Promise<number> {
  const spent = () => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  }
  const [before, from] = [spent(), performance.now()]
  await sleep(1_000)
  return (spent() - before) / (performance.now() - from)
}

const crowd = test.macro({
  async exec(t, limit: number, wanted: number, opening: string) {
    const within = ['prlimit', `--nofile=${limit}:${limit}`]
    const mesh = await meshFor(t, {
      nodes: 2,
      places: [
        { ...LOOPBACK, within },
        { ...LOOPBACK, within },
      ],
    })
    const [first, second] = mesh.nodes
    const laid = await lay(first!, 5)
    const sockets: Socket[] = []
    t.teardown(() => {
      for (const socket of sockets) socket.destroy()
    })
    /** Each of those that are refused comes again, as a crowd does. */
    const come = () => {
      const socket = connect(first!.port!, '127.0.0.1', () => socket.write(opening))
      socket.on('error', () => undefined)
      socket.resume()
      sockets.push(socket)
    }
    for (let n = 0; n < wanted; n++) come()
    await until(() => first!.log.some(REFUSED), 'a line that says so')
    for (let round = 0; round < 10; round++) {
      await sleep(300)
      for (const socket of sockets.filter(({ closed }) => closed).slice(0, 100)) {
        sockets.splice(sockets.indexOf(socket), 1)
        come()
      }
      const health = await fetch(`${first!.url}/health_check`).then(
        ({ status }) => status,
        () => 0,
      )
      t.true(health === 200 || health === 0)
    }
    t.true(first!.isRunning, first!.lastWords())
    // A crowd that waits costs nothing: who cannot accept what waits at the door would run in circles.
    const share = await busyShare(first!.pid)
    t.true(share < 0.6, `${share} of a processor`)
    const metrics = await until(async () => {
      for (const socket of sockets.splice(0, 50)) socket.destroy()
      return fetch(`${first!.opsUrl}/metrics`).then(
        answer => answer.text(),
        () => undefined,
      )
    }, 'an answer')
    t.true(Number(/minotaur_refused_total\{reason="node-full"[^}]*\} (\d+)/.exec(metrics)?.[1]) > 0)
    // It hands over as ever, and while the crowd is there.
    t.is((await mesh.terminate(first!)).code, 0, first!.lastWords())
    await assertUnchanged(t, laid, second!)
  },
  title: (_, limit, wanted, opening) =>
    `${wanted} connections of a process that may have ${limit} descriptors, ${opening ? 'of players' : 'silent'}: it refuses, says so, and hands over`,
})

const HANDSHAKE = [...UPGRADE, '', ''].join('\r\n')

test(crowd, 256, 400, '')
test(crowd, 256, 400, HANDSHAKE)
test(crowd, 1_024, 1_200, HANDSHAKE)
