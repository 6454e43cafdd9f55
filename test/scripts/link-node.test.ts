import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'

const STEP = join(import.meta.dirname, '../../scripts/link-node.mjs')
const OWN = `node-linux-${process.arch}`

interface Done {
  readonly directory: string
  readonly told: string
  readonly code: number | null
}

/** What the step does to a directory of packages that Node `version` installed. */
async function after(t: ExecutionContext, files: readonly string[], version = '20.19.0'): Promise<Done> {
  const directory = await mkdtemp(join(tmpdir(), 'minotaur-link-'))
  t.teardown(() => rm(directory, { recursive: true }))
  for (const file of files) {
    await mkdir(join(directory, file, '..'), { recursive: true })
    await writeFile(join(directory, file), file)
  }
  const { stdout: told, status: code } = spawnSync(process.execPath, [STEP, directory, version], { encoding: 'utf8' })
  return { directory, told, code }
}

test('where npm left no link to Node 24, there is one after', async t => {
  const { directory, told, code } = await after(t, [`${OWN}/bin/node`])
  t.is(told, '')
  t.is(code, 0)
  t.is(await readlink(join(directory, '.bin', 'node')), `../${OWN}/bin/node`)
  t.is(await readFile(join(directory, '.bin', 'node'), 'utf8'), `${OWN}/bin/node`)
})

test('what npm linked stays as it is', async t => {
  const { directory, told } = await after(t, [`${OWN}/bin/node`, '.bin/node'])
  t.is(told, '')
  t.is(await readFile(join(directory, '.bin', 'node'), 'utf8'), '.bin/node')
})

test('where no package is for this machine, nothing is done', async t => {
  const { directory, told } = await after(t, ['node-linux-other/bin/node'])
  t.is(told, '')
  await t.throwsAsync(readlink(join(directory, '.bin', 'node')), { code: 'ENOENT' })
})

test('what cannot be linked is told, and fails no installation', async t => {
  const { told, code } = await after(t, [`${OWN}/bin/node`, '.bin'])
  t.regex(told, /Node 24 could not be linked/)
  t.is(code, 0)
})

test('a Node that is too old to install with is named, with what to do, and the installation fails', async t => {
  for (const version of ['18.20.4', '20.18.3', '21.7.0', '22.11.0']) {
    const { told, code } = await after(t, [], version)
    t.true(told.startsWith(`Node ${version} is too old`))
    t.regex(told, /npm install --prefix/)
    t.is(code, 1)
  }
  for (const version of ['20.19.0', '22.12.0', '23.0.0', '24.1.0']) t.is((await after(t, [], version)).code, 0)
})
