import test from 'ava'
import { Dns } from '../../../node/mesh/discovery/dns.ts'
import { hintFor } from '../../../node/mesh/discovery/lists.ts'
import { ownHosts } from '../../../node/mesh/discovery/peer-address.ts'
import { freePort } from '../../../scripts/local/ports.ts'
import { toldOf } from '../../contracts/mesh.ts'
import { startDns } from '../support/dns.ts'
import { at, pause, start, stopOpen, type TestNode, until } from '../support/nodes.ts'

test.afterEach.always(stopOpen)

const NAME = 'tasks.mesh.example'
/** A machine's loopback has many addresses, so that nodes may share a port as they do on an overlay network. */
const host = (n: number) => `127.0.0.${n}`

test('no such name, a failure and silence are no answer, and a name without addresses is one', async t => {
  for (const answer of ['no-such-name', 'failure', 'silence'] as const) {
    const server = await startDns(answer)
    t.deepEqual(await new Dns([server.address]).list(NAME), { hosts: [], answered: false }, answer)
    t.deepEqual([...new Set(server.asked)], [NAME])
    server.close()
  }
  t.deepEqual(await new Dns([`127.0.0.1:${await freePort()}`]).list(NAME), { hosts: [], answered: false })
  const server = await startDns([])
  t.deepEqual(await new Dns([server.address]).list(NAME), { hosts: [], answered: true })
  server.close()
})

test('addresses come sorted and once each', async t => {
  const server = await startDns(['10.0.1.9', '10.0.1.10', '10.0.1.9'])
  t.deepEqual(await new Dns([server.address]).list(NAME), { hosts: ['10.0.1.10', '10.0.1.9'], answered: true })
  server.close()
})

test('both kinds of address are asked for, and those of one kind are taken: of the kind that the node listens on, where there are any', async t => {
  const server = await startDns(['10.0.1.9', 'fd00::9'])
  const dns = new Dns([server.address])
  t.deepEqual((await dns.list(NAME, 4))?.hosts, ['10.0.1.9'])
  t.deepEqual((await dns.list(NAME, 6))?.hosts, ['fd00::9'])
  server.answer = ['fd00::9']
  t.deepEqual((await dns.list(NAME, 4))?.hosts, ['fd00::9'])
  server.answer = ['10.0.1.9']
  t.deepEqual((await dns.list(NAME, 6))?.hosts, ['10.0.1.9'])
  server.close()
})

test('a late answer to an early question changes nothing', async t => {
  const server = await startDns('silence')
  const dns = new Dns([server.address])
  const early = dns.list(NAME)
  await until(() => server.asked.length > 0)
  server.answer = ['10.0.1.3']
  t.deepEqual(await dns.list(NAME), { hosts: ['10.0.1.3'], answered: true })
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

const told = ({ events }: TestNode) => events.flatMap(event => (event.kind === 'discovery' ? [event.answered] : []))

test('a node that nobody answers says so once, with what it asks for, and once more when somebody does', async t => {
  for (const answer of ['failure', 'no-such-name', 'silence'] as const) {
    const server = await startDns(answer)
    const a = await start({ dnsQuery: NAME, dnsServers: [server.address], dnsIntervalMs: 100 })
    t.false(a.mesh.ready())
    t.true(await until(() => told(a).length > 0))
    t.deepEqual(told(a), [false])
    t.true(await until(() => a.mesh.ready()), 'how long it goes on waiting is for core to say')
    const asked = server.asked.length
    t.true(await until(() => server.asked.length > asked + 3))
    t.deepEqual(told(a), [false])
    t.is(a.complaints.length, 1)
    t.regex(a.complaints[0]!, /nobody has answered for tasks\.mesh\.example, .*MAY_BE_ALONE=on/)
    server.answer = []
    t.true(await until(() => told(a).length > 1))
    t.deepEqual(told(a), [false, true])
    server.close()
    await a.mesh.stop()
  }
})

test('a node that is answered, if only that nobody is there, tells nothing, and is ready after it has asked for a while', async t => {
  const server = await startDns([])
  const a = await start({ dnsQuery: NAME, dnsServers: [server.address], dnsIntervalMs: 100 })
  t.true(await until(() => server.asked.length > 3))
  t.false(a.mesh.ready())
  t.true(await until(() => a.mesh.ready()))
  t.deepEqual([told(a), a.complaints], [[], []])
  server.close()
})

test('a name with addresses of the other kind only is told of at once', async t => {
  const server = await startDns(['::2'])
  const a = await start({ listen: { host: '127.0.0.1', port: 0 }, dnsQuery: NAME, dnsServers: [server.address] })
  t.true(await until(() => a.complaints.length > 0))
  t.regex(a.complaints[0]!, /has only IPv6 addresses, and this node listens on 127\.0\.0\.1: set MESH_HOST=::/)
  server.close()
})

const testIPv6 = ownHosts().has('::1') ? test : test.skip
testIPv6('nodes that listen on IPv6 find each other by AAAA records', async t => {
  const server = await startDns(['::1', '127.0.0.1'])
  const a = await start({ listen: { host: '::1', port: 0 } })
  const options = { dnsQuery: NAME, dnsServers: [server.address], dnsPort: a.mesh.port }
  const b = await start({ listen: { host: '::1', port: 0 }, ...options })
  t.true(await until(() => toldOf(a, b.mesh.me).length > 0 && toldOf(b, a.mesh.me).length > 0))
  t.true(await until(() => b.mesh.ready()))
  server.close()
})

test('names that an operator lists and that nobody knows are no answer either', async t => {
  const server = await startDns('no-such-name')
  const a = await start({ peers: [{ host: 'peer.mesh.invalid', port: 4001 }], dnsServers: [server.address] })
  t.true(await until(() => told(a).length > 0))
  t.regex(a.complaints[0]!, /nobody has answered for peer\.mesh\.invalid/)
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

test('of a name with one label it is told that search domains are not tried, where there are any', t => {
  const settings =
    'nameserver 10.96.0.10\nsearch old.example\nsearch  game.svc.cluster.local svc.cluster.local\noptions ndots:5\n'
  t.regex(
    hintFor('minotaur', settings),
    /one label, and search domains \(game\.svc\.cluster\.local, svc\.cluster\.local\)/,
  )
  t.is(hintFor('tasks.minotaur', settings), '')
  t.is(hintFor('minotaur', 'nameserver 127.0.0.11\noptions ndots:0\n'), '')
  t.is(hintFor('minotaur', 'search .\n'), '')
})
