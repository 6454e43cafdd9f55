// Players whose line breaks: the others are not held up, and what they planned for a round that is over is not done in
// the next.
import test from 'ava'
import { begin, type Ground, ground } from './ground.ts'
import { actionsOf, planMoves } from './play.ts'

let table: Ground

test.before(async () => {
  table = await ground({ AWAY_AFTER: '2s' })
})
test.after.always(() => table?.leave())

test.serial(
  '[R28] who closes the page is shown as away, no round waits for them, and after some they fall',
  async t => {
    const { ariadne, theseus } = await begin(table)
    await theseus.close()
    await ariadne.page.locator('[data-player="Theseus"][data-away="true"]').waitFor()
    for (let round = 1; (await ariadne.shown()).phase !== 'over'; round++) {
      t.true(round <= 3)
      await planMoves(ariadne, 1)
      await ariadne.ready()
      await ariadne.until(shown => shown.round > round || shown.phase === 'over')
    }
    await ariadne.page.locator('[data-ending="won"]').waitFor()
    t.deepEqual(ariadne.errors, [])
  },
)

test.serial(
  '[R27] a plan that a broken line holds up until its round is over is refused, and the page says so',
  async t => {
    const { ariadne, theseus } = await begin(table)
    let stalls = false
    await ariadne.page.routeWebSocket(/play$/, socket => {
      const node = socket.connectToServer()
      socket.onMessage(message => {
        if (!stalls) node.send(message)
      })
    })
    await ariadne.page.reload()
    await ariadne.until(shown => shown.screen === 'board')
    await theseus.ready()
    const { round } = await theseus.shown()
    stalls = true
    const [way] = await ariadne.ways()
    await ariadne.move(way!)
    await theseus.until(shown => shown.round > round)
    stalls = false
    await ariadne.page.getByText('came too late').waitFor()
    t.deepEqual(await actionsOf(ariadne), [])
    t.deepEqual(ariadne.errors, [])
  },
)
