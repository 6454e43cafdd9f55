// How a deploy is asked for from another process.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { requestDeploy, runningMesh, serveControl } from '../../../scripts/local/control.ts'
import type { RollEvent, RollOptions } from '../../../scripts/local/roll.ts'

const options: RollOptions = { parallel: 1, delayMs: 10, overlap: true }
const event: RollEvent = { kind: 'starting', slot: 1, release: 'v2' }

function place(t: { teardown(undo: () => void): void }) {
  const folder = mkdtempSync(join(tmpdir(), 'control-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return {
    file: join(folder, 'x', 'mesh.json'),
    socket: join(folder, 'c.sock'),
    url: 'http://localhost:1',
    opsPort: 2,
    keyFile: join(folder, 'k'),
  }
}

test('a request reaches the mesh, and its events come back', async t => {
  const at = place(t)
  const asked: RollOptions[] = []
  const control = await serveControl(at, async (options, onEvent) => {
    asked.push(options)
    onEvent(event)
  })
  const events: RollEvent[] = []
  await requestDeploy(options, event => events.push(event), at.file)
  t.deepEqual(asked, [options])
  t.deepEqual(events, [event])
  t.is(runningMesh(at.file)?.url, at.url)
  control.close()
  t.false(existsSync(at.file))
})

test('a deploy that fails says why', async t => {
  const at = place(t)
  const control = await serveControl(at, async () => {
    throw new Error('the new node crashed')
  })
  t.teardown(control.close)
  await t.throwsAsync(
    requestDeploy(options, () => undefined, at.file),
    { message: /failed: the new node crashed/ },
  )
})

test('a second deploy is refused while one is on its way', async t => {
  const at = place(t)
  const { promise: end, resolve } = Promise.withResolvers<void>()
  const control = await serveControl(at, async (_, onEvent) => {
    onEvent(event)
    await end
  })
  t.teardown(control.close)
  const begun = Promise.withResolvers<void>()
  const first = requestDeploy(options, () => begun.resolve(), at.file)
  await begun.promise
  await t.throwsAsync(
    requestDeploy(options, () => undefined, at.file),
    { message: /on its way already/ },
  )
  resolve()
  await t.notThrowsAsync(first)
})

test('without a mesh, or with one that is gone, the message says what to do', async t => {
  const at = place(t)
  await t.throwsAsync(
    requestDeploy(options, () => undefined, at.file),
    { message: /npm start/ },
  )
  const gone = { keyFile: '/nowhere', pid: 2 ** 22 + 1, socket: at.socket, url: at.url, opsPort: at.opsPort }
  const file = join(at.socket, '..', 'gone.json')
  writeFileSync(file, JSON.stringify(gone))
  t.is(runningMesh(file), null)
  writeFileSync(file, JSON.stringify({ ...gone, pid: process.pid }))
  await t.throwsAsync(
    requestDeploy(options, () => undefined, file),
    { message: /cannot be asked/ },
  )
})

test('a mesh that ends in the middle is told apart from a deploy that is done', async t => {
  const at = place(t)
  const control = await serveControl(at, async () => {
    setImmediate(() => control.close())
    await new Promise(() => undefined)
  })
  await t.throwsAsync(
    requestDeploy(options, () => undefined, at.file),
    { message: /ended before/ },
  )
})
