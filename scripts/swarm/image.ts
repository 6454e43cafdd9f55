// The project's image on a test's engine, built by its own Dockerfile; and images that differ from it in what a test
// wants.
import { join } from 'node:path'
import { makeBase } from './base.ts'
import type { Docker } from './docker.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** npm in the build goes where it goes here; Docker hands these on to every step without leaving them in the image. */
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap(name =>
  process.env[name] === undefined ? [] : ['--build-arg', name],
)

/** Builds a release. The second one takes a second: it shares all layers but the name. @returns the image's name. */
export async function makeImage(docker: Docker, release: string, log: (line: string) => void): Promise<string> {
  const base = await makeBase(docker, log)
  const name = `minotaur:${release}`
  const args = ['--build-arg', `BASE=${base}`, '--build-arg', `RELEASE=${release}`, ...PROXIES]
  // The engine gives containers no way to the outside; the build needs npm's registry, as this host reaches it.
  await docker.run(['build', '--force-rm', '--network', 'host', ...args, '--tag', name, ROOT])
  log(`image ${name}`)
  return name
}

/** An image like another one but for some instructions of a Dockerfile. */
export async function varyImage(docker: Docker, from: string, name: string, instructions: string): Promise<string> {
  await docker.run(['build', '--tag', name, '-'], { input: `FROM ${from}\n${instructions}\n` })
  return name
}
