import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { hintsOf } from '../node/config/hints.ts'
import { GROUPS, VARIABLE_NAMES, VARIABLES, variable } from '../node/config/variables.ts'
import { ConfigError, describeVariables, loadConfig, tabulateVariables } from '../node/config.ts'

const KEY = '0123456789abcdef0123456789abcdef'

function problemsOf(env: Record<string, string>): string {
  try {
    loadConfig(env)
    return ''
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

test('an empty environment is a node of its own on this machine', t => {
  const { meshKeys, warnings, staticDir, ...config } = loadConfig({})
  t.deepEqual(config, {
    port: 4000,
    listenHost: null,
    sharePort: false,
    trustProxy: 0,
    socketsPerAddress: 200,
    ops: { port: 14000, host: '127.0.0.1', reach: 'local', onPlayersPort: false },
    basePath: '',
    allowOrigins: [],
    tokenTtlMs: 30 * 86_400_000,
    tokenGraceMs: 3 * 86_400_000,
    rates: { playersOfAddress: 60, gamesOfAddress: 60, codesOfPlayer: 20, codesOfAddress: 60 },
    playerLobbies: 4,
    playerGames: 32,
    meshPort: 4001,
    meshHost: '127.0.0.1',
    meshPeers: [],
    dnsClusterQuery: null,
    cluster: '',
    aloneAfterMs: 10_000,
    mayBeAlone: false,
    trustRefused: true,
    release: 'dev',
    slot: '',
    host: hostname(),
    backups: 1,
    suspectAfterMs: 2000,
    forceAfterMs: 0,
    drainDeadlineMs: 50_000,
    rebalanceAfterMs: 30_000,
    awayAfterMs: 15_000,
    stateDir: null,
    parkAfterMs: 5_000,
    successorWaitMs: 50_000,
    checkpointEveryMs: 5_000,
    coldAfterMs: 5_000,
    memoryFullAt: 70,
    handoffWindow: 256,
    rehearse: 200,
    logLevel: 'info',
  })
  t.is(staticDir, join(import.meta.dirname, '../web/dist'))
  t.is(warnings.length, 1)
  t.regex(warnings[0]!, /MESH_KEY_FILE is unset: a key that everyone knows is used/)
})

test('every variable is read', t => {
  const config = loadConfig({
    PORT: '80',
    LISTEN_HOST: '::1',
    SHARE_PORT: 'on',
    TRUST_PROXY: 'CF-Connecting-IP',
    SOCKETS_PER_ADDRESS: '20',
    OPS_PORT: '82',
    OPS_HOST: '10.0.1.7',
    OPS_PUBLIC: 'on',
    BASE_PATH: '/minotaur/',
    ALLOW_ORIGINS: 'https://example.org, http://localhost:8080,',
    STATIC_DIR: '/srv/pages',
    TOKEN_TTL: '1.5h',
    TOKEN_GRACE: '1m',
    PLAYER_LOBBIES: '1',
    PLAYER_GAMES: '0',
    PLAYER_CODES: '2',
    ADDRESS_PLAYERS: '3',
    ADDRESS_GAMES: '4',
    ADDRESS_CODES: '5',
    MESH_PORT: '81',
    MESH_HOST: '10.0.1.7',
    MESH_PEERS: '10.0.1.8:4001, [fd00::9]:4002,peer.example:4003,',
    DNS_CLUSTER_QUERY: 'tasks.minotaur_node',
    MESH_KEY: KEY,
    TRUST_REFUSED: 'off',
    RELEASE: '2',
    SLOT: '3',
    HOST: 'far',
    BACKUPS: '0',
    SUSPECT_AFTER: '500ms',
    QUORUM: 'any',
    FORCE_AFTER: '1m',
    DRAIN_DEADLINE: '1m',
    REBALANCE_AFTER: '0s',
    AWAY_AFTER: '1m',
    STATE_DIR: '/var/lib/minotaur',
    PARK_AFTER: '0s',
    CHECKPOINT_EVERY: '0s',
    COLD_AFTER: '1m',
    MEMORY_FULL: '60',
    HANDOFF_WINDOW: '1',
    REHEARSE: '0',
    LOG_LEVEL: 'silent',
  })
  t.deepEqual(config, {
    port: 80,
    listenHost: '::1',
    sharePort: true,
    trustProxy: 'cf-connecting-ip',
    socketsPerAddress: 20,
    ops: { port: 82, host: '10.0.1.7', reach: 'anywhere', onPlayersPort: true },
    basePath: '/minotaur',
    allowOrigins: ['https://example.org', 'http://localhost:8080'],
    staticDir: '/srv/pages',
    tokenTtlMs: 5_400_000,
    tokenGraceMs: 60_000,
    rates: { playersOfAddress: 3, gamesOfAddress: 4, codesOfPlayer: 2, codesOfAddress: 5 },
    playerLobbies: 1,
    playerGames: 0,
    meshPort: 81,
    meshHost: '10.0.1.7',
    meshPeers: [
      { host: '10.0.1.8', port: 4001 },
      { host: 'fd00::9', port: 4002 },
      { host: 'peer.example', port: 4003 },
    ],
    dnsClusterQuery: 'tasks.minotaur_node',
    cluster: 'minotaur_node',
    aloneAfterMs: 10_000,
    mayBeAlone: false,
    meshKeys: [new TextEncoder().encode(KEY)],
    trustRefused: false,
    release: '2',
    slot: '3',
    host: 'far',
    backups: 0,
    suspectAfterMs: 500,
    forceAfterMs: 60_000,
    drainDeadlineMs: 60_000,
    rebalanceAfterMs: 0,
    awayAfterMs: 60_000,
    stateDir: '/var/lib/minotaur',
    parkAfterMs: 0,
    successorWaitMs: 50_000,
    checkpointEveryMs: 0,
    coldAfterMs: 60_000,
    memoryFullAt: 60,
    handoffWindow: 1,
    rehearse: 0,
    logLevel: 'silent',
    warnings: [],
  })
})

test('blanks around a value do no harm, and an empty one is unset', t => {
  const config = loadConfig({ PORT: ' 8080 ', BACKUPS: '', SLOT: ' ' })
  t.is(config.port, 8080)
  t.is(config.backups, 1)
  t.is(config.slot, '')
})

const refused = test.macro({
  exec(t, name: string, found: string) {
    const told = problemsOf({ [name]: found })
    t.regex(told, new RegExp(`^  ${name} is .*: expected .*, such as ${name}=`, 'm'))
    t.true(told.includes(JSON.stringify(found)))
  },
  title: (_, name, found) => `${name}=${found} is refused`,
})
for (const found of ['-1', '65536', '4000.5', 'http', '1e3', '0x50']) test(refused, 'PORT', found)
for (const found of ['4', '-1', 'one']) test(refused, 'BACKUPS', found)
for (const found of ['2', '2 s', '2sec', '-2s', '99ms', '6m', 's', '1s2s']) test(refused, 'SUSPECT_AFTER', found)
for (const found of ['10.0.0.1', ':4001', 'a:0', 'a:65536', 'a:b', 'a b:1', 'a:1;b:2', 'http://a:1'])
  test(refused, 'MESH_PEERS', found)
for (const found of ['yes', 'ON', '1']) test(refused, 'TRUST_REFUSED', found)
for (const found of ['minotaur', '//', '/a//b', '/a:b', '/*', '/a?b', '/a b', 'http://a/b'])
  test(refused, 'BASE_PATH', found)
for (const found of [
  'example.org',
  'https://a.org/',
  'https://A.org',
  'https://a.org:443',
  'ws://a.org',
  'null',
  'https://*',
])
  test(refused, 'ALLOW_ORIGINS', found)
test(refused, 'LOG_LEVEL', 'verbose')
test(refused, 'DNS_CLUSTER_QUERY', 'tasks.a:4001')

test('a text that is too long is refused', t => t.regex(problemsOf({ RELEASE: 'x'.repeat(129) }), /at most 128 char/))

test('all that is wrong is told at once', t => {
  const error = t.throws(() => loadConfig({ PORT: 'a', BACKUPS: '9', LOG_LEVEL: 'x', MESH_KEY: 'short' }), {
    instanceOf: ConfigError,
    code: 'bad-config',
  })
  t.is(error.problems.length, 4)
  for (const problem of error.problems) t.true(error.message.includes(`\n  ${problem}`))
})

test('players and peers cannot have the same port', t => {
  t.regex(problemsOf({ PORT: '4001' }), /MESH_PORT is 4001, and so is PORT/)
  t.is(problemsOf({ PORT: '0', MESH_PORT: '0' }), '')
})

test('the mesh key is needed as soon as a peer may be on another machine', t => {
  const needed = /MESH_KEY_FILE is unset, and peers may be on other machines.*such as MESH_KEY_FILE=/
  t.regex(problemsOf({ DNS_CLUSTER_QUERY: 'tasks.minotaur' }), needed)
  t.regex(problemsOf({ MESH_PEERS: '127.0.0.1:4001,10.0.0.2:4001' }), needed)
  t.regex(problemsOf({ MESH_HOST: '0.0.0.0' }), needed)
  t.is(problemsOf({ MESH_PEERS: '127.0.0.1:4001,localhost:4002,[::1]:4003', MESH_HOST: '127.0.0.1' }), '')
  t.is(problemsOf({ DNS_CLUSTER_QUERY: 'tasks.minotaur', MESH_KEY: KEY }), '')
})

test('without a host to listen on, a node with peers elsewhere listens on every address', t => {
  t.is(loadConfig({ MESH_PEERS: '10.0.0.2:4001', MESH_KEY: KEY }).meshHost, '0.0.0.0')
  t.is(loadConfig({ MESH_PEERS: '127.0.0.1:4002', MESH_KEY: KEY }).meshHost, '127.0.0.1')
})

test('the mesh key is read from its file, without the blanks around it', async t => {
  const directory = await mkdtemp(join(tmpdir(), 'minotaur-config-'))
  t.teardown(() => rm(directory, { recursive: true }))
  const [good, short] = [join(directory, 'good'), join(directory, 'short')]
  await writeFile(good, `${KEY}\n`)
  await writeFile(short, 'short\n')
  const config = loadConfig({ MESH_KEY_FILE: good })
  t.deepEqual(config.meshKeys, [new TextEncoder().encode(KEY)])
  t.deepEqual(config.warnings, [])
  t.regex(
    problemsOf({ MESH_KEY_FILE: short }),
    /short", which has 5 characters in line 1: expected one key a line, each of at least 32/,
  )
  t.regex(problemsOf({ MESH_KEY_FILE: join(directory, 'absent') }), /absent", which cannot be read .*ENOENT/)
  t.regex(problemsOf({ MESH_KEY_FILE: good, MESH_KEY: KEY }), /are both set/)
})

test('no message contains the secret', t => {
  const secret = 'swordfish'
  t.notRegex(problemsOf({ MESH_KEY: secret, PORT: 'a' }), /swordfish/)
  t.notRegex(problemsOf({ MESH_KEY: secret.repeat(200), PORT: 'a' }), /swordfish/)
})

test('a name that is nearly one of ours is asked about', t => {
  const { warnings } = loadConfig({ BACKUP: '2', MESH_KEY: KEY, PATH: '/bin', HOME: '/', PWD: '/', TERM: 'x' })
  t.deepEqual(warnings, ['BACKUP is not known: was BACKUPS meant?'])
  t.regex(problemsOf({ PORT: 'a', SUSPECT_AFTR: '1s' }), /SUSPECT_AFTR is not known: was SUSPECT_AFTER meant\?/)
})

test('a hint is given for a misspelling, and not where the right name is set too', t => {
  t.deepEqual(hintsOf(['mesh_peer'], ['MESH_PEERS', 'MESH_PORT']), [{ found: 'mesh_peer', meant: 'MESH_PEERS' }])
  t.deepEqual(hintsOf(['MESH_PEER', 'MESH_PEERS'], ['MESH_PEERS']), [])
  t.deepEqual(hintsOf(['HOME', 'SHELL', 'HOSTNAME', 'LANG'], VARIABLE_NAMES), [])
})

test('every example is itself a good value', t => {
  for (const name of VARIABLE_NAMES.filter(
    name => !name.startsWith('MESH_KEY') && name !== 'SLOT' && name !== 'HOST',
  )) {
    t.is(problemsOf({ MESH_KEY: KEY, [name]: variable(name).example }), '', name)
  }
})

test('help and table name every variable with its default and what it is for', t => {
  const [help, table] = [describeVariables(), tabulateVariables()]
  for (const name of VARIABLE_NAMES) {
    t.true(help.includes(`${name}=${variable(name).example}`), name)
    t.true(table.includes(`| \`${name}\` | `), name)
    t.true(help.includes(VARIABLES[name].about) && table.includes(VARIABLES[name].about), name)
  }
  t.is(table.split('\n').filter(line => line.startsWith('| `')).length, VARIABLE_NAMES.length)
  t.true(table.includes('| `PORT` | `4000` | a port | '))
  t.true(table.includes('| `DRAIN_DEADLINE` | `50s` | 1s to 1h | '))
  t.true(table.includes('| `MEMORY_FULL` | `70` | 10 to 95 percent | '))
})

test('every variable is in one group, and those that nobody should touch come last', t => {
  t.deepEqual(
    GROUPS.flatMap(({ names }) => names),
    VARIABLE_NAMES,
  )
  t.is(GROUPS.at(-1)!.title, 'What is right as it is')
})
