import test from 'ava'
import { Dns } from '../../node/mesh/dns.ts'
import { freePort } from '../../scripts/local/ports.ts'
import { toldOf } from '../contracts/mesh.ts'
import { startDns } from './support/dns.ts'
import { at, pause, start, stopOpen, until } from './support/nodes.ts'

test.afterEach.always(stopOpen)

const NAME = 'tasks.mesh.example'
/** A machine's loopback has many addresses, so that nodes may share a port as they do on an overlay network. */
const host = (n: number) => `127.0.0.${n}`

test('every error means that nobody is listed', async t => {
  for (const answer of ['no-such-name', 'failure', 'silence', []] as const) {
    const server = await startDns(answer)
    t.deepEqual(await new Dns([server.address]).list(NAME), [], String(answer))
    t.deepEqual(server.asked[0], NAME)
    server.close()
  }
  t.deepEqual(await new Dns([`127.0.0.1:${await freePort()}`]).list(NAME), [])
})

test('addresses come sorted and once each', async t => {
  const server = await startDns(['10.0.1.9', '10.0.1.10', '10.0.1.9'])
  t.deepEqual(await new Dns([server.address]).list(NAME), ['10.0.1.10', '10.0.1.9'])
  server.close()
})

test('a late answer to an early question changes nothing', async t => {
  const server = await startDns('silence')
  const dns = new Dns([server.address])
  const early = dns.list(NAME)
  await until(() => server.asked.length > 0)
  server.answer = ['10.0.1.3']
  t.deepEqual(await dns.list(NAME), ['10.0.1.3'])
  t.is(await early, null)
  server.close()
})

test('nodes find each other by DNS at the port they share, skip themselves, and keep a peer that is delisted', async t => {
  const port = await freePort()
  const server = await startDns('no-such-name')
  const byDns = (n: number) =>
    start({ listen: { host: host(n), port }, dnsQuery: NAME, dnsServers: [server.address], dnsIntervalMs: 100 })
  const a = await byDns(2)
  server.answer = [host(2)]
  const b = await byDns(3)
  server.answer = [host(2), host(3)]
  t.true(await until(() => toldOf(a, b.mesh.me).length > 0 && toldOf(b, a.mesh.me).length > 0))
  t.true(await until(() => a.mesh.ready() && b.mesh.ready()))
  server.answer = 'no-such-name'
  await pause(600)
  t.deepEqual([toldOf(a, b.mesh.me), toldOf(b, a.mesh.me)], [['peer-up'], ['peer-up']])
  t.deepEqual([...a.complaints, ...b.complaints], [])
  server.close()
})

test('a node that DNS lists nobody to becomes ready as a mesh of one, after it has asked for a while', async t => {
  const server = await startDns('failure')
  const a = await start({ dnsQuery: NAME, dnsServers: [server.address] })
  t.false(a.mesh.ready())
  t.true(await until(() => server.asked.length > 3))
  t.false(a.mesh.ready())
  t.true(await until(() => a.mesh.ready()))
  server.close()
})

test('an operator may list a peer by a name', async t => {
  const server = await startDns(['127.0.0.1'])
  const a = await start()
  const b = await start({ peers: [{ host: 'peer.example', port: a.mesh.port }], dnsServers: [server.address] })
  t.true(await until(() => b.mesh.peers().length === 1))
  t.true(await until(() => a.mesh.peers().length === 1))
  t.true(b.mesh.ready())
  const c = await start({ peers: [{ host: 'localhost', port: at(a.mesh.port).port }] })
  t.true(await until(() => c.mesh.peers().length === 1))
  server.close()
})
