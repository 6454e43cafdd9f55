// The rehearsal is the real thing, so it may fail as that may: it must come to an end, and leave nothing open.
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import type { Game } from '../../node/core/game.ts'
import { Node } from '../../node/core/node.ts'
import { minotaur } from '../../node/games/minotaur/index.ts'
import { rehearse } from '../../node/rehearsal.ts'
import { tally } from '../core/tally.ts'

/** Several beats of a node. */
const BEATS_MS = 1_000

const listening = () => process.getActiveResourcesInfo().filter(name => name.startsWith('TCP')).length

test.serial('a rehearsal comes to its end, and leaves no connection open', async t => {
  const before = listening()
  await rehearse(minotaur as Game, 5)
  // The system frees a port a moment after it is closed.
  for (let tries = 0; listening() > before && tries < 200; tries++) await sleep(10)
  t.is(listening(), before)
})

test.serial('it needs nothing of the game: what a game refuses ends it too', async t => {
  await t.notThrowsAsync(rehearse(tally as Game, 5))
})

test.serial('the nodes of one that failed are still', async t => {
  let beats = 0
  const { handle } = Node.prototype
  Node.prototype.handle = function (event, now) {
    beats += 1
    return handle.call(this, event, now)
  }
  t.teardown(() => {
    Node.prototype.handle = handle
  })
  await t.throwsAsync(rehearse(tally as Game, 1, 0), { message: /was not over/ })
  const before = beats
  await sleep(BEATS_MS)
  t.is(beats, before)
})
