// Where a node is reached by its operators, as its environment says.
import test from 'ava'
import { loadConfig } from '../../node/config.ts'

test('the port for operators is found beside that for players, and is for this machine unless it is set', t => {
  const opsOf = (env: Record<string, string>) => loadConfig(env).ops
  t.like(opsOf({ PORT: '0' }), { port: 0, host: '127.0.0.1', reach: 'local' })
  t.like(opsOf({ PORT: '8080', LISTEN_HOST: '127.0.0.2' }), { port: 18_080, host: '127.0.0.2', reach: 'local' })
  t.like(opsOf({ PORT: '60000', LISTEN_HOST: '10.0.0.1' }), { port: 50_000, host: '127.0.0.1', reach: 'local' })
  t.like(opsOf({ OPS_HOST: '0.0.0.0' }), { port: 14_000, reach: 'anywhere' })
  const meets = (env: Record<string, string>, message: RegExp) => t.throws(() => loadConfig(env), { message })
  meets({ OPS_PORT: '4000' }, /OPS_PORT is 4000, and so is PORT: give operators another one/)
  meets({ MESH_PORT: '14000' }, /OPS_PORT is 14000, and so is MESH_PORT/)
})
