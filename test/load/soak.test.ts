// A minute of a soak, with all that is done to a mesh in hours.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'

const SOAK = join(import.meta.dirname, '..', '..', 'scripts', 'soak.ts')

test('a minute of a soak kills and deploys, loses nothing, and leaves a line for each interval and a page', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const [csv, report] = [join(folder, 'soak.csv'), join(folder, 'soak.html')]
  const asked = '--minutes 1 --players 12 --rate 24 --kill 15s --deploy 25s --cut 0 --every 10s'.split(' ')
  const { stderr } = await promisify(execFile)(process.execPath, [SOAK, ...asked, '--csv', csv, '--report', report])
  t.log(stderr)
  t.regex(stderr, /PASSED/)
  const [head, ...lines] = readFileSync(csv, 'utf8').trim().split('\n')
  const rows = lines.map(line => {
    const values = line.split(',').map(Number)
    return Object.fromEntries(head!.split(',').map((name, at) => [name, values[at]!]))
  })
  t.true(rows.length >= 5)
  const last = rows.at(-1)!
  t.true(last.kills! >= 1)
  t.true(last.deploys! >= 1)
  t.is(last.lost, 0)
  t.true(rows.every(row => row.memory_max_mb! > 0 && row.descriptors_max! > 0))
  const page = readFileSync(report, 'utf8')
  t.regex(page, /Memory of the largest node/)
  t.notRegex(page, /(?:src|href)="/, 'the page asks for nothing from elsewhere')
})

test('a soak in which a limit is passed fails', async t => {
  const asked = '--minutes 1 --players 2 --rate 4 --kill 0 --deploy 0 --cut 0 --every 5s --max-descriptors 1'.split(' ')
  const error: { code?: number; stderr?: string } = await promisify(execFile)(process.execPath, [SOAK, ...asked]).then(
    () => ({}),
    reason => reason,
  )
  t.is(error.code, 1)
  t.regex(error.stderr ?? '', /TOO MUCH: a node had \d+ descriptors open, above 1/)
})
