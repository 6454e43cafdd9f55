// What is written to a real disk, a full one too, and what is left where that fails.
import { appendFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import type { Version } from '../../protocol/ids.ts'
import { open, saving, session } from './open.ts'

/** What is written under that name meets a full disk: the device that is always full takes its place. */
const fill = (at: string, name: string) => symlink('/dev/full', join(at, `${name}.half`))

test('[G8] a full disk keeps nothing of what it could not take, however often that is tried', async t => {
  const d = await open(t)
  for (let version = 1; version <= 5; version++) {
    const file = `${session}-7-${version}`
    for (const [as, ending] of [
      ['checkpoint', 'check'],
      ['parking', 'writing'],
      ['unsure', 'unsure'],
    ] as const) {
      await fill(d.at, `${file}.${ending}`)
      d.disk.perform({ kind: 'write', saving: { ...saving, file }, as })
    }
    await d.disk.idle()
  }
  t.deepEqual(await d.names(), [])
  const errors = d.events.flatMap(event => (event.kind === 'written' ? [event.error] : []))
  t.is(errors.filter(error => error?.includes('ENOSPC')).length, 15)
})

test('what a node could not save at its end is told as that', async t => {
  const d = await open(t)
  await fill(d.at, `${saving.file}.unsure`)
  d.disk.perform({ kind: 'write', saving, as: 'unsure' })
  await d.disk.idle()
  t.regex(d.reports.join(), /^unwritten abcd.2.peer-7-9: .*ENOSPC/)
})

test('[G8] checkpoints come about in the order in which they are asked for, many at a time', async t => {
  const d = await open(t)
  const copies = Array.from({ length: 50 }, (_, n) => ({ ...saving, file: `${session}-7-${n}`, version: n as Version }))
  for (const copy of copies) {
    d.disk.perform({ kind: 'write', saving: copy, as: 'checkpoint' })
    if (copy.version > 0)
      d.disk.perform({ kind: 'discard', file: `${session}-7-${copy.version - 1}`, as: 'checkpoint' })
  }
  d.disk.perform({ kind: 'discard', file: `${session}-7-49`, as: 'checkpoint' })
  d.disk.perform({ kind: 'write', saving: copies[49]!, as: 'checkpoint' })
  await d.disk.idle()
  t.deepEqual(await d.names(), [`${session}-7-49.check`])
  t.is(d.events.filter(({ kind }) => kind === 'written').length, 51)
})

test('what a node that died had half written of a checkpoint goes once nobody has gone on with it for many looks', async t => {
  const d = await open(t)
  const [dead, alive, parking] = ['a-1-1.check.half', 'b-1-1.check.half', 'c-1-1.writing.half']
  for (const name of [dead, alive, parking]) await writeFile(join(d.at, name), 'x')
  for (let looks = 0; looks < 30; looks++) {
    if (looks % 5 === 0) await appendFile(join(d.at, alive), 'x')
    await d.disk.scan(Date.now())
  }
  t.deepEqual(await d.names(), [alive, parking])
})
