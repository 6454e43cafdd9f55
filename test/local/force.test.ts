// Of two nodes one stands still, and an operator has the other go on with a game; when both are there again, one
// incarnation of it stays.
import test, { type ExecutionContext } from 'ava'
import { signIn } from '../../scripts/load/sign-in.ts'
import { forks, notes } from '../../scripts/local/journal.ts'
import type { NodeProcess } from '../../scripts/local/node-process.ts'
import { runLink } from '../../web/link/browser.ts'
import type { LinkState } from '../../web/link/state.ts'
import { meshFor, targetAt } from './ground.ts'
import { operate } from './operated.ts'
import { until } from './releases.ts'

/** A player on this node. */
async function player(t: ExecutionContext, node: NodeProcess, name: string) {
  let state: LinkState | null = null
  const { play } = targetAt(node)
  const link = runLink({
    url: play,
    token: await signIn(targetAt(node), name),
    onChange: now => {
      state = now
    },
  })
  t.teardown(() => link.stop())
  return { link, session: () => state?.session ?? null }
}

test('[G1] [G4] a game that an operator forces goes on with all that was acknowledged, and one incarnation of it stays when the other node is back', async t => {
  const mesh = await meshFor(t, { nodes: 2, env: { SUSPECT_AFTER: '500ms' } })
  const [still, left] = mesh.nodes as [NodeProcess, NodeProcess]
  const force = async (code: string) => (await operate(mesh, left.opsPort!, 'force', code)).said
  const ariadne = await player(t, still, 'Ariadne')
  const theseus = await player(t, left, 'Theseus')
  ariadne.link.tell({ kind: 'create' })
  await until('the game is there', () => ariadne.session()?.held === true)
  const { code, session } = ariadne.session()!
  theseus.link.tell({ kind: 'join', code: code! })
  await until('both are in it', () => theseus.session()?.held === true)
  theseus.link.tell({ kind: 'act', body: { do: 'ready', ready: true } })
  await until('the other is ready', () => theseus.session()!.unconfirmed.length === 0)
  const before = theseus.session()!.view
  t.regex(await force(code!), /it goes on by itself/)

  still.signal('SIGSTOP')
  await until('the game waits', () => theseus.session()!.paused !== null)
  t.regex(await force(code!.toLowerCase()), /The session goes on as/)
  await until('it goes on', () => theseus.session()?.session !== session && theseus.session()?.held === true)
  await until('it is shown', () => theseus.session()!.view !== null)
  t.deepEqual(theseus.session()!.view, before)
  for (const ready of [false, true, false]) theseus.link.tell({ kind: 'act', body: { do: 'ready', ready } })
  await until('it is played', () => theseus.session()!.unconfirmed.length === 0)
  const incarnation = theseus.session()!.session

  still.signal('SIGCONT')
  await until('one incarnation is left', async () => {
    const views = await Promise.all(mesh.nodes.map(node => mesh.view(node)))
    return (
      mesh.nodes.some(node => notes(node, 'yielded').length > 0) &&
      views.reduce((sum, { sessions }) => sum + sessions.owned, 0) === 1
    )
  })
  await until('both play in it', () =>
    [ariadne, theseus].every(({ session: at }) => at()?.session === incarnation && at()!.held),
  )
  t.deepEqual(forks(mesh.nodes), [])
  t.deepEqual([...notes(still, 'invariant'), ...notes(left, 'invariant')], [])
})
