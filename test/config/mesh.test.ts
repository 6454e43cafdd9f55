// The settings that make a mesh one: its keys, and its name.
import test from 'ava'
import { ConfigError, loadConfig } from '../../node/config.ts'

const KEY = '0123456789abcdef0123456789abcdef'

test('a file of several lines has several keys, of which the first is used', async t => {
  const keysIn = (text: string) =>
    loadConfig({ MESH_KEY_FILE: '/key' }, () => text).meshKeys.map(key => Buffer.from(key).toString())
  const problem = (text: string) => t.throws(() => keysIn(text), { instanceOf: ConfigError })?.message ?? ''
  const keys = ['a', 'b', 'c', 'd', 'e'].map(letter => letter.repeat(40))
  t.deepEqual(keysIn(`${keys[1]}\r\n\n  ${keys[0]}  \n`), [keys[1], keys[0]])
  t.deepEqual(keysIn(`${keys[0]}\n${keys[0]}\n`), [keys[0]])
  t.regex(problem(`${keys[0]}\n\nshort\n`), /5 characters in line 3: expected one key a line, each of at least 32/)
  t.regex(problem(' \n\n'), /no key: expected one key a line/)
  t.regex(problem(keys.join('\n')), /5 keys: at most 4 are accepted/)
})

test('a mesh is named after the service that it is found by, unless it is given a name', t => {
  const nameOf = (env: Record<string, string>) => loadConfig({ MESH_KEY: KEY, ...env }).cluster
  t.is(nameOf({}), '')
  for (const query of ['tasks.game_node', 'game_node', 'Tasks.Game_Node.']) {
    t.is(nameOf({ DNS_CLUSTER_QUERY: query }), 'game_node', query)
  }
  t.is(nameOf({ DNS_CLUSTER_QUERY: 'game.staging.svc.cluster.local' }), 'game.staging.svc.cluster.local')
  t.is(nameOf({ DNS_CLUSTER_QUERY: 'tasks.game_node', CLUSTER: 'Staging' }), 'Staging')
})
