// The mesh key is changed while people play: real processes, one deploy after the other, and nobody notices.
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import test from 'ava'
import { runLoad } from '../../scripts/load/run.ts'
import { signIn, targetOf } from '../../scripts/load/sign-in.ts'
import { forks, movesFrom, notes } from '../../scripts/local/journal.ts'
import { freePort } from '../../scripts/local/ports.ts'
import { type RollEvent, roll } from '../../scripts/local/roll.ts'
import { meshFor } from './ground.ts'

const next = randomBytes(32).toString('hex')

const rotates = test.macro(async (t, steps: (old: string) => readonly (readonly string[])[]) => {
  const port = await freePort()
  const target = targetOf(`http://127.0.0.1:${port}`)
  const mesh = await meshFor(t, { port })
  const before = await signIn(target, 'Theseus')
  const ends: RollEvent[] = []
  const outcome = await runLoad({
    target,
    players: 16,
    sessions: null,
    seconds: 6,
    paceMs: 60,
    seed: 3,
    trouble: async () => {
      for (const keys of steps(readFileSync(mesh.keyFile, 'utf8').trim())) {
        writeFileSync(mesh.keyFile, `${keys.join('\n')}\n`)
        await roll(
          mesh,
          { parallel: 1, delayMs: 0, overlap: false },
          event => event.kind === 'left' && ends.push(event),
        )
      }
    },
    onProgress: () => undefined,
  })
  t.deepEqual(outcome.verdict.violations, [])
  t.deepEqual(outcome.complaints, [])
  t.true(outcome.verdict.acked > 0)
  t.deepEqual(
    ends.map(event => event.kind === 'left' && event.exit.code),
    Array(3 * steps('').length).fill(0),
  )
  t.deepEqual([...forks(mesh.nodes), ...mesh.nodes.flatMap(node => notes(node, 'invariant'))], [])
  t.true(mesh.nodes.flatMap(movesFrom).length > 0, 'the deploys moved something')
  // Whoever has not come back meanwhile is known no more: the old key is out of use.
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${before}` }
  const answer = await fetch(`${target.http}/api/name`, { method: 'POST', headers, body: '{"name":"Theseus"}' })
  t.is(answer.status, 401)
  t.regex(await answer.text(), /key of another mesh/)
})

test(
  '[G2] [G3] a mesh that gets a new key below the old one, and then the new one alone, loses no command, player or node',
  rotates,
  old => [[old, next], [next]],
)
test('[G2] [G3] the same with the new key above the old one', rotates, old => [[next, old], [next]])
