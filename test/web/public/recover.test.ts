// The script that loads a page again when parts of it are missing, run against a page made of a few fakes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import test from 'ava'

const SOURCE = readFileSync(join(import.meta.dirname, '../../../web/public/recover.js'), 'utf8')

type Listener = (event: { readonly target: unknown }) => void

/** One load of the page; `storage` lives on from load to load, null: it is forbidden. */
function load(storage: Map<string, string> | null, missing: readonly string[]) {
  const listeners = new Map<string, Listener>()
  const waits: number[] = []
  const forbid = () => {
    throw new Error('forbidden')
  }
  const sessionStorage = storage
    ? {
        getItem: (key: string) => storage.get(key) ?? null,
        setItem: (key: string, value: string) => storage.set(key, value),
        removeItem: (key: string) => storage.delete(key),
      }
    : { getItem: forbid, setItem: forbid, removeItem: forbid }
  runInNewContext(SOURCE, {
    sessionStorage,
    location: { reload: () => undefined },
    addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
    setTimeout: (_: () => void, ms: number) => waits.push(ms),
  })
  for (const tagName of missing) listeners.get('error')?.({ target: { tagName } })
  listeners.get('load')?.({ target: null })
  return waits
}

test('a page that is whole is left alone', t => t.deepEqual(load(new Map(), []), []))

test('a missing script or style loads the page again, once, after a moment', t => {
  const [wait, ...more] = load(new Map(), ['LINK', 'SCRIPT'])
  t.true(wait! >= 150 && wait! <= 300)
  t.deepEqual(more, [])
})

test('an error of something else does not', t => t.deepEqual(load(new Map(), ['IMG']), []))

test('the waits grow, and end: the page is not loaded for ever', t => {
  const storage = new Map<string, string>()
  const waits = Array.from({ length: 12 }, () => load(storage, ['SCRIPT'])).flat()
  t.is(waits.length, 12)
  t.true(waits.every(wait => wait <= 5000))
  t.true(waits.at(-1)! > waits[0]!)
  t.deepEqual(load(storage, ['SCRIPT']), [])
  t.is(load(storage, ['SCRIPT']).length, 1, 'who asks again by hand has all tries again')
})

test('one whole load forgets the tries before', t => {
  const storage = new Map<string, string>()
  for (let n = 0; n < 5; n++) load(storage, ['SCRIPT'])
  load(storage, [])
  t.is(storage.size, 0)
})

test('where nothing can be counted nothing is loaded again', t => t.deepEqual(load(null, ['SCRIPT']), []))
