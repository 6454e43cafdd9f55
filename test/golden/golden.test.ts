// What earlier releases wrote, and this one too, is read today as it was meant; and nobody changes it afterwards.
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { saveSession } from '../../node/core/session/state.ts'
import type { Snapshot } from '../../protocol/mesh.ts'
import { GAME, KINDS, sessionIn } from './kinds.ts'
import { make } from './make.ts'
import { currentRelease, damages, filesOf, KEPT, keptReleases, nameOf, read, releaseOf } from './release.ts'
import { fromText, toText } from './text.ts'

const today = currentRelease()
const ASK = 'is missing: run `npm run golden` (CONTRIBUTING.md, "Golden bytes")'

const expected = (release: string, file: string) => fromText(new TextDecoder().decode(read(release, file)))
/** A value as its JSON has it, so that no two kinds of byte arrays differ. */
const plain = (value: unknown) => fromText(toText(value))
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('[G7] this release has golden bytes of every kind of frame, snapshot and file', t => {
  const release = nameOf(today)
  const files = new Set(keptReleases().includes(release) ? filesOf(release) : [])
  const wanted = KINDS.flatMap(({ folder, names }) => names.map(name => `${folder}/${name}.bin`))
  t.deepEqual(
    wanted.filter(file => !files.has(file)).map(file => `${release}/${file} ${ASK}`),
    [],
  )
})

for (const name of keptReleases()) {
  const release = releaseOf(name)
  const files = filesOf(name)
  const inFolder = (folder: string) => files.filter(file => file.startsWith(`${folder}/`) && file.endsWith('.bin'))
  const meaning = (file: string, ending = '.json') => expected(name, file.replace(/\.bin$/, ending))

  test(`[G7] what ${name} wrote was never changed`, t => t.deepEqual(damages(name), []))

  for (const { folder, reads, decode, encode } of KINDS) {
    if (!reads(release, today)) continue
    test(`[G7] ${folder} of ${name} is read as it was meant, and written as it was`, t => {
      t.true(inFolder(folder).length > 0)
      for (const file of inFolder(folder)) {
        const bytes = read(name, file)
        t.deepEqual(plain(decode(bytes)), meaning(file), file)
        t.is(hexOf(encode(meaning(file) as never)), hexOf(bytes), file)
      }
    })
  }

  test(`[G7] sessions of ${name} are still played`, t => {
    t.true(GAME.reads.includes(release.minotaur), `schema ${release.minotaur} is to be read for ever`)
    for (const file of inFolder('snapshot')) {
      const bytes = read(name, file) as Snapshot
      const loaded = sessionIn(bytes)
      // What an older schema becomes is its migration's to say; but the way there and back loses nothing.
      if (release.minotaur === today.minotaur) t.deepEqual(plain(loaded), meaning(file, '.session.json'), file)
      if (GAME.writes.includes(release.minotaur))
        t.is(hexOf(saveSession(loaded, GAME, release.minotaur)), hexOf(bytes), file)
      t.is(GAME.over(loaded.state.game), file.endsWith('over.bin'))
    }
  })
}

// The keeping itself.

function copied(t: ExecutionContext): string {
  const kept = mkdtempSync(join(tmpdir(), 'minotaur-golden-'))
  t.teardown(() => rmSync(kept, { recursive: true }))
  cpSync(KEPT, kept, { recursive: true })
  return kept
}

test('what is missing is made, and what is there stays as it is', t => {
  const kept = mkdtempSync(join(tmpdir(), 'minotaur-golden-'))
  t.teardown(() => rmSync(kept, { recursive: true }))
  const { release, added } = make(kept)
  t.deepEqual([...added].sort(), filesOf(release, kept))
  t.deepEqual(damages(release, kept), [])
  writeFileSync(join(kept, release, 'mesh', 'ping.bin'), 'changed')
  t.deepEqual(make(kept).added, [])
  t.deepEqual(damages(release, kept), [`${release}/mesh/ping.bin was changed`])
})

test('a file that is changed, gone, or put there by hand is found', t => {
  const kept = copied(t)
  const [release] = keptReleases(kept)
  const path = (file: string) => join(kept, release!, file)
  appendFileSync(path('mesh/pong.json'), ' ')
  rmSync(path('mesh/bye.bin'))
  writeFileSync(path('mesh/dance.bin'), 'x')
  t.deepEqual(damages(release!, kept).sort(), [
    `${release}/mesh/bye.bin is gone`,
    `${release}/mesh/dance.bin was changed`,
    `${release}/mesh/pong.json was changed`,
  ])
})

test('what is gone is not made anew: today it might be something else', t => {
  const kept = copied(t)
  const release = nameOf(today)
  rmSync(join(kept, release, 'mesh/bye.bin'))
  t.throws(() => make(kept), { message: /bye\.bin is gone/ })
})

test('a release is told from its name', t => {
  const release = { version: '1.2.0-rc.1', player: 2, mesh: 13, snapshot: 1, minotaur: 4 }
  t.deepEqual(releaseOf(nameOf(release)), release)
  t.throws(() => releaseOf('1.2.0'))
})

test('bytes, lists and texts come out of JSON as they went in', t => {
  const value = { a: new Uint8Array([0, 255]), b: [1, null, 'x [y]', true], c: [], d: { e: ['{', '\n'] } }
  t.deepEqual(fromText(toText(value)), value)
})
