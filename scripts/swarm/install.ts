// Debian's packages that an engine and a base image need, installed where they are missing.
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { run } from './docker.ts'

/** The machine cannot run an engine, and what would help. */
export class CannotRunError extends Error {
  override readonly name = 'CannotRunError'
  readonly code = 'cannot-run-engine'
}

/** Path of a program, or null. */
export async function which(program: string): Promise<string | null> {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']) {
    const path = join(folder || '.', program)
    try {
      await access(path, constants.X_OK)
      return path
    } catch {
      // not in this one
    }
  }
  return null
}

/** Debian's names of what brings each program. Newer Debians have the client in a package of its own. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  dockerd: ['docker.io'],
  docker: ['docker.io', 'docker-cli'],
  // What runs as pid 1 under `init: true`.
  tini: ['tini'],
  // Without it the engine cannot make the names of a network known to its containers.
  iptables: ['iptables'],
  ip: ['iproute2'],
  busybox: ['busybox-static'],
}

const missingOf = async (programs: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(programs.map(which))
  return programs.filter((_, at) => found[at] === null)
}

/** Sees to it that the programs are there. @throws CannotRunError where they are not and cannot be installed. */
export async function install(programs: readonly string[], log: (line: string) => void): Promise<void> {
  const missing = await missingOf(programs)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || (await which('apt-get')) === null) {
    throw new CannotRunError(`needs ${missing.join(', ')}: install them, or run as root on a Debian that can`)
  }
  log(`installing what brings ${missing.join(', ')}`)
  const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } }
  await run('apt-get', ['update', '-qq'], quiet)
  const wanted = new Set(missing.flatMap(program => PACKAGES[program] ?? [program]))
  const known = await run('apt-cache', ['--generate', 'pkgnames'])
  const available = new Set(known.split('\n'))
  const packages = [...wanted].filter(name => available.has(name))
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet)
  const still = await missingOf(programs)
  if (still.length > 0)
    throw new CannotRunError(`still lacks ${still.join(', ')} after installing ${packages.join(', ')}`)
}
