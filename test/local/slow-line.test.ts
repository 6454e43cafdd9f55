// A player far away: each word takes 1.4 s to a real node, and as long back.
import test from 'ava'
import { signIn } from '../../scripts/load/sign-in.ts'
import { runLink } from '../../web/link/browser.ts'
import type { LinkState } from '../../web/link/state.ts'
import { meshFor, targetAt } from './ground.ts'
import { slowLine } from './slow-line.ts'

const EACH_WAY_MS = 1_400

test('[P14] [P15] over a line of 1.4 s each way a player gets in, begins a game and plays', async t => {
  const mesh = await meshFor(t, { nodes: 1 })
  const [node] = mesh.nodes
  const line = await slowLine(Number(new URL(node!.url).port), EACH_WAY_MS)
  t.teardown(() => line.close())
  const states: LinkState[] = []
  let confirmed = () => {}
  const acked = new Promise<void>(resolve => (confirmed = resolve))
  const link = runLink({
    url: `ws://127.0.0.1:${line.port}/play`,
    token: await signIn(targetAt(node!), 'Far'),
    onAck: () => confirmed(),
    onChange: state => {
      states.push(state)
      if (states.filter(({ session }) => session?.held).length === 1)
        link.tell({ kind: 'act', body: { do: 'ready', ready: true } })
    },
  })
  t.teardown(() => link.stop())
  link.tell({ kind: 'create' })
  await acked
  t.true(states.at(-1)?.session?.held)
})
