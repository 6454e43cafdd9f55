// The node that a page is connected to, which runs its game as well, dies without a word.
import test from 'ava'
import { assertClean, begin, type Ground, ground, nodeNamed } from './ground.ts'
import { actionsOf, planMoves, playRound } from './play.ts'
import { sightings, stepsBack, watch } from './witness.ts'

let here: Ground
test.before(async () => {
  here = await ground()
})
test.after.always(() => here?.leave())

test('[G2] [G4] [G6] a page whose node is killed goes on, with what its player did in that moment', async t => {
  const { ariadne, theseus } = await begin(here)
  const players = [ariadne, theseus]
  const [plan, others] = await Promise.all([planMoves(ariadne, 2), planMoves(theseus, 1)])
  const before = await ariadne.shown()
  t.is(before.node, before.owner, 'a game begins where its creator is')
  for (const player of players) await watch(player)

  const node = nodeNamed(here.mesh, before.owner)
  node.signal('SIGKILL')
  await ariadne.takeBack(1)
  t.is((await node.exited).signal, 'SIGKILL')
  for (const player of players) {
    await player.until(({ epoch, owner, paused }) => epoch > before.epoch && owner !== before.owner && paused === '')
    await player.settled()
    t.like(await player.shown(), { session: before.session, code: before.code, round: before.round })
  }
  t.deepEqual(await actionsOf(ariadne), plan.slice(0, 1), 'what was confirmed stays, what was not is sent again, once')
  t.deepEqual(await actionsOf(theseus), others)

  t.true(await playRound(players))
  for (const player of players) {
    const seen = await sightings(player)
    t.truthy(seen, 'the page was not loaded anew')
    t.deepEqual(stepsBack(seen ?? []), [])
  }
  assertClean(t, here, players)
})
