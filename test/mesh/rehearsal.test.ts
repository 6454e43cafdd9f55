// The rehearsal is the real thing, so it may fail as that may: it must come to an end, and leave nothing open.
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import type { Game } from '../../node/core/game.ts'
import { minotaur } from '../../node/games/minotaur/index.ts'
import { rehearse } from '../../node/rehearsal.ts'
import { tally } from '../core/tally.ts'

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
