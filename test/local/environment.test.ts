// A node that cannot start says why, and says it with its exit code.
import { join } from 'node:path'
import test from 'ava'
import { NodeProcess } from '../../scripts/local/node-process.ts'
import { freePort } from '../../scripts/local/ports.ts'

const main = join(import.meta.dirname, '..', '..', 'node', 'main.ts')

async function fails(env: Record<string, string>) {
  const meshPort = await freePort()
  const node = new NodeProcess({
    slot: 1,
    release: 'v1',
    meshPort,
    main,
    env: { PATH: process.env.PATH ?? '', PORT: '0', MESH_PORT: String(meshPort), MESH_HOST: '127.0.0.1', ...env },
  })
  const { code, signal } = await node.exited
  return { code, signal, said: node.lastWords() }
}

const refuses = test.macro({
  async exec(t, env: Record<string, string>, ...words: readonly RegExp[]) {
    const { code, signal, said } = await fails(env)
    t.is(signal, null)
    t.not(code, 0)
    for (const word of words) t.regex(said, word)
  },
  title: (_, env) => `a node refuses ${JSON.stringify(env)}`,
})

test(refuses, { BACKUPS: 'many' }, /BACKUPS/, /0 to 3/)
test(refuses, { MESH_PEERS: 'nowhere', DRAIN_DEADLINE: '5' }, /MESH_PEERS/, /host:port/, /DRAIN_DEADLINE/)
test(refuses, { MESH_KEY_FILE: '/does/not/exist' }, /MESH_KEY_FILE/)
test(refuses, { DNS_CLUSTER_QUERY: 'tasks.minotaur' }, /MESH_KEY_FILE/)
test(refuses, { PORT: '1000000' }, /PORT/)

test('a port that is taken is named', async t => {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0)
  t.teardown(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  const { code, said } = await fails({ PORT: port })
  t.not(code, 0)
  t.true(said.includes(port))
})
