// The files of parked sessions, on a real disk.
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { ParkedFile, Parking } from '../../node/core/effect.ts'
import type { Event } from '../../node/core/event.ts'
import { Disk } from '../../node/parking/disk.ts'
import { decodeFile, encodeFile } from '../../node/parking/format.ts'
import type { Epoch, SessionId, Version } from '../../protocol/ids.ts'

const session = 'abcd.2.peer' as SessionId
const parking: Parking = {
  file: `${session}-7`,
  session,
  epoch: 7 as Epoch,
  version: 9 as Version,
  bytes: new Uint8Array([1, 2, 3]),
}
const file: ParkedFile = { file: parking.file, session }

async function open(t: ExecutionContext, dir?: string) {
  const at = dir ?? (await mkdtemp(join(tmpdir(), 'minotaur-disk-')))
  if (!dir) t.teardown(() => rm(at, { recursive: true, force: true }))
  const events: Event[] = []
  const reports: string[] = []
  const disk = await Disk.open({
    dir: at,
    emit: event => events.push(event),
    report: (name, error) => reports.push(`${name}: ${error}`),
  })
  return { disk, at, events, reports, names: async () => (await readdir(at)).sort() }
}

async function park({ disk }: { disk: Disk }): Promise<void> {
  disk.perform({ kind: 'write', parking, unsure: false })
  await disk.idle()
  disk.perform({ kind: 'mark', file: parking.file })
  await disk.idle()
}

test('[G8] a session is written, marked, found and taken, whole', async t => {
  const d = await open(t)
  await park(d)
  t.deepEqual(await d.names(), [`${session}-7.parked`])
  await d.disk.scan(Date.now())
  d.disk.perform({ kind: 'take', file })
  await d.disk.idle()
  t.deepEqual(d.events, [
    { kind: 'written', session, file: parking.file, error: null },
    { kind: 'marked', file: parking.file, error: null },
    { kind: 'found', files: [file] },
    { kind: 'taken', file, bytes: parking.bytes },
  ])
  t.deepEqual(await d.names(), [`${session}-7.taken`])
})

test('[G8] of two processes that take one file, one has it', async t => {
  const a = await open(t)
  const b = await open(t, a.at)
  await park(a)
  for (const { disk } of [a, b]) disk.perform({ kind: 'take', file })
  await Promise.all([a.disk.idle(), b.disk.idle()])
  t.is([...a.events, ...b.events].filter(event => event.kind === 'taken').length, 1)
  t.deepEqual([...a.reports, ...b.reports], [])
})

test('what is written and not marked, or unsure, is never found', async t => {
  const d = await open(t)
  d.disk.perform({ kind: 'write', parking, unsure: false })
  d.disk.perform({ kind: 'write', parking, unsure: true })
  await d.disk.idle()
  await d.disk.scan(Date.now())
  t.deepEqual(await d.names(), [`${session}-7.unsure`, `${session}-7.writing`])
  t.false(d.events.some(event => event.kind === 'found'))
  d.disk.perform({ kind: 'discard', file: parking.file })
  await d.disk.idle()
  t.deepEqual(await d.names(), [`${session}-7.unsure`])
})

const whole = encodeFile(parking)
const damages: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['empty', new Uint8Array(0), /not a saved session/],
  ['cut off', whole.slice(0, -2), /not a saved session/],
  ['foreign', new TextEncoder().encode('hello'), /not a saved session/],
  ['changed', whole.map((byte, at) => (at === whole.length - 1 ? byte ^ 1 : byte)), /checksum/],
  ['newer', encodeFile(parking).map((byte, at) => (at === 18 ? 9 : byte)), /format 9, this release reads 1/],
]

for (const [what, bytes, why] of damages) {
  test(`a file that is ${what} is set aside with a clear error, and the others are resumed`, async t => {
    const d = await open(t)
    await park(d)
    await writeFile(join(d.at, 'bad-1.parked'), bytes)
    d.disk.perform({ kind: 'take', file: { file: 'bad-1', session: 'bad' as SessionId } })
    d.disk.perform({ kind: 'take', file })
    await d.disk.idle()
    t.regex(d.reports.join(), why)
    t.deepEqual(await d.names(), [`${session}-7.taken`, 'bad-1.bad'])
    t.is(d.events.filter(event => event.kind === 'taken').length, 1)
  })
}

test('a file under the name of another session is set aside', async t => {
  const d = await open(t)
  await writeFile(join(d.at, 'other-1.parked'), whole)
  d.disk.perform({ kind: 'take', file: { file: 'other-1', session: 'other' as SessionId } })
  await d.disk.idle()
  t.regex(d.reports[0] ?? '', /holds the session abcd/)
})

test('a directory that cannot be written to is refused at once', async t => {
  await t.throwsAsync(open(t, join(import.meta.filename, 'below-a-file')), { message: /ENOTDIR/ })
})

test('a disk that fails is told of, and nothing of it is left', async t => {
  const d = await open(t)
  await rm(d.at, { recursive: true })
  d.disk.perform({ kind: 'write', parking, unsure: false })
  await d.disk.idle()
  const [event] = d.events
  t.true(event?.kind === 'written' && event.error !== null && /ENOENT/.test(event.error))
})

test('what was resumed is kept for a day', async t => {
  const d = await open(t)
  await park(d)
  d.disk.perform({ kind: 'take', file })
  await d.disk.idle()
  const path = join(d.at, `${session}-7.taken`)
  const yesterday = Date.now() / 1000 - 25 * 3600
  await d.disk.scan(Date.now())
  t.is((await readFile(path)).byteLength, whole.byteLength)
  await utimes(path, yesterday, yesterday)
  await d.disk.scan(Date.now())
  t.deepEqual(await d.names(), [])
})

test('the format keeps all of it', t => {
  t.deepEqual(decodeFile(whole), { session, epoch: parking.epoch, version: parking.version, bytes: parking.bytes })
})
