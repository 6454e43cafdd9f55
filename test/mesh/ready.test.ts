import { createServer, type Server } from 'node:net'
import test from 'ava'
import { freePort } from '../../scripts/local/ports.ts'
import { at, HOST, open, start, stopOpen, until } from './support/nodes.ts'

test.afterEach.always(stopOpen)

async function listen(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(socket => socket.on('error', () => undefined)).listen(0, HOST)
  await until(() => server.listening)
  return { server, port: (server.address() as { port: number }).port }
}

test('a node with nobody listed is a mesh of one, and ready once it has started', async t => {
  const a = await open()
  t.false(a.mesh.ready())
  a.mesh.start()
  t.true(a.mesh.ready())
})

test('a node that is listed to itself only is ready', async t => {
  const port = await freePort()
  const a = await start({ listen: at(port), peers: [at(port), { host: 'localhost', port }] })
  t.true(await until(() => a.mesh.ready()))
  t.is(a.mesh.connections, 0)
})

test('a node that dials itself by an address it does not know for its own notices it', async t => {
  const port = await freePort()
  const a = await start({ listen: { host: '0.0.0.0', port }, peers: [{ host: '127.0.0.7', port }] })
  t.true(await until(() => a.mesh.ready()))
  t.deepEqual(a.complaints, [])
})

test('a dead address holds a node up for a while and no longer', async t => {
  const a = await start({ peers: [at(await freePort())] })
  t.false(a.mesh.ready())
  t.true(await until(() => a.mesh.ready()))
  t.regex(a.complaints[0] ?? '', /could not mesh with .*ECONNREFUSED/)
})

test('an address that accepts TCP holds a node up until a peer is meshed, here or elsewhere', async t => {
  const { server, port } = await listen()
  const peer = await freePort()
  const a = await start({ peers: [at(port), at(peer)] })
  await new Promise(resolve => setTimeout(resolve, 3_300))
  t.false(a.mesh.ready())
  await start({ listen: at(peer) })
  t.true(await until(() => a.mesh.ready()))
  t.is(a.mesh.peers().length, 1)
  server.close()
})

test('a node that has stopped is not ready', async t => {
  const a = await start()
  await a.mesh.stop()
  t.false(a.mesh.ready())
})

test('a port that is taken is told of in one line', async t => {
  const a = await start()
  const error = await t.throwsAsync(open({ listen: at(a.mesh.port) }))
  t.is(
    error?.message,
    `the mesh cannot listen on ${HOST}:${a.mesh.port}: listen EADDRINUSE: address already in use ${HOST}:${a.mesh.port}`,
  )
})
