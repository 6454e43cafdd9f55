// Players on real sockets while nodes come, go and die, and the verdict over every command they were told is confirmed.

import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { showAftermath, showOutcome } from '../../scripts/load/report.ts'
import { type RunOptions, runLoad } from '../../scripts/load/run.ts'
import { targetOf } from '../../scripts/load/sign-in.ts'
import { activations, forks, movesFrom, notes } from '../../scripts/local/journal.ts'
import { aftermath, kill } from '../../scripts/local/kill.ts'
import type { LocalMesh } from '../../scripts/local/local-mesh.ts'
import { freePort } from '../../scripts/local/ports.ts'
import { roll } from '../../scripts/local/roll.ts'
import { meshFor } from './ground.ts'

const run = (port: number, trouble: RunOptions['trouble'], seconds = 9) =>
  runLoad({
    target: targetOf(`http://127.0.0.1:${port}`),
    players: 40,
    sessions: null,
    seconds,
    paceMs: 60,
    seed: 3,
    trouble,
    onProgress: () => undefined,
  })

/** What no run may leave in the logs. */
const broken = (mesh: LocalMesh) => [...forks(mesh.nodes), ...mesh.nodes.flatMap(node => notes(node, 'invariant'))]

test('[G1] [G2] [G3] a rolling deploy under play loses nothing, and no session moves twice', async t => {
  const port = await freePort()
  const mesh = await meshFor(t, { port })
  const exits: (number | null)[] = []
  const outcome = await run(port, () =>
    roll(mesh, { parallel: 1, delayMs: 300, overlap: false }, event => {
      if (event.kind === 'left') exits.push(event.exit.code)
    }),
  )
  t.log(showOutcome(outcome))
  t.deepEqual(outcome.verdict.violations, [])
  t.deepEqual(outcome.complaints, [])
  t.true(outcome.verdict.acked > 0)
  t.deepEqual(exits, [0, 0, 0])
  t.deepEqual(broken(mesh), [])
  const sessions = mesh.nodes.flatMap(movesFrom).map(move => move.session)
  t.true(sessions.length > 0, 'the deploy moved something')
  t.is(new Set(sessions).size, sessions.length)
})

test('[G1] [G2] [G3] drains that overlap lose nothing', async t => {
  const port = await freePort()
  const mesh = await meshFor(t, { port })
  const outcome = await run(port, () => roll(mesh, { parallel: 3, delayMs: 0, overlap: true }))
  t.log(showOutcome(outcome))
  t.deepEqual(outcome.verdict.violations, [])
  t.deepEqual(outcome.complaints, [])
  t.true(outcome.verdict.acked > 0)
  t.deepEqual(broken(mesh), [])
})

test('[G1] [G2] [G4] a node that is killed takes nothing with it, and every session of its goes on', async t => {
  const port = await freePort()
  const mesh = await meshFor(t, { port })
  const dead = mesh.nodes[1]!
  let killedAt = 0
  const outcome = await run(port, async () => {
    killedAt = await kill(mesh, dead)
  })
  t.log(showOutcome(outcome))
  t.deepEqual(outcome.verdict.violations, [])
  t.deepEqual(outcome.complaints, [])
  t.true(outcome.verdict.acked > 0)
  t.deepEqual(broken(mesh), [])
  const after = aftermath(mesh.nodes, dead, killedAt)
  t.log(showAftermath(after))
  t.true(after.sessions > 0, 'it ran something')
  t.deepEqual(after.gone, [])
})

test('[G1] [G2] [G5] an owner that stands still past the takeover does no harm when it wakes', async t => {
  const port = await freePort()
  const mesh = await meshFor(t, { port })
  const still = mesh.nodes[1]!
  const outcome = await run(
    port,
    async () => {
      still.signal('SIGSTOP')
      await sleep(10_000)
      still.signal('SIGCONT')
    },
    16,
  )
  t.log(showOutcome(outcome))
  t.deepEqual(outcome.verdict.violations, [])
  t.deepEqual(outcome.complaints, [])
  t.true(outcome.verdict.acked > 0)
  t.deepEqual(broken(mesh), [])
  t.true(activations(mesh.nodes[0]!).concat(activations(mesh.nodes[2]!)).length > 0)
})
