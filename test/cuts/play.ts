// Players who play on while the mesh is cut, and after: pairs that stay at their nodes, and games whose players go
// wherever they are served.
import { setTimeout as sleep } from 'node:timers/promises'
import type { ExecutionContext } from 'ava'
import { passed, showOutcome } from '../../scripts/load/report.ts'
import { runLoad } from '../../scripts/load/run.ts'
import { targetOf } from '../../scripts/load/sign-in.ts'
import { judge } from '../../scripts/load/verdict.ts'
import type { Deafness } from '../../scripts/local/network.ts'
import { assertSound, type Ground, groundFor, NODES, until, untilAgreed } from './ground.ts'
import { Pair, type Player } from './pair.ts'

export interface Cut {
  readonly deaf: readonly Deafness[]
  /** Nodes whose players all play on. */
  readonly goOn: readonly number[]
  /** Nodes whose players are told that they must wait, and are told nothing else. */
  readonly wait: readonly number[]
}

const LOAD = { players: 12, sessions: null, seconds: 3, paceMs: 120, seed: 11, patienceMs: 60_000, unknownMs: 60_000 }
/** At least: so long that connections have stalled meanwhile, and peers are being dialled anew in vain. */
const CUT_MS = 6_000

export async function playThrough(t: ExecutionContext, cut: Cut): Promise<void> {
  const ground = await groundFor(t)
  const { nodes } = ground.mesh
  const pairs: Pair[] = []
  for (let at = 0; at < NODES; at++) pairs.push(await Pair.meet(nodes, at, (at + 1) % NODES))
  let failure: unknown = null
  const outcome = await runLoad({
    ...LOAD,
    target: nodes.map(node => targetOf(node.url)),
    trouble: () =>
      cutAndHeal(t, ground, pairs, cut).catch(error => {
        // Told when the players have left: they would play on for ever.
        failure = error
        ground.network.heal()
      }),
    onProgress: () => undefined,
  })
  const verdict = judge((await Promise.all(pairs.map(pair => pair.finish()))).flat())
  if (failure !== null) throw failure
  t.log(showOutcome(outcome))
  t.true(passed(outcome), showOutcome(outcome))
  t.deepEqual(verdict.violations, [])
  t.deepEqual(
    pairs.flatMap(({ players }) => players.flatMap(({ bot }) => bot.complaints)),
    [],
  )
  await untilAgreed(ground, pairs)
  assertSound(t, ground)
}

async function cutAndHeal(t: ExecutionContext, { network }: Ground, pairs: readonly Pair[], cut: Cut): Promise<void> {
  const players = pairs.flatMap(pair => pair.players)
  const at = (nodes: readonly number[]) => players.filter(player => nodes.includes(player.at))
  const [going, waiting] = [at(cut.goOn), at(cut.wait)]
  await until('everyone plays', () => players.every(playsSince(0)))
  network.cut(cut.deaf)
  const cutAt = performance.now()
  const plays = playsSince(cutAt)
  const isTold = (player: Player) => player.pausedAt > cutAt
  const wrong = () => waiting.filter(plays).map(describe)
  const isSeen = () =>
    going.every(plays) &&
    waiting.every(isTold) &&
    players.every(player => plays(player) || isTold(player)) &&
    (cut.goOn.length === 0 || pairs.every(pair => pair.players.some(plays)))
  await until(
    'whoever may goes on, and the others are told',
    () => isSeen() || wrong().length > 0,
    () => players.map(describe).join('; '),
  )
  await sleep(Math.max(0, CUT_MS - (performance.now() - cutAt)))
  t.deepEqual(wrong(), [])
  const healedAt = performance.now()
  network.heal()
  await until(
    'everyone plays again',
    () => players.every(playsSince(healedAt)),
    () => players.map(describe).join('; '),
  )
  t.log(`cut for ${Math.round(healedAt - cutAt)} ms; all play ${Math.round(performance.now() - healedAt)} ms later`)
}

/** Whether a command that was said after that moment has been confirmed. */
const playsSince = (moment: number) => (player: Player) => player.confirmed.sentAt > moment

const describe = ({ name, bot, confirmed }: Player): string => {
  const { session, status } = bot.state
  const silentMs = Math.round(performance.now() - confirmed.ackedAt)
  return `${name} (${status}): last answer ${silentMs} ms ago, ${session?.paused ?? 'not paused'}`
}
