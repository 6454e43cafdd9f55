// The system's own commands for networks. Where one is missing, or may not do its work, a run has tried nothing
// and must fail, in one line that says what to do.
import { execFileSync } from 'node:child_process'
import { which } from '../swarm/install.ts'
import { ExplainedError } from './arguments.ts'

/** Each with its package on Debian. */
const TOOLS = { ip: 'iproute2', iptables: 'iptables' } as const

/** @throws ExplainedError where this machine lacks something. */
export async function assertUsable(what: string): Promise<void> {
  if (process.getuid?.() !== 0) throw new ExplainedError(`${what} makes networks of its own, so run it as root`)
  for (const [tool, from] of Object.entries(TOOLS)) {
    if ((await which(tool)) === null)
      throw new ExplainedError(
        `${what} needs \`${tool}\`: apt-get install ${from}, or run the tests with it on the PATH`,
      )
  }
  const probe = `minotaur-${process.pid}-probe`
  try {
    run(`ip netns add ${probe}`)
  } catch (error) {
    const why = (error as Error).message
    throw new ExplainedError(
      `${what} may make no network namespace here: give it CAP_NET_ADMIN and CAP_SYS_ADMIN (${why})`,
    )
  }
  run(`ip netns del ${probe}`)
}

/** To its end, for these commands take milliseconds, and an exiting process can wait for nothing else. @throws
 *  ExplainedError with what it said. */
export function run(line: string): string {
  const [command, ...args] = line.split(' ')
  try {
    return execFileSync(command!, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: ENV })
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string }
    throw new ExplainedError(`\`${line}\`: ${stderr?.trim() || message}`)
  }
}

/** Not every shell of root's has the folders in which these commands are. */
const ENV = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
