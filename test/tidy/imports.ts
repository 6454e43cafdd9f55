// The rule of imports: which folder may know which. A folder that no layer names is itself a finding, so that none
// grows unseen.
import { posix } from 'node:path'
import { type Finding, lineAt, type Source } from './source.ts'

export interface Import {
  /** A path from the project's top, or a package's name. */
  readonly target: string
  readonly ours: boolean
  readonly typeOnly: boolean
  readonly line: number
}

interface Layer {
  /** Of our own paths, what it may import besides itself. */
  readonly ours: readonly string[]
  /** Of our own paths, what it may import as types only. */
  readonly types?: readonly string[]
  /** Packages and Node's own modules; absent: any. */
  readonly packages?: readonly string[]
}

/** What a player's client may know of the protocol; mesh.ts and configuration.ts are the nodes' own. */
const PLAYER_SIDE = [
  'chain',
  'codec',
  'errors',
  'ids',
  'limits',
  'minotaur',
  'minotaur-legal',
  'plain',
  'player',
  'version',
].map(name => `protocol/${name}.ts`)
const ADAPTER: Layer = { ours: ['protocol', 'node/core/std'], types: ['node/core'] }
const PAGE: Layer = { ours: ['web/link', 'web/shared', ...PLAYER_SIDE], types: ['node/core/inspect.ts', 'protocol'] }

/** Of the core, what every room may know: what goes in and out, and the one object that holds all rooms' records. */
const GROUND = ['context', 'effect', 'event', 'game', 'invariant', 'outbox', 'settings'].map(
  name => `node/core/${name}.ts`,
)
/** Its rooms, the deepest first: each may know those before it. */
const ROOMS = [
  'std',
  'cluster',
  'session',
  'consensus',
  'incarnations',
  'storage',
  'handoff',
  'failover',
  'players',
].map(name => `node/core/${name}`)
const roomLayers = Object.fromEntries(
  ROOMS.map((room, depth): [string, Layer] => [
    room,
    { ours: ['protocol', ...(depth === 0 ? [] : GROUND), ...ROOMS.slice(0, depth)], packages: [] },
  ]),
)

/** The longest prefix of a path is its layer. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  protocol: { ours: [], packages: ['valibot', 'msgpackr', 'unhomoglyph'] },
  'node/core': { ours: ['protocol'], packages: [] },
  ...roomLayers,
  'node/games': { ours: ['node/core/game.ts', 'node/core/std', 'protocol'], packages: ['valibot'] },
  'node/mesh': ADAPTER,
  'node/gateway': ADAPTER,
  'node/parking': ADAPTER,
  'node/ops': ADAPTER,
  'node/config.ts': { ours: ['node/config', 'protocol'], types: ['node/core'] },
  'node/config': { ours: [] },
  'node/driver.ts': { ours: ['node', 'protocol'] },
  'node/rehearsal.ts': { ours: ['node', 'protocol'] },
  'node/main.ts': { ours: ['node', 'protocol'] },
  /** How each part is made from the configuration. */
  'node/parts': { ours: ['node', 'protocol'] },
  'node/operate.ts': { ours: ['node', 'protocol'] },
  'node/operate': { ours: ['protocol'], types: ['node/core'] },
  'web/link': { ours: PLAYER_SIDE, packages: [] },
  'web/play': PAGE,
  'web/status': PAGE,
  'web/shared': PAGE,
  'web/public': { ours: [] },
  'web/vite.config.ts': { ours: [] },
  scripts: { ours: ['node', 'protocol', 'web/link'] },
  /** The simulator is the tests' own program; here it is run. */
  'scripts/simulate': {
    ours: ['node', 'protocol', 'web/link', 'scripts/local', 'test/simulation/simulator', 'test/simulation/mutants'],
  },
  'scripts/simulate.ts': { ours: ['scripts', 'test/simulation/simulator'] },
  'scripts/golden.ts': { ours: ['scripts', 'test/golden'] },
  'scripts/pictures.ts': { ours: ['protocol', 'scripts', 'test/browser'] },
  test: { ours: ['node', 'protocol', 'web', 'scripts'] },
}

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)

export const layerOf = (path: string): string | null =>
  Object.keys(LAYERS)
    .filter(name => within(path, name))
    .sort((a, b) => b.length - a.length)[0] ?? null

export function importsOf(source: Source): Import[] {
  const pattern = /\b(import|export)\b(\s+type\b)?(?:[^'"`;()]*?\bfrom)?\s*\(?\s*(?=['"])/g
  return [...source.code.matchAll(pattern)].flatMap(match => {
    const quote = match.index + match[0].length
    const end = source.code.indexOf(source.code[quote]!, quote + 1)
    const specifier = source.text.slice(quote + 1, end)
    if (match[1] === 'export' && !/\bfrom\s*$/.test(match[0])) return []
    const ours = specifier.startsWith('.')
    const target = ours ? posix.join(posix.dirname(source.path), specifier) : packageOf(specifier)
    const named = /\{([^}]*)\}/.exec(match[0])?.[1]
    const eachType = named?.split(',').every(name => name.trim() === '' || /^\s*type\s/.test(name)) ?? false
    return [{ target, ours, typeOnly: match[2] !== undefined || eachType, line: lineAt(source.code, match.index) }]
  })
}

const packageOf = (specifier: string): string =>
  specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')

export function wrongImports(source: Source): Finding[] {
  const name = layerOf(source.path)
  if (name === null)
    return [{ path: source.path, line: 1, what: 'is in no layer: name its folder in test/tidy/imports.ts' }]
  const layer = LAYERS[name]!
  return importsOf(source)
    .filter(found => !mayImport(layer, name, found))
    .map(({ target, line, typeOnly }) => ({
      path: source.path,
      line,
      what: `${name} must not import ${typeOnly ? 'even types of ' : ''}${target}`,
    }))
}

function mayImport(layer: Layer, name: string, { target, ours, typeOnly }: Import): boolean {
  if (!ours) return layer.packages === undefined || layer.packages.includes(target)
  const known = [name, ...layer.ours, ...(typeOnly ? (layer.types ?? []) : [])]
  return known.some(folder => within(target, folder))
}
