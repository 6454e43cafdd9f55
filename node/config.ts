// What a node is set to: reads the environment once, at the start, into typed and validated settings.
// Everything that is wrong is told at once, so that a deploy fails once and not once per variable; nothing is guessed
// from a malformed value. It must never change the environment, and a secret's text never appears in a message.
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { hintsOf } from './config/hints.ts'
import { isLoopback } from './config/values.ts'
import { VARIABLE_NAMES, VARIABLES, type VariableName, variable } from './config/variables.ts'

export { describeVariables, tabulateVariables } from './config/describe.ts'
export type { HostPort } from './config/values.ts'
export type { LogLevel } from './config/variables.ts'

/** A random key of 128 bits in hexadecimal. */
const MESH_KEY_LENGTH_MIN = 32
/** A rotation takes two. Each more costs the node that listens another try at a stranger's proof. */
const MESH_KEYS_MAX = 4
const DEVELOPMENT_KEY = 'the development key of minotaur, known to everyone'
const SECRET: ReadonlySet<VariableName> = new Set<VariableName>(['MESH_KEY'])

type Environment = Readonly<Record<string, string | undefined>>
type ReadFile = (path: string) => string
type Values = { [N in VariableName]: Value<N> }
type Output<N extends VariableName> = v.InferOutput<(typeof VARIABLES)[N]['schema']>
type Value<N extends VariableName> = (typeof VARIABLES)[N]['default'] extends string ? Output<N> : Output<N> | null

/** The node's environment cannot be used as it is; the message lists everything that is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'bad-config'
  readonly problems: readonly string[]
  constructor(problems: readonly string[], hints: readonly string[]) {
    super(['the environment is not usable:', ...problems, ...hints].join('\n  '))
    this.problems = problems
  }
}

export type Config = ReturnType<typeof loadConfig>

/** @throws ConfigError */
export function loadConfig(env: Environment, readFile: ReadFile = path => readFileSync(path, 'utf8')) {
  const problems: string[] = []
  const values = readValues(env, problems)
  const local = isLocal(values)
  const mesh = readMeshKeys(values, local, readFile, problems)
  if (values.PORT !== 0 && values.PORT === values.MESH_PORT) {
    problems.push(`MESH_PORT is ${values.MESH_PORT}, and so is PORT: give peers another one, such as MESH_PORT=4001`)
  }
  const ops = opsOf(values)
  if (ops.port !== 0 && (ops.port === values.PORT || ops.port === values.MESH_PORT)) {
    const name = ops.port === values.PORT ? 'PORT' : 'MESH_PORT'
    problems.push(`OPS_PORT is ${ops.port}, and so is ${name}: give operators another one, such as OPS_PORT=9000`)
  }
  const hints = hintsOf(
    Object.keys(env).filter(name => env[name] !== undefined),
    VARIABLE_NAMES,
  ).map(({ found, meant }) => `${found} is not known: was ${meant} meant?`)
  if (problems.length > 0) throw new ConfigError(problems, hints)
  return settled(values, { local, mesh, ops, warnings: [...mesh.warnings, ...hints] })
}

interface Found {
  readonly local: boolean
  readonly mesh: ReturnType<typeof readMeshKeys>
  readonly ops: ReturnType<typeof opsOf>
  readonly warnings: readonly string[]
}

/** The configuration, if nothing is wrong with the environment. */
function settled(values: Values, { local, mesh, ops, warnings }: Found) {
  return {
    port: values.PORT,
    /** Null: every address. */
    listenHost: values.LISTEN_HOST,
    sharePort: values.SHARE_PORT,
    trustProxy: values.TRUST_PROXY,
    socketsPerAddress: values.SOCKETS_PER_ADDRESS,
    ops,
    /** Without a slash at its end; '' is the top. */
    basePath: values.BASE_PATH,
    allowOrigins: values.ALLOW_ORIGINS ?? [],
    staticDir: resolve(import.meta.dirname, '..', values.STATIC_DIR),
    tokenTtlMs: values.TOKEN_TTL,
    tokenGraceMs: values.TOKEN_GRACE,
    meshPort: values.MESH_PORT,
    meshHost: values.MESH_HOST ?? (local ? '127.0.0.1' : '0.0.0.0'),
    meshPeers: values.MESH_PEERS ?? [],
    dnsClusterQuery: values.DNS_CLUSTER_QUERY,
    aloneAfterMs: values.ALONE_AFTER,
    mayBeAlone: values.MAY_BE_ALONE,
    /** Empty: no name. */
    cluster: values.CLUSTER ?? serviceIn(values.DNS_CLUSTER_QUERY ?? ''),
    /** The mesh's secrets, of which the first is used and any is accepted. Each use derives keys of its own, with a
     *  label of its own. */
    meshKeys: mesh.keys,
    trustRefused: values.TRUST_REFUSED,
    release: values.RELEASE,
    slot: values.SLOT ?? '',
    host: values.HOST ?? hostname(),
    backups: values.BACKUPS,
    suspectAfterMs: values.SUSPECT_AFTER,
    /** 0: never. */
    forceAfterMs: values.QUORUM === 'any' ? values.FORCE_AFTER : 0,
    drainDeadlineMs: values.DRAIN_DEADLINE,
    rebalanceAfterMs: values.REBALANCE_AFTER,
    awayAfterMs: values.AWAY_AFTER,
    /** Null: sessions are never parked. */
    stateDir: values.STATE_DIR === null ? null : resolve(values.STATE_DIR),
    parkAfterMs: values.PARK_AFTER,
    successorWaitMs: values.SUCCESSOR_WAIT,
    checkpointEveryMs: values.CHECKPOINT_EVERY,
    coldAfterMs: values.COLD_AFTER,
    memoryFullAt: values.MEMORY_FULL,
    handoffWindow: values.HANDOFF_WINDOW,
    /** Of all these, 0: any number. */
    rates: {
      playersOfAddress: values.ADDRESS_PLAYERS,
      gamesOfAddress: values.ADDRESS_GAMES,
      codesOfPlayer: values.PLAYER_CODES,
      codesOfAddress: values.ADDRESS_CODES,
    },
    playerLobbies: values.PLAYER_LOBBIES,
    playerGames: values.PLAYER_GAMES,
    /** 0: not at all. */
    rehearse: values.REHEARSE,
    logLevel: values.LOG_LEVEL,
    /** For the log: what is legal, and probably not what was wanted. */
    warnings,
  }
}

/** The default stands in for a malformed variable, so that the others can still be checked against each other. */
function readValues(env: Environment, problems: string[]): Values {
  const read = (name: VariableName): unknown => {
    const { schema, default: byDefault, expects, example } = variable(name)
    const set = env[name]?.trim()
    if (set !== undefined && set !== '') {
      const result = v.safeParse(schema, set)
      if (result.success) return result.output
      const found = SECRET.has(name) ? 'set' : JSON.stringify(set)
      problems.push(`${name} is ${found}: expected ${expects}, such as ${name}=${example}`)
    }
    return byDefault === null ? null : v.parse(schema, byDefault)
  }
  return Object.fromEntries(VARIABLE_NAMES.map(name => [name, read(name)])) as Values
}

/** The distance from PORT by default: nodes of one machine whose PORTs are in a row do not meet. */
const OPS_PORT_AWAY = 10_000
const PORT_MAX = 65_535

function opsOf({ PORT, LISTEN_HOST, OPS_PORT, OPS_HOST, OPS_PUBLIC }: Values) {
  const away = PORT + OPS_PORT_AWAY > PORT_MAX ? PORT - OPS_PORT_AWAY : PORT + OPS_PORT_AWAY
  const host = OPS_HOST ?? (LISTEN_HOST !== null && isLoopback(LISTEN_HOST) ? LISTEN_HOST : '127.0.0.1')
  return {
    /** 0: any that is free. */
    port: OPS_PORT ?? (PORT === 0 ? 0 : away),
    host,
    reach: isLoopback(host) ? ('local' as const) : ('anywhere' as const),
    onPlayersPort: OPS_PUBLIC,
  }
}

/** Swarm lists a service's tasks under a name of their own. Neither the case of letters nor a last dot changes a
 *  name. */
const serviceIn = (name: string) =>
  name
    .toLowerCase()
    .replace(/^tasks\./, '')
    .replace(/\.$/, '')

/** Whether no other machine can be a peer: then a key that everyone knows gives nobody a way in. */
function isLocal({ DNS_CLUSTER_QUERY, MESH_PEERS, MESH_HOST }: Values): boolean {
  const hosts = [...(MESH_PEERS ?? []).map(({ host }) => host), ...(MESH_HOST === null ? [] : [MESH_HOST])]
  return DNS_CLUSTER_QUERY === null && hosts.every(isLoopback)
}

interface MeshKeys {
  readonly keys: readonly Uint8Array[]
  readonly warnings: readonly string[]
}

function readMeshKeys(values: Values, local: boolean, readFile: ReadFile, problems: string[]): MeshKeys {
  const { MESH_KEY, MESH_KEY_FILE } = values
  const refuse = (problem: string): MeshKeys => {
    problems.push(`${problem}, such as MESH_KEY_FILE=${VARIABLES.MESH_KEY_FILE.example}`)
    return { keys: [encode(DEVELOPMENT_KEY)], warnings: [] }
  }
  if (MESH_KEY !== null && MESH_KEY_FILE !== null)
    return refuse('MESH_KEY and MESH_KEY_FILE are both set: expected one')
  if (MESH_KEY !== null) {
    const { keys, wrong } = keysIn(MESH_KEY)
    return wrong === null ? { keys, warnings: [] } : refuse(`MESH_KEY has ${wrong}, better in a file`)
  }
  if (MESH_KEY_FILE !== null) {
    try {
      const { keys, wrong } = keysIn(readFile(MESH_KEY_FILE))
      if (wrong === null) return { keys, warnings: [] }
      return refuse(`MESH_KEY_FILE is "${MESH_KEY_FILE}", which has ${wrong}`)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return refuse(`MESH_KEY_FILE is "${MESH_KEY_FILE}", which cannot be read (${why}): expected a readable file`)
    }
  }
  if (!local) {
    return refuse(
      'MESH_KEY_FILE is unset, and peers may be on other machines: expected a file with the secret of the mesh',
    )
  }
  const warning =
    "MESH_KEY_FILE is unset: a key that everyone knows is used, so anyone may sign a player's token, or operate the node. Set it where others play."
  return { keys: [encode(DEVELOPMENT_KEY)], warnings: [warning] }
}

const encode = (text: string) => new TextEncoder().encode(text)

/** One key a line; white space around it and empty lines do not count. */
function keysIn(text: string): { readonly keys: readonly Uint8Array[]; readonly wrong: string | null } {
  const lines = text.split('\n').map(line => line.trim())
  const keys = [...new Set(lines.filter(line => line !== ''))]
  const short = lines.findIndex(line => line !== '' && line.length < MESH_KEY_LENGTH_MIN)
  const wanted = `expected one key a line, each of at least ${MESH_KEY_LENGTH_MIN} characters (openssl rand -hex 32)`
  const wrong = () => {
    if (keys.length === 0) return `no key: ${wanted}`
    if (short !== -1) return `${lines[short]!.length} characters in line ${short + 1}: ${wanted}`
    if (keys.length > MESH_KEYS_MAX) return `${keys.length} keys: at most ${MESH_KEYS_MAX} are accepted at one time`
    return null
  }
  return { keys: keys.map(encode), wrong: wrong() }
}
