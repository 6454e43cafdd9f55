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

const partsOf = (name: string) => ['--filter', `label=com.docker.stack.namespace=${name}`, '--quiet']

/** `docker stack rm`, until its containers have left in their own time and its network is gone. Its volumes stay, as
 *  Docker keeps them. */
export async function retireStack(docker: Docker, name: string): Promise<void> {
  await removed(docker, name, async () => {
    const containers = lines(await docker.run(['ps', '--all', ...partsOf(name)]))
    return [...containers, ...lines(await docker.run(['network', 'ls', ...partsOf(name)]))]
  })
}

/**
 * Removes a stack until nothing of it is left, its volumes neither: what they hold would go on in the next stack of
 * that name. Nobody waits for a drain: its containers, which have nobody to hand to, are killed.
 */
export async function removeStack(docker: Docker, name: string): Promise<void> {
  await removed(docker, name, async () => {
    const containers = lines(await docker.run(['ps', '--all', ...partsOf(name)]))
    if (containers.length > 0) await docker.run(['rm', '--force', ...containers]).catch(() => {})
    const volumes = lines(await docker.run(['volume', 'ls', ...partsOf(name)]))
    if (volumes.length > 0) await docker.run(['volume', 'rm', ...volumes]).catch(() => {})
    return [...containers, ...volumes, ...lines(await docker.run(['network', 'ls', ...partsOf(name)]))]
  })
}

/** `left` tells what is left, after it has helped. */
async function removed(docker: Docker, name: string, left: () => Promise<string[]>): Promise<void> {
  const until = Date.now() + REMOVE_MS_MAX
  for (;;) {
    // Fails with "network in use", or that there is nothing to remove.
    await docker.run(['stack', 'rm', name]).catch(() => {})
    const parts = await left()
    if (parts.length === 0) return
    if (Date.now() > until) throw new DockerError(`${parts.length} parts of stack ${name} are still there`)
    await sleep(500)
  }
}
