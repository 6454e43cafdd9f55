// stack.yml as operators deploy it, and what a test makes of it.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { parse } from 'yaml'
import { loadConfig } from '../../node/config.ts'
import { SECRET, stackFile } from './stack-file.ts'

/** As Docker reads it: YAML 1.1, and ${NAME:-default}. */
const read = (text: string) => parse(text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'), { version: '1.1' })
const original = async () => read(await readFile(join(import.meta.dirname, '..', '..', 'stack.yml'), 'utf8'))

test('a new node comes before its predecessor goes, one at a time, and a bad release is taken back', async t => {
  const { deploy } = (await original()).services.minotaur
  for (const config of [deploy.update_config, deploy.rollback_config])
    t.like(config, { order: 'start-first', parallelism: 1 })
  t.like(deploy.update_config, { failure_action: 'rollback', max_failure_ratio: 0 })
  t.is(deploy.replicas, 3)
})

/** The environment as the node gets it, with Swarm's templates filled in. */
async function environment(): Promise<Record<string, string>> {
  const { environment } = (await original()).services.minotaur
  const filled = Object.entries(environment).map(([name, value]) => [
    name,
    String(value).replaceAll(/\{\{[^}]*\}\}/g, 'x'),
  ])
  return Object.fromEntries(filled)
}

test('a node takes every setting of the stack file', async t => {
  const asked: string[] = []
  const config = loadConfig(await environment(), path => {
    asked.push(path)
    return 'k'.repeat(32)
  })
  t.deepEqual(asked, ['/run/secrets/mesh_key'])
  t.deepEqual(config.warnings, [])
})

test('a drain may take less than Swarm waits before it kills', async t => {
  const grace: string = (await original()).services.minotaur.stop_grace_period
  const { drainDeadlineMs } = loadConfig(await environment(), () => 'k'.repeat(32))
  t.regex(grace, /^\d+s$/)
  t.true(drainDeadlineMs < Number.parseInt(grace, 10) * 1000)
})

test('only the port for players is published, and what operators see is for the container alone', async t => {
  const { ports } = (await original()).services.minotaur
  const { port, ops } = loadConfig(await environment(), () => 'k'.repeat(32))
  t.deepEqual(
    ports.map(({ target }: { target: number }) => target),
    [port],
  )
  t.like(ops, { reach: 'local', onPlayersPort: false })
})

test('the container has no more rights than it needs', async t => {
  const { services, secrets } = await original()
  t.like(services.minotaur, { init: true, user: '1000:1000', read_only: true, cap_drop: ['ALL'] })
  t.like(services.minotaur.secrets[0], { source: SECRET, uid: '1000', mode: 0o400 })
  t.true(secrets[SECRET].external)
})

test('what a test deploys differs in nothing but what its engine lacks, and in its pace', async t => {
  const before = await original()
  const after = read(await stackFile({ image: 'minotaur:7', replicas: 1, delay: '0s' }))
  const { ports, ...node } = before.services.minotaur
  t.truthy(ports)
  t.deepEqual(after, {
    ...before,
    services: {
      minotaur: {
        ...node,
        image: 'minotaur:7',
        dns: ['127.0.0.1'],
        environment: { ...node.environment, LOG_LEVEL: 'debug', SUCCESSOR_WAIT: '0s' },
        healthcheck: { ...node.healthcheck, interval: '1s', timeout: '10s' },
        deploy: {
          ...node.deploy,
          replicas: 1,
          endpoint_mode: 'dnsrr',
          update_config: { ...node.deploy.update_config, delay: '0s', monitor: '3s' },
          rollback_config: { ...node.deploy.rollback_config, delay: '0s', monitor: '3s' },
        },
      },
    },
  })
})
