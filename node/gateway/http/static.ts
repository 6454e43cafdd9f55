// The built pages, which are read and compressed once at the start and served from memory.
//
// A path is looked up among the files that were found, and is never turned into a file's name: so nothing outside the
// folder can be asked for. A file under /assets/ has a hash of its content in its name, and browsers keep it for ever.
// They ask for all other files each time, and are answered by 304 while a file is the same. This file must never read
// the disk while the node serves.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, posix, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Answer } from './answer.ts'
import { type Request, text } from './http.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const COMPRESSIBLE = /^(?:text\/|application\/|image\/(?:svg|x-icon))/
/** Compresses nearly as well as the best (11), in a tenth of the time: others wait for a node that starts. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

type Coding = 'br' | 'gzip' | 'identity'

interface Asset {
  readonly type: string
  readonly cacheControl: string
  readonly hash: string
  readonly identity: Uint8Array
  /** Only if it is smaller. */
  readonly br?: Uint8Array
  readonly gzip?: Uint8Array
}

export type Pages = ReadonlyMap<string, Asset>

/** Empty if the folder is missing, because the pages were not built. */
export async function loadPages(folder: string): Promise<Pages> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const loaded = await Promise.all(
    files.map(async file => {
      const path = pathOf(relative(folder, file))
      return [path, await load(file, path)] as const
    }),
  )
  return new Map(loaded.flatMap(([path, asset]) => namesOf(path).map(name => [name, asset] as const)))
}

const pathOf = (file: string) => posix.join('/', ...file.split(sep))

/** A page is also called by its plain name: /status, and the first one /. */
function namesOf(path: string): string[] {
  if (!path.endsWith('.html')) return [path]
  return path.endsWith('/index.html')
    ? [path, path.slice(0, -'index.html'.length)]
    : [path, path.slice(0, -'.html'.length)]
}

async function load(file: string, path: string): Promise<Asset> {
  const identity = await readFile(file)
  const type = TYPES[extname(path)] ?? 'application/octet-stream'
  const asset = {
    type,
    cacheControl: path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    hash: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    identity,
  }
  if (!COMPRESSIBLE.test(type)) return asset
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(identity, BROTLI),
    promisify(gzip)(identity, { level: 9 }),
  ])
  return {
    ...asset,
    ...(br.byteLength < identity.byteLength && { br }),
    ...(gz.byteLength < identity.byteLength && { gzip: gz }),
  }
}

/** Null: there is no such page. */
function answerPage(pages: Pages, { path, acceptEncoding, ifNoneMatch }: Request): Answer | null {
  const asset = pages.get(path)
  if (asset === undefined) return null
  const coding = chooseCoding(asset, acceptEncoding)
  const etag = `"${asset.hash}-${coding}"`
  const headers = {
    'content-type': asset.type,
    'cache-control': asset.cacheControl,
    etag,
    vary: 'accept-encoding',
    ...(coding !== 'identity' && { 'content-encoding': coding }),
  }
  const same = ifNoneMatch.split(',').some(tag => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
  return { status: same ? '304 Not Modified' : '200 OK', headers, body: asset[coding] ?? asset.identity }
}

function chooseCoding(asset: Asset, acceptEncoding: string): Coding {
  const accepted = acceptEncoding
    .toLowerCase()
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => !/;\s*q=0(?:\.0*)?$/.test(entry))
    .map(entry => entry.split(';')[0]!.trim())
  return (
    (['br', 'gzip'] as const).find(coding => asset[coding] !== undefined && accepted.includes(coding)) ?? 'identity'
  )
}

export const READING: ReadonlySet<string> = new Set(['get', 'head'])
export const refuseMethod = (allow: string): Answer =>
  text('405 Method Not Allowed', `Only ${allow} here.\n`, { allow })

/** The page, or an answer that there is none. */
export function answerFile(pages: Pages, request: Request): Answer {
  const page = answerPage(pages, request)
  if (page !== null) return page
  if (pages.size === 0 && ['/', '/status'].includes(request.path)) {
    return text('503 Service Unavailable', 'The pages are not built. Run: npm run build, then start the node again.\n')
  }
  const missing = answerPage(pages, { ...request, path: '/404.html', ifNoneMatch: '' })
  return missing === null ? text('404 Not Found', 'There is no such page.\n') : { ...missing, status: '404 Not Found' }
}
