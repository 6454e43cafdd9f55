// The project's own stack.yml, turned by program into what a test's engine can run. All else stays as operators deploy
// it.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, parseDocument } from 'yaml'

export const STACK = 'minotaur-stack'
export const SERVICE = `${STACK}_minotaur`
/** The secret that the stack file names, and that its operators make. */
export const SECRET = 'minotaur_mesh_key'

/** What a test sets. */
export interface Variant {
  readonly image: string
  readonly replicas: number
  /** Pause between two replacements, in Swarm's notation. `0s` lets the drains overlap. */
  readonly delay: string
  /** Single sessions are logged at `debug` only, and then the engine that takes the lines down is at work while they
   *  move. */
  readonly logLevel?: 'info' | 'debug'
}

const NODE = ['services', 'minotaur']

/** The stack file's text with the variant's values. */
export async function stackFile({ image, replicas, delay, logLevel = 'debug' }: Variant): Promise<string> {
  const path = join(import.meta.dirname, '..', '..', 'stack.yml')
  // Docker reads YAML 1.1, where 0400 is a mode; the edited document keeps what it is not told to change as it was
  // written.
  const file: Document = parseDocument(await readFile(path, 'utf8'), { version: '1.1' })
  const set = (path: readonly string[], value: unknown) => file.setIn([...NODE, ...path], value)
  set(['image'], image)
  set(['deploy', 'replicas'], replicas)
  // A published port needs a virtual address, and that needs IPVS, which a small kernel lacks. The two exclude each
  // other.
  file.deleteIn([...NODE, 'ports'])
  set(['deploy', 'endpoint_mode'], 'dnsrr')
  // While nobody is healthy Docker asks the host's resolver for tasks.…: nobody listens at this one, and nothing
  // leaves.
  set(['dns'], ['127.0.0.1'])
  // A deploy of three takes seconds instead of a minute; and a machine that is slow for a while is not taken for dead.
  set(['healthcheck', 'interval'], '1s')
  set(['healthcheck', 'timeout'], '10s')
  set(['deploy', 'update_config', 'delay'], delay)
  set(['deploy', 'update_config', 'monitor'], '3s')
  set(['deploy', 'rollback_config', 'delay'], '0s')
  set(['deploy', 'rollback_config', 'monitor'], '3s')
  set(['environment', 'LOG_LEVEL'], logLevel)
  // All share one volume; and a stack that is removed would take a minute to be gone.
  set(['environment', 'SUCCESSOR_WAIT'], '0s')
  return file.toString()
}
