// Stacks on an engine: deploy, list, and remove for good.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Docker, DockerError } from './docker.ts'

const REMOVE_MS_MAX = 90_000

const lines = (output: string): string[] => output.split('\n').filter(line => line !== '')

export async function stackNames(docker: Docker): Promise<string[]> {
  return lines(await docker.run(['stack', 'ls', '--format', '{{.Name}}']))
}

/** Deploys a stack file's text. No registry is asked for the image: it is what this engine has under that name. */
export async function deployStack(docker: Docker, name: string, file: string): Promise<void> {
  await docker.run(['stack', 'deploy', '--resolve-image', 'never', '-c', '-', name], { input: file })
}

/** Removes a stack until nothing of it is left. Nobody waits for a drain: its containers, which have nobody to hand to, are killed. */
export async function removeStack(docker: Docker, name: string): Promise<void> {
  const mine = ['--filter', `label=com.docker.stack.namespace=${name}`, '--quiet']
  const until = Date.now() + REMOVE_MS_MAX
  for (;;) {
    // Fails with "network in use", or that there is nothing to remove.
    await docker.run(['stack', 'rm', name]).catch(() => {})
    const containers = lines(await docker.run(['ps', '--all', ...mine]))
    if (containers.length > 0) await docker.run(['rm', '--force', ...containers]).catch(() => {})
    const left = [...containers, ...lines(await docker.run(['network', 'ls', ...mine]))]
    if (left.length === 0) return
    if (Date.now() > until) throw new DockerError(`${left.length} parts of stack ${name} are still there`)
    await sleep(500)
  }
}
