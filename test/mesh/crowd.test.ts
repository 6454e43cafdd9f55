// Strangers at the port for peers who say nothing.
import { once } from 'node:events'
import { connect } from 'node:net'
import test from 'ava'
import { HANDSHAKES_MAX } from '../../node/mesh/mesh-limits.ts'
import { at, start, stopOpen, until } from './support/nodes.ts'

test.afterEach.always(stopOpen)

test('of many connections that say nothing only some are kept, not for long, and peers still get in', async t => {
  const a = await start()
  const strangers = Array.from({ length: 2 * HANDSHAKES_MAX }, () =>
    connect(a.mesh.port, '127.0.0.1').on('error', () => undefined),
  )
  t.teardown(() => {
    for (const socket of strangers) socket.destroy()
  })
  await Promise.race(strangers.map(socket => once(socket, 'connect')))
  for (const socket of strangers) socket.resume()
  const open = () => strangers.filter(({ closed }) => !closed).length
  t.true(await until(() => open() <= HANDSHAKES_MAX))
  t.true(await until(() => open() === 0))
  const b = await start({ peers: [at(a.mesh.port)] })
  t.true(await until(() => a.mesh.peers().length === 1 && b.mesh.peers().length === 1))
})
