// The scene that all of this is for: two people play while every node under them is replaced.
import test, { type ExecutionContext } from 'ava'
import { movesFrom } from '../../scripts/local/journal.ts'
import { roll } from '../../scripts/local/roll.ts'
import { assertClean, begin, type Ground, ground, nodeNamed } from './ground.ts'
import { assertGoesOn, CLOCK_MARGIN_MS, type Look, look } from './look.ts'
import { actionsOf, planMoves, playOn, playRound } from './play.ts'
import type { PlayerPage } from './player-page.ts'
import { gainMsMax, lossMsMax, sightings, stepsBack, watch } from './witness.ts'

const ENDINGS: Readonly<Record<string, string>> = { won: 'You won', lost: 'Game over', draw: 'A draw' }
const DEPLOYS_MAX = 3

let here: Ground
test.before(async () => {
  here = await ground()
})
test.after.always(() => here?.leave())

/** Replaces all nodes, and waits until both pages are at new ones with nothing unconfirmed. */
async function deploy(t: ExecutionContext, players: readonly PlayerPage[], parallel: number): Promise<void> {
  const { mesh } = here
  const exits: (number | null)[] = []
  await roll(mesh, { parallel, delayMs: 0, overlap: false }, event => {
    if (event.kind === 'left') exits.push(event.exit.code)
  })
  t.deepEqual(exits, [0, 0, 0])
  const isServing = (name: string) => nodeNamed(mesh, name).isServing
  for (const player of players) {
    await player.settled()
    await player.until(shown => shown.paused === '' && isServing(shown.node) && isServing(shown.owner))
  }
}

/** Both choose, the nodes are replaced, the choices are still there. How many deploys it took to have one within a
 *  round. */
async function deployMidRound(t: ExecutionContext, players: readonly PlayerPage[]): Promise<number> {
  for (let deploys = 1; ; deploys++) {
    await Promise.all(players.map((player, at) => planMoves(player, 2 - at)))
    const before = await Promise.all(players.map(look))
    await deploy(t, players, deploys === 1 ? 1 : 3)
    const after = await Promise.all(players.map(look))
    if (inOneRound([...before, ...after])) {
      for (const [at, now] of after.entries()) {
        assertGoesOn(t, before[at]!, now)
        t.true(now.shown.socketMoves > before[at]!.shown.socketMoves)
        t.is(now.shown.moves, before[at]!.shown.moves + 1)
      }
      return deploys
    }
    // On a very slow machine the round's time is up before the deploy is done: another one, of all slots at once.
    if (deploys === DEPLOYS_MAX) throw new Error(`none of ${deploys} deploys was done within a round`)
    await playRound(players)
  }
}

const inOneRound = (looks: readonly Look[]) => new Set(looks.map(({ shown }) => shown.round)).size === 1

/** What the page showed in all that time. */
async function assertCalm(t: ExecutionContext, player: PlayerPage): Promise<void> {
  const seen = await sightings(player)
  if (seen === null) return t.fail('the page was loaded anew')
  t.deepEqual(stepsBack(seen), [])
  t.true(gainMsMax(seen) < CLOCK_MARGIN_MS, `a round's clock gained ${gainMsMax(seen)} ms`)
  t.true(lossMsMax(seen) < CLOCK_MARGIN_MS, `a round's clock lost ${lossMsMax(seen)} ms`)
  t.is(new Set(seen.map(({ session, code }) => `${session} ${code}`)).size, 1)
  const words = new Set(seen.flatMap(sighting => sighting.toasts))
  t.true(words.size > 0, 'it says that the game moved')
  for (const word of words) t.regex(word, /^Moved to another node: the game goes on at /, 'and nothing else')
}

/** Whoever falls is told in that very round, with the same view that shows no health left. */
async function assertEnding(t: ExecutionContext, player: PlayerPage): Promise<void> {
  const { outcome } = await player.until(shown => shown.phase === 'over')
  t.is(await player.ending(), ENDINGS[outcome]!)
  if (outcome === 'won') return
  const fell = (await player.log()).find(line => line.text === 'You have fallen.')
  const seen = (await sightings(player)) ?? []
  t.deepEqual(
    seen.filter(({ health, outcome }) => health === 0 && outcome === ''),
    [],
  )
  t.is(seen.find(sighting => sighting.outcome !== '')?.round, fell?.round)
}

test('[G2] [G3] [G6] two players play through a deploy of all nodes, and on to the end of their game', async t => {
  const { code, ariadne, theseus } = await begin(here)
  const players = [ariadne, theseus]
  for (const player of players) await watch(player)
  await playRound(players)
  await playRound(players)

  const deploys = await deployMidRound(t, players)
  const { session, ...shown } = await ariadne.shown()
  t.is(shown.code, code)
  const moves = here.mesh.nodes.flatMap(movesFrom).filter(move => move.session === session)
  t.is(moves.length, deploys, 'no deploy moves a game twice')
  const plan = await actionsOf(ariadne)
  await ariadne.takeBack(plan.length - 1)
  await ariadne.settled()
  t.deepEqual(await actionsOf(ariadne), plan.slice(0, -1), 'what was registered before can be taken back')

  await playOn(players)
  for (const player of players) {
    await assertEnding(t, player)
    await assertCalm(t, player)
  }
  const outcomes = (await Promise.all(players.map(player => player.shown()))).map(({ outcome }) => outcome)
  t.true(['lost won', 'draw draw'].includes(outcomes.toSorted().join(' ')), outcomes.join(' '))
  assertClean(t, here, players)
  t.log(`deploys: ${deploys}; paused ${moves.map(move => `${move.pauseMs} ms`).join(', ')}; ${outcomes.join(' and ')}`)
})
