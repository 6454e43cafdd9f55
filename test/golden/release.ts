// What a release is for whoever reads its bytes, and where these are kept.
//
// Each combination of numbers has a folder of its own. To a folder only ever new files are added: SHA256SUMS in it
// tells those that are kept, so that a change of what a release has written is a change of two files, and never an
// accident.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { minotaur } from '../../node/games/minotaur/index.ts'
import { MESH_PROTOCOL, PLAYER_PROTOCOL, SNAPSHOT_FORMAT } from '../../protocol/version.ts'
import { ExplainedError } from '../../scripts/local/arguments.ts'

export interface Release {
  /** Of package.json. */
  readonly version: string
  readonly player: number
  readonly mesh: number
  readonly snapshot: number
  /** The newest schema that the game writes. */
  readonly minotaur: number
}

const ROOT = join(import.meta.dirname, '..', '..')
export const KEPT = join(import.meta.dirname, 'kept')
const SUMS = 'SHA256SUMS'

export function currentRelease(): Release {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  return {
    version,
    player: PLAYER_PROTOCOL,
    mesh: MESH_PROTOCOL,
    snapshot: SNAPSHOT_FORMAT,
    minotaur: Math.max(...minotaur.writes),
  }
}

/** `0.1.0-player1-mesh1-snapshot1-minotaur1` */
export const nameOf = ({ version, ...numbers }: Release): string =>
  [version, ...Object.entries(numbers).map(([what, number]) => `${what}${number}`)].join('-')

export function releaseOf(name: string): Release {
  const found = /^(.+)-player(\d+)-mesh(\d+)-snapshot(\d+)-minotaur(\d+)$/.exec(name)
  if (!found) throw new Error(`${name} is no release's name`)
  const [player, mesh, snapshot, minotaur] = found.slice(2).map(Number) as [number, number, number, number]
  return { version: found[1]!, player, mesh, snapshot, minotaur }
}

export const keptReleases = (kept = KEPT): string[] => (existsSync(kept) ? readdirSync(kept).sort() : [])

/** Files of a release by their path in its folder, such as `mesh/ping.bin`. */
export function filesOf(release: string, kept = KEPT): string[] {
  const names = readdirSync(join(kept, release), { recursive: true, encoding: 'utf8' })
  return names.filter(name => /\.(bin|json)$/.test(name)).sort()
}

export const read = (release: string, file: string, kept = KEPT): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(join(kept, release, file)))

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Sums by file, as they were when the files were added. */
function sumsOf(release: string, kept: string): Map<string, string> {
  const path = join(kept, release, SUMS)
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
  return new Map(lines.map(line => [line.slice(66), line.slice(0, 64)]))
}

/** What is not as it was when it was added: changed, gone, or put there past the sums. */
export function damages(release: string, kept = KEPT): string[] {
  const sums = sumsOf(release, kept)
  const files = filesOf(release, kept)
  const changed = files.filter(file => sums.get(file) !== sumOf(read(release, file, kept)))
  const gone = [...sums.keys()].filter(file => !files.includes(file))
  return [...changed.map(file => `${release}/${file} was changed`), ...gone.map(file => `${release}/${file} is gone`)]
}

/** Adds a file and its sum. False where it is there already: then it stays as it is. @throws ExplainedError where it
 *  was there once. */
export function add(release: string, file: string, content: Uint8Array, kept = KEPT): boolean {
  const path = join(kept, release, file)
  if (existsSync(path)) return false
  const sums = sumsOf(release, kept)
  if (sums.has(file))
    throw new ExplainedError(`${release}/${file} is gone: bring it back, for what a release wrote never changes`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  sums.set(file, sumOf(content))
  const lines = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => `${sum}  ${name}\n`)
  writeFileSync(join(kept, release, SUMS), lines.join(''))
  return true
}
