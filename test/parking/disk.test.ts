// The files of parked sessions, on a real disk.
import { readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import type { FoundFile } from '../../node/core/effect.ts'
import type { Event } from '../../node/core/event.ts'
import type { Disk } from '../../node/parking/disk.ts'
import { decodeFile, encodeFile } from '../../node/parking/format.ts'
import { encodeSnapshot } from '../../protocol/codec.ts'
import type { SessionId } from '../../protocol/ids.ts'
import { file, found, open, saving, session } from './open.ts'

const DAY_MS = 24 * 3_600_000

async function park({ disk }: { disk: Disk }): Promise<void> {
  disk.perform({ kind: 'write', saving, as: 'parking' })
  await disk.idle()
  disk.perform({ kind: 'mark', file: saving.file })
  await disk.idle()
}

/** What came of all that was to be taken, what nobody got first. */
const got = (events: readonly Event[]) =>
  events.flatMap(event => (event.kind === 'taken' ? [event.bytes] : [])).sort((a, b) => Number(!!a) - Number(!!b))

test('[G8] a session is written, marked, found and taken, whole', async t => {
  const d = await open(t)
  await park(d)
  t.deepEqual(await d.names(), [`${session}-7-9.parked`])
  await d.disk.scan(Date.now())
  d.disk.perform({ kind: 'take', file })
  await d.disk.idle()
  t.like(found(d.events)[0], { file: saving.file, kind: 'parked', session, epoch: 7, version: 9 })
  t.deepEqual(d.events, [
    { kind: 'written', session, file: saving.file, as: 'parking', error: null },
    { kind: 'marked', file: saving.file, error: null, absent: false },
    { kind: 'found', files: found(d.events) },
    { kind: 'taken', file, bytes: saving.bytes },
  ])
  t.deepEqual(await d.names(), [`${session}-7-9.taken`])
})

test('[G8] a file is marked once, whoever does, and one that is not there is told of', async t => {
  const d = await open(t)
  await park(d)
  const mark = async () => {
    d.disk.perform({ kind: 'mark', file: saving.file })
    await d.disk.idle()
    return d.events.at(-1)
  }
  t.like(await mark(), { error: null, absent: false })
  d.disk.perform({ kind: 'take', file })
  await d.disk.idle()
  t.like(await mark(), { error: null, absent: false })
  t.deepEqual(await d.names(), [`${session}-7-9.taken`])
  await rm(join(d.at, `${session}-7-9.taken`))
  t.like(await mark(), { kind: 'marked', absent: true })
})

test('[G8] of two processes that take one file, one has it', async t => {
  const a = await open(t)
  const b = await open(t, a.at)
  await park(a)
  for (const { disk } of [a, b]) disk.perform({ kind: 'take', file })
  await Promise.all([a.disk.idle(), b.disk.idle()])
  t.deepEqual(got([...a.events, ...b.events]), [null, saving.bytes])
  t.deepEqual([...a.reports, ...b.reports], [])
})

test('[G8] what is written and not marked, or unsure, is found as what it is', async t => {
  const d = await open(t)
  d.disk.perform({ kind: 'write', saving, as: 'parking' })
  d.disk.perform({ kind: 'write', saving, as: 'unsure' })
  await d.disk.idle()
  await d.disk.scan(Date.now())
  t.deepEqual(await d.names(), [`${session}-7-9.unsure`, `${session}-7-9.writing`])
  t.deepEqual(
    found(d.events)
      .map(({ kind }) => kind)
      .toSorted(),
    ['parking', 'unsure'],
  )
  d.disk.perform({ kind: 'discard', file: saving.file, as: 'parking' })
  await d.disk.idle()
  t.deepEqual(await d.names(), [`${session}-7-9.unsure`])
})

test('[G8] what players had done is told by a name, and of an earlier release by what is in the file', async t => {
  const d = await open(t)
  const seats = [{ last: 3 }, { last: 0 }]
  const bytes = encodeSnapshot({ game: 'any', schema: 1, state: { seats } })
  await writeFile(join(d.at, `${session}-7-9.check`), encodeFile({ ...saving, bytes }))
  await writeFile(join(d.at, `${session}-7-10-8.check`), 'whatever')
  await writeFile(join(d.at, `${session}-7-11.check`), 'damaged')
  await d.disk.scan(Date.now())
  t.deepEqual(
    found(d.events)
      .map(({ version, inputs }) => [version, inputs] as const)
      .toSorted(),
    [
      [10, 8],
      [11, 0],
      [9, 5],
    ] as never,
  )
})

const whole = encodeFile(saving)
const damages: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['empty', new Uint8Array(0), /not a saved session/],
  ['cut off', whole.slice(0, -2), /not a saved session/],
  ['foreign', new TextEncoder().encode('hello'), /not a saved session/],
  ['changed', whole.map((byte, at) => (at === whole.length - 1 ? byte ^ 1 : byte)), /checksum/],
  ['newer', encodeFile(saving).map((byte, at) => (at === 18 ? 9 : byte)), /format 9, this release reads 1/],
]

for (const [what, bytes, why] of damages) {
  test(`a file that is ${what} is set aside with a clear error, and the others are resumed`, async t => {
    const d = await open(t)
    await park(d)
    await writeFile(join(d.at, 'bad-1-1.parked'), bytes)
    d.disk.perform({ kind: 'take', file: { ...file, file: 'bad-1-1', session: 'bad' as SessionId } })
    d.disk.perform({ kind: 'take', file })
    await d.disk.idle()
    t.regex(d.reports.join(), why)
    t.deepEqual(await d.names(), [`${session}-7-9.taken`, 'bad-1-1.bad'])
    t.deepEqual(got(d.events), [null, saving.bytes])
  })
}

test('a file under the name of another session is set aside', async t => {
  const d = await open(t)
  await writeFile(join(d.at, 'other-1-1.parked'), whole)
  d.disk.perform({ kind: 'take', file: { ...file, file: 'other-1-1', session: 'other' as SessionId } })
  await d.disk.idle()
  t.regex(d.reports[0] ?? '', /holds the session abcd/)
})

test('a directory that cannot be written to is refused at once', async t => {
  await t.throwsAsync(open(t, join(import.meta.filename, 'below-a-file')), { message: /ENOTDIR/ })
})

test("nodes that start at once in one directory do not get in each other's way", async t => {
  const { at } = await open(t)
  // In containers they even have one process id.
  await Promise.all(Array.from({ length: 50 }, () => open(t, at)))
  t.deepEqual(await readdir(at), [])
})

test('a disk that fails is told of, and nothing of it is left', async t => {
  const d = await open(t)
  await rm(d.at, { recursive: true })
  d.disk.perform({ kind: 'write', saving, as: 'parking' })
  await d.disk.idle()
  const [event] = d.events
  t.true(event?.kind === 'written' && event.error !== null && /ENOENT/.test(event.error))
})

test('[G8] no age removes a file, and one that was taken is as old as its taking', async t => {
  const d = await open(t)
  await park(d)
  const path = (ending: string) => join(d.at, `${session}-7-9.${ending}`)
  const written = new Date(Date.now() - 3 * DAY_MS)
  await utimes(path('parked'), written, written)
  d.disk.perform({ kind: 'take', file })
  d.disk.perform({ kind: 'write', saving, as: 'checkpoint' })
  await d.disk.idle()
  await d.disk.scan(Date.now())
  const [checkpoint, taken] = found(d.events).toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
  t.is(Math.round(taken!.savedAt / 1000), Math.round(written.getTime() / 1000))
  for (const { idleMs } of [taken!, checkpoint!]) t.true(Math.abs(idleMs) < 60_000)
  for (const ahead of [8, 800, -8]) {
    await d.disk.scan(Date.now() + ahead * DAY_MS)
    t.deepEqual(await d.names(), [`${session}-7-9.check`, `${session}-7-9.taken`])
  }
})

test('[G8] what was taken is put back for another, or goes where its session has ended', async t => {
  const d = await open(t)
  await park(d)
  for (const effect of [
    { kind: 'take', file },
    { kind: 'put-back', file: saving.file },
  ] as const) {
    d.disk.perform(effect)
    await d.disk.idle()
  }
  t.deepEqual(await d.names(), [`${session}-7-9.parked`])
  for (const effect of [
    { kind: 'discard', file: saving.file, as: 'taken' },
    { kind: 'take', file },
  ] as const) {
    d.disk.perform(effect)
    await d.disk.idle()
  }
  t.deepEqual(await d.names(), [`${session}-7-9.taken`])
  d.disk.perform({ kind: 'discard', file: saving.file, as: 'taken' })
  await d.disk.idle()
  t.deepEqual(await d.names(), [])
})

test('the format keeps all of it', t => {
  t.deepEqual(decodeFile(whole), { session, epoch: saving.epoch, version: saving.version, bytes: saving.bytes })
})

test('[G8] a checkpoint is found beside what is parked, read without being taken, and goes when it is discarded', async t => {
  const d = await open(t)
  d.disk.perform({ kind: 'write', saving, as: 'checkpoint' })
  await d.disk.idle()
  await d.disk.scan(Date.now())
  const [checkpoint] = found(d.events)
  t.like(checkpoint, { file: saving.file, kind: 'checkpoint', session, epoch: 7, version: 9 })
  t.true(Math.abs(checkpoint!.savedAt - Date.now()) < 60_000)
  d.disk.perform({ kind: 'take', file: checkpoint! })
  await d.disk.idle()
  t.deepEqual(d.events.at(-1), { kind: 'taken', file: checkpoint!, bytes: saving.bytes })
  t.deepEqual(await d.names(), [`${session}-7-9.check`])
  d.disk.perform({ kind: 'discard', file: saving.file, as: 'checkpoint' })
  await d.disk.idle()
  t.deepEqual(await d.names(), [])
})

test('a checkpoint that is gone is no error, and a damaged one is set aside', async t => {
  const d = await open(t)
  const checkpoint: FoundFile = { ...file, kind: 'checkpoint' }
  d.disk.perform({ kind: 'take', file: checkpoint })
  await d.disk.idle()
  t.deepEqual([d.events, d.reports], [[{ kind: 'taken', file: checkpoint, bytes: null }], []])
  await writeFile(join(d.at, `${saving.file}.check`), whole.slice(0, -2))
  d.disk.perform({ kind: 'take', file: checkpoint })
  await d.disk.idle()
  t.deepEqual(await d.names(), [`${session}-7-9.bad`])
  t.is(d.reports.length, 1)
})
