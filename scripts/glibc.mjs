// npm's postinstall: lets the uWebSockets.js binary load on a glibc older than the one it was built on.
//
// The binary asks for glibc 2.38 for three names only, the C23 forms of strtol, strtoul and sscanf, which differ from
// the old ones in that they also read binary literals ("0b1"); nothing in uWebSockets.js is given such text. So the
// names are changed to the old ones, and the one version entry they share to the oldest version there is. Nothing is
// added or moved: an entry of each table is pointed at a string that the file already has.
//
// Safe because every byte that is relied on is checked first, a file that is not exactly as expected is left alone, and
// the change is made by renaming a finished copy into place. It does nothing where glibc is new enough, and it never
// fails an installation: where it cannot help, it says what will not work. It must never touch anything outside of the
// package's own directory. Plain JavaScript, since it must run on any Node, before Node 24 is there; and one file, so
// that an image can copy it without the rest before it installs.
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const WANTED = '2.38'
const PREFIX = '__isoc23_'
const RENAMED = new Set(['strtol', 'strtoul', 'sscanf'].map(name => PREFIX + name))
/** The version that a libc's first symbols bear, by the ELF number of the machine. */
const FIRST_VERSIONS = new Map([
  [62, 'GLIBC_2.2.5'], // x86-64
  [183, 'GLIBC_2.17'], // aarch64
])
const SECTION = { DYNSYM: 11, VERNEED: 0x6ffffffe, VERSYM: 0x6fffffff }
const SYMBOL_BYTES = 24

/** The file is not what this step knows how to change. Nothing was changed. */
export class NotUnderstoodError extends Error {
  name = 'NotUnderstoodError'
}

/** @type {(condition: unknown, what: string) => asserts condition} */
function expect(condition, what) {
  if (!condition) throw new NotUnderstoodError(what)
}

/** @param {string} name */
function elfHash(name) {
  let hash = 0
  for (const byte of Buffer.from(name)) {
    hash = (hash << 4) + byte
    const top = hash & 0xf0000000
    hash = (hash ^ (top >>> 24)) & ~top
  }
  return hash >>> 0
}

/** @param {Buffer} file @param {number} start @param {number} size */
function slice(file, start, size) {
  expect(start + size <= file.length, 'the file is truncated')
  return file.subarray(start, start + size)
}

/** @param {Buffer} file */
function readSections(file) {
  const header = slice(file, 0, 64)
  expect(header.readUInt32BE(0) === 0x7f454c46, 'not an ELF file')
  expect(header[4] === 2 && header[5] === 1, 'not a 64-bit little-endian ELF file')
  expect(header.readUInt16LE(16) === 3, 'not a shared object')
  const firstVersion = FIRST_VERSIONS.get(header.readUInt16LE(18))
  expect(firstVersion, 'not for x86-64 or aarch64')
  const [at, bytes, count] = [Number(header.readBigUInt64LE(40)), header.readUInt16LE(58), header.readUInt16LE(60)]
  expect(bytes === 64 && count > 0, 'no table of sections')
  const table = slice(file, at, bytes * count)
  const sections = Array.from({ length: count }, (_, n) => {
    const entry = table.subarray(n * bytes, (n + 1) * bytes)
    return {
      type: entry.readUInt32LE(4),
      at: Number(entry.readBigUInt64LE(24)),
      size: Number(entry.readBigUInt64LE(32)),
      link: entry.readUInt32LE(40),
    }
  })
  const find = (/** @type {number} */ type) => {
    const found = sections.filter(section => section.type === type)
    expect(found.length === 1, `${found.length} sections of type ${type.toString(16)} where one is expected`)
    return found[0]
  }
  const [symbols, needs, versions] = [find(SECTION.DYNSYM), find(SECTION.VERNEED), find(SECTION.VERSYM)]
  const strings = sections[symbols.link]
  expect(strings && needs.link === symbols.link, 'symbols and versions do not share their strings')
  expect(symbols.size / SYMBOL_BYTES === versions.size / 2, 'symbols and their versions differ in number')
  return {
    firstVersion,
    symbols: slice(file, symbols.at, symbols.size),
    needs: slice(file, needs.at, needs.size),
    versions: slice(file, versions.at, versions.size),
    strings: slice(file, strings.at, strings.size),
  }
}

/** @param {Buffer} strings @param {number} at */
function readString(strings, at) {
  const end = strings.indexOf(0, at)
  expect(at < strings.length && end >= 0, 'a name lies outside of its table')
  return strings.toString('latin1', at, end)
}

/** The versions of libc.so.6 that the file asks for, as views of it. @param {ReturnType<typeof readSections>} elf */
function readVersions(elf) {
  for (let at = 0; ; ) {
    const need = slice(elf.needs, at, 16)
    if (readString(elf.strings, need.readUInt32LE(4)) === 'libc.so.6') {
      const found = new Map()
      let aux = at + need.readUInt32LE(8)
      for (let left = need.readUInt16LE(2); left > 0; left--) {
        const entry = slice(elf.needs, aux, 16)
        found.set(readString(elf.strings, entry.readUInt32LE(8)), entry)
        aux += entry.readUInt32LE(12)
      }
      return found
    }
    const next = need.readUInt32LE(12)
    expect(next > 0, 'it does not need libc.so.6')
    at += next
  }
}

/**
 * The same file, without its need of glibc 2.38; null where it has none.
 * @param {Buffer} file
 * @returns {Buffer | null}
 * @throws NotUnderstoodError
 */
export function relax(file) {
  const copy = Buffer.from(file)
  const elf = readSections(copy)
  const versions = readVersions(elf)
  const wanted = versions.get(`GLIBC_${WANTED}`)
  if (!wanted) return null
  const first = versions.get(elf.firstVersion)
  expect(first, `it does not need ${elf.firstVersion}`)
  for (const [name, entry] of versions) expect(entry.readUInt32LE(0) === elfHash(name), `the hash of ${name} is wrong`)

  let renamed = 0
  for (let n = 0; n * 2 < elf.versions.length; n++) {
    if ((elf.versions.readUInt16LE(n * 2) & 0x7fff) !== wanted.readUInt16LE(6)) continue
    const symbol = elf.symbols.subarray(n * SYMBOL_BYTES, (n + 1) * SYMBOL_BYTES)
    const name = readString(elf.strings, symbol.readUInt32LE(0))
    expect(
      symbol.readUInt16LE(6) === 0 && RENAMED.has(name),
      `it needs ${name} of glibc ${WANTED}, which has no older form`,
    )
    symbol.writeUInt32LE(symbol.readUInt32LE(0) + PREFIX.length, 0)
    renamed++
  }
  expect(renamed > 0, `nothing bears the version ${WANTED}`)
  wanted.writeUInt32LE(first.readUInt32LE(0), 0)
  wanted.writeUInt32LE(first.readUInt32LE(8), 8)
  return copy
}

/** The newest glibc that the file asks for, such as `2.36`. @param {Buffer} file @throws NotUnderstoodError */
export function newestNeeded(file) {
  const versions = [...readVersions(readSections(file)).keys()].filter(name => /^GLIBC_\d/.test(name))
  const numbers = versions.map(name => name.slice('GLIBC_'.length))
  return numbers.sort(compareVersions).at(-1) ?? '0'
}

/** By numbers: 2.4 is below 2.36. */
const { compare: compareVersions } = new Intl.Collator('en', { numeric: true })

/** Whoever has the old file open or mapped keeps it; a crash leaves either the old or the new one. @param {string} path
 *  @param {Buffer} bytes */
function replaceFile(path, bytes) {
  const draft = `${path}.${process.pid}.draft`
  try {
    const handle = fs.openSync(draft, 'wx', fs.statSync(path).mode)
    try {
      fs.writeFileSync(handle, bytes)
      fs.fsyncSync(handle)
    } finally {
      fs.closeSync(handle)
    }
    fs.renameSync(draft, path)
  } finally {
    fs.rmSync(draft, { force: true })
  }
}

/**
 * Does what this machine needs to the binaries in `directory`, and tells what it did. Empty: there was nothing to do.
 * @param {{ directory: string | null, platform: string, arch: string, glibc: string | null }} machine
 * @returns {string}
 */
export function adapt({ directory, platform, arch, glibc }) {
  if (platform !== 'linux') return ''
  if (directory === null) return 'uWebSockets.js is not installed: a node cannot be started from this directory.'
  if (glibc === null)
    return 'this system has no glibc (Alpine?), and uWebSockets.js needs it: a node cannot be started here. Use a Debian image, such as node:24-trixie-slim.'
  if (compareVersions(glibc, WANTED) >= 0) return ''
  /** @type {Map<string, string[]>} */
  const told = new Map()
  try {
    const names = fs.readdirSync(directory).filter(name => name.startsWith(`uws_linux_${arch}_`))
    if (names.length === 0) return `uWebSockets.js has no binary for ${arch}: a node cannot be started here.`
    for (const name of names.filter(name => name.endsWith('.node'))) {
      const text = adaptFile(join(directory, name), glibc)
      if (text !== '') told.set(text, [...(told.get(text) ?? []), name])
    }
  } catch (error) {
    return `${directory} could not be changed, and glibc ${glibc} is too old for uWebSockets.js as it is: a node cannot be started here. ${error}`
  }
  return [...told].map(([text, names]) => `${text} (${names.join(', ')})`).join('\n')
}

/** @param {string} path @param {string} glibc */
function adaptFile(path, glibc) {
  try {
    const file = fs.readFileSync(path)
    const relaxed = relax(file)
    const needed = newestNeeded(relaxed ?? file)
    if (compareVersions(glibc, needed) < 0) {
      return `uWebSockets.js needs glibc ${needed}, this system has ${glibc}: a node cannot be started here. Use Debian 12 or newer.`
    }
    if (relaxed === null) return ''
    replaceFile(path, relaxed)
    return `uWebSockets.js was made to load on glibc ${glibc}.`
  } catch (error) {
    if (!(error instanceof NotUnderstoodError)) throw error
    return `uWebSockets.js was left as it is (${error.message}): with glibc ${glibc} a node cannot be started. Use a system with glibc ${WANTED} or newer, such as Debian 13.`
  }
}

function locatePackage() {
  try {
    return dirname(fs.realpathSync(createRequire(import.meta.url).resolve('uWebSockets.js')))
  } catch {
    return null
  }
}

function readGlibcVersion() {
  if (process.platform !== 'linux' || !process.report) return null
  process.report.excludeNetwork = true // else it asks the name server for every open connection
  return process.report.getReport().header?.glibcVersionRuntime ?? null
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const machine = {
    directory: locatePackage(),
    platform: process.platform,
    arch: process.arch,
    glibc: readGlibcVersion(),
  }
  const told = adapt(machine)
  if (told) console.log(told.replace(/^/gm, 'glibc: '))
}
