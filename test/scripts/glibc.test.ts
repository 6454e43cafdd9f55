import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import test, { type ExecutionContext } from 'ava'
import { adapt, NotUnderstoodError, newestNeeded, relax } from '../../scripts/glibc.mjs'

const run = promisify(execFile)
const installed = dirname(createRequire(import.meta.url).resolve('uWebSockets.js'))
const HASH_OF_GLIBC_2_38 = 0x069691b8
const old = { platform: 'linux', arch: 'x64', glibc: '2.36' }

/** The binary as it was published: where the installation has adapted it, the change is taken back. */
async function published(arch: string): Promise<Buffer> {
  const file = await readFile(join(installed, `uws_linux_${arch}_137.node`))
  return relax(file) === null ? takeBack(file) : file
}

function takeBack(relaxed: Buffer): Buffer {
  const file = Buffer.from(relaxed)
  const table = Number(file.readBigUInt64LE(40))
  const section = (type: number) => {
    const entry = Array.from({ length: file.readUInt16LE(60) }, (_, n) => table + n * 64).find(
      at => file.readUInt32LE(at + 4) === type,
    )!
    return { at: Number(file.readBigUInt64LE(entry + 24)), size: Number(file.readBigUInt64LE(entry + 32)) }
  }
  const [symbols, strings, needs, versions] = [section(11), section(3), section(0x6ffffffe), section(0x6fffffff)]
  const name = (at: number) => file.toString('latin1', strings.at + at, file.indexOf(0, strings.at + at))
  let need = needs.at
  while (name(file.readUInt32LE(need + 4)) !== 'libc.so.6') need += file.readUInt32LE(need + 12)
  const entries = Array.from({ length: file.readUInt16LE(need + 2) }, (_, n) => need + 16 + n * 16)
  const hash = (entry: number) => file.readUInt32LE(entry)
  // The adapted entry bears the name of another one, and stands before it.
  const changed = entries.find((entry, n) => entries.slice(n + 1).some(later => hash(later) === hash(entry)))!
  for (let n = 0; n < versions.size / 2; n++) {
    if (file.readUInt16LE(versions.at + n * 2) !== file.readUInt16LE(changed + 6)) continue
    file.writeUInt32LE(file.readUInt32LE(symbols.at + n * 24) - '__isoc23_'.length, symbols.at + n * 24)
  }
  file.writeUInt32LE(HASH_OF_GLIBC_2_38, changed)
  file.writeUInt32LE(file.indexOf('\0GLIBC_2.38\0', strings.at) + 1 - strings.at, changed + 8)
  return file
}

async function packageWith(t: ExecutionContext, files: Record<string, Buffer>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'minotaur-glibc-'))
  t.teardown(() => rm(directory, { recursive: true }))
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(directory, name), bytes)
  return directory
}

for (const arch of ['x64', 'arm64']) {
  test(`the ${arch} binary no longer needs glibc 2.38, and not a byte but the names and versions differs`, async t => {
    const before = await published(arch)
    const after = relax(before)!
    t.is(newestNeeded(before), '2.38')
    t.is(newestNeeded(after), '2.36')
    t.is(after.length, before.length)
    t.true(takeBack(after).equals(before))
    t.is(relax(after), null)
  })
}

test('a published copy is adapted once; a second run changes nothing', async t => {
  const directory = await packageWith(t, {
    'uws_linux_x64_137.node': await published('x64'),
    'uws.js': Buffer.from(''),
  })
  t.regex(adapt({ ...old, directory }), /made to load on glibc 2\.36.*uws_linux_x64_137\.node/)
  const path = join(directory, 'uws_linux_x64_137.node')
  const inode = (await stat(path)).ino
  t.is(adapt({ ...old, directory }), '')
  t.is((await stat(path)).ino, inode)
  t.true((await readFile(path)).equals(relax(await published('x64'))!))
  t.deepEqual((await readdir(directory)).sort(), ['uws.js', 'uws_linux_x64_137.node'])
})

const { glibcVersionRuntime } = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header
const here = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) && glibcVersionRuntime
const onGlibc = here ? test : test.skip

onGlibc('on this machine the adapted copy loads and serves', async t => {
  const name = `uws_linux_${process.arch}_137.node`
  const directory = await packageWith(t, { [name]: await published(process.arch) })
  adapt({ directory, platform: process.platform, arch: process.arch, glibc: glibcVersionRuntime! })
  const program = `
    const uws = require('./${name}')
    const app = uws.App().get('/', res => res.end('loaded')).listen('127.0.0.1', 0, async listening => {
      const answer = await fetch('http://127.0.0.1:' + uws.us_socket_local_port(listening))
      console.log(await answer.text())
      app.close()
    })`
  const { stdout } = await run(process.execPath, ['-e', program], { cwd: directory })
  t.is(stdout, 'loaded\n')
})

test('the step runs on its own, succeeds, and leaves an adapted installation as it is', async t => {
  const step = join(import.meta.dirname, '../../scripts/glibc.mjs')
  await run(process.execPath, [step])
  const { stdout } = await run(process.execPath, [step])
  t.is(stdout, '')
})

test('a foreign, truncated or damaged file is left as it is, and the message says why', async t => {
  const whole = await published('x64')
  const twoVersions = Buffer.from(whole)
  twoVersions.write('GLIBC_2.39', whole.indexOf('\0GLIBC_2.38\0') + 1)
  const otherName = Buffer.from(whole)
  otherName.write('__isoc24_strtol', whole.indexOf('__isoc23_strtol\0'))
  const files: Record<string, [Buffer, RegExp]> = {
    'a text': [Buffer.from('module.exports = {}'.repeat(9)), /not an ELF file/],
    'an empty file': [Buffer.alloc(0), /truncated/],
    'its first half': [whole.subarray(0, whole.length / 2), /truncated/],
    'a 32-bit file': [Buffer.concat([whole.subarray(0, 4), Buffer.from([1]), whole.subarray(5)]), /64-bit/],
    'a version that this step does not know': [twoVersions, /needs glibc 2\.39/],
    'a name that has no older form': [otherName, /__isoc24_strtol/],
  }
  for (const [what, [bytes, why]] of Object.entries(files)) {
    const directory = await packageWith(t, { 'uws_linux_x64_137.node': bytes })
    const told = adapt({ ...old, directory })
    t.regex(told, why, what)
    t.regex(told, /a node cannot be started/, what)
    t.true((await readFile(join(directory, 'uws_linux_x64_137.node'))).equals(bytes), what)
  }
})

test('wherever a file is cut off, it is either understood or refused', async t => {
  const whole = await published('arm64')
  for (let n = 0; n < 40; n++) {
    const cut = whole.subarray(0, Math.floor((whole.length * n) / 40))
    t.throws(() => relax(cut), { instanceOf: NotUnderstoodError })
  }
})

test('where it cannot help it says what will not work', async t => {
  const directory = await packageWith(t, { 'uws_linux_x64_137.node': await published('x64') })
  t.regex(adapt({ ...old, directory, glibc: null }), /no glibc/)
  t.regex(adapt({ ...old, directory: null }), /not installed/)
  t.regex(adapt({ ...old, directory: join(directory, 'absent') }), /could not be changed/)
  t.regex(adapt({ ...old, directory, arch: 'riscv64' }), /no binary for riscv64/)
  t.regex(adapt({ ...old, directory, glibc: '2.35' }), /needs glibc 2\.36, this system has 2\.35/)
  t.true((await readFile(join(directory, 'uws_linux_x64_137.node'))).equals(await published('x64')))
})

test('where glibc is new enough, or there is none to speak of, nothing is touched', async t => {
  const directory = await packageWith(t, { 'uws_linux_x64_137.node': await published('x64') })
  for (const machine of [
    { ...old, glibc: '2.38' },
    { ...old, glibc: '2.40' },
    { ...old, platform: 'darwin', glibc: null },
  ]) {
    t.is(adapt({ ...machine, directory }), '')
  }
  t.true((await readFile(join(directory, 'uws_linux_x64_137.node'))).equals(await published('x64')))
})
