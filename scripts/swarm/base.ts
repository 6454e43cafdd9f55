// The image that ours is built on where no registry can be asked for node:24-trixie-slim: the Node that npm brought
// along, the libraries it names, a shell, npm, and busybox for everything else. It holds no more than the official one
// does, so what runs on it runs there.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Docker, run } from './docker.ts'
import { down, up } from './engine.ts'
import { CannotRunError, install, which } from './install.ts'

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'
/** Glibc's own, which programs that npm brings may name: every Debian has them. */
const GLIBC = 'libc.so.6 libdl.so.2 libm.so.6 libpthread.so.0 libresolv.so.2 librt.so.1 libutil.so.1'.split(' ')
/** What busybox must not stand in for: bash and sh are Debian's own, as in the official image. */
const SHELLS = ['bash', 'sh']

const FOLDERS = 'usr/bin usr/lib usr/lib64 usr/etc etc/ssl/certs home/node dev proc root sys tmp'.split(' ')
const FILES: Readonly<Record<string, string>> = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nnode:x:1000:1000::/home/node:/bin/bash\n',
  'etc/group': 'root:x:0:\nnode:x:1000:\n',
  'etc/nsswitch.conf': 'hosts: files dns\n',
}

async function mustFind(program: string): Promise<string> {
  const path = await which(program)
  if (path === null) throw new CannotRunError(`needs ${program} on the PATH`)
  return realpath(path)
}

async function copy(root: string, path: string, to = path): Promise<void> {
  await mkdir(dirname(join(root, to)), { recursive: true })
  await cp(path, join(root, to), { dereference: true })
}

/** Copies a program and every library that it names. */
async function copyProgram(root: string, from: string, to: string): Promise<void> {
  await copy(root, from, to)
  for (const [, path] of (await run('ldd', [from])).matchAll(/(?:=> |^\s*)(\/\S+) \(/gm)) {
    await copy(root, path!)
    if (!path!.endsWith('/libc.so.6')) continue
    const beside = GLIBC.map(library => join(dirname(path!), library))
    for (const library of beside.filter(existsSync)) await copy(root, library)
  }
}

async function fill(root: string): Promise<void> {
  for (const folder of FOLDERS) await mkdir(join(root, folder), { recursive: true })
  for (const folder of ['bin', 'lib', 'lib64']) await symlink(`usr/${folder}`, join(root, folder))
  await copyProgram(root, process.execPath, 'usr/bin/node')
  for (const shell of SHELLS) await copyProgram(root, await mustFind(shell), `usr/bin/${shell}`)

  const busybox = await mustFind('busybox')
  await copy(root, busybox, 'usr/bin/busybox')
  const applets = (await run(busybox, ['--list'])).split('\n')
  const taken = new Set(['', 'busybox', 'node', ...SHELLS])
  for (const applet of applets) if (!taken.has(applet)) await symlink('busybox', join(root, 'usr/bin', applet))

  await run('npm', ['install', '--global', '--prefix', join(root, 'usr'), '--no-audit', '--no-fund', 'npm@11'])
  // Debian's npm hands its own settings on, which name Debian's folders.
  await rm(join(root, 'usr/lib/node_modules/npm/npmrc'), { force: true })
  // npm in the image asks the registry that npm here asks, and trusts whom it trusts.
  const registry = (await run('npm', ['config', 'get', 'registry'])).trim()
  await writeFile(join(root, 'usr/etc/npmrc'), `registry=${registry}\ncafile=${CERTIFICATES}\n`)
  await copy(root, CERTIFICATES)
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(root, path), text)
}

/** The image's name. It changes with Node and with this file, so that one that is there is the right one. */
async function nameOf(): Promise<string> {
  const recipe = createHash('sha256')
    .update(await readFile(import.meta.filename))
    .digest('hex')
  return `minotaur-base:${process.versions.node}-${recipe.slice(0, 12)}`
}

/** Sees to it that the engine has the image. @returns its name. */
export async function makeBase(docker: Docker, log: (line: string) => void): Promise<string> {
  const name = await nameOf()
  if ((await docker.run(['images', '--quiet', name])).trim() !== '') return name
  if (Number(process.versions.node.split('.')[0]) < 24) {
    throw new CannotRunError(
      `Node ${process.versions.node} runs this, and would be the image's: npm's scripts run on Node 24`,
    )
  }
  await install(['busybox', 'bash'], log)
  const folder = await mkdtemp(join(tmpdir(), 'minotaur-base-'))
  try {
    const root = join(folder, 'root')
    await fill(root)
    const tar = join(folder, 'root.tar')
    // All of it belongs to root, whoever made it here; anybody may write to /tmp.
    await run('chmod', ['1777', join(root, 'tmp')])
    await run('tar', ['-C', root, '--owner=0', '--group=0', '--numeric-owner', '-cf', tar, '.'])
    await docker.run(['import', '--change', 'ENV PATH=/usr/bin', tar, name])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  log(`base image ${name}`)
  return name
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } })
  if (values.help) {
    console.log(
      `node scripts/swarm/${basename(import.meta.filename)}\n\n  makes the base image on the test engine and prints its name`,
    )
  } else {
    const log = (line: string) => console.error(line)
    const { docker, started } = await up(log)
    console.log(await makeBase(docker, log))
    if (started) await down({ keep: true }, log)
  }
}
