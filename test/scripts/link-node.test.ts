import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'

const STEP = join(import.meta.dirname, '../../scripts/link-node.mjs')
const OWN = `node-linux-${process.arch}`

/** A directory of packages; @returns it and what the step prints of it. */
async function after(t: ExecutionContext, files: readonly string[]): Promise<{ directory: string; told: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'minotaur-link-'))
  t.teardown(() => rm(directory, { recursive: true }))
  for (const file of files) {
    await mkdir(join(directory, file, '..'), { recursive: true })
    await writeFile(join(directory, file), file)
  }
  return { directory, told: execFileSync(process.execPath, [STEP, directory], { encoding: 'utf8' }) }
}

test('where npm left no link to Node 24, there is one after', async t => {
  const { directory, told } = await after(t, [`${OWN}/bin/node`])
  t.is(told, '')
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
  const { told } = await after(t, [`${OWN}/bin/node`, '.bin'])
  t.regex(told, /Node 24 could not be linked/)
})
