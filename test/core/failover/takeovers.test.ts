// Thousands of sessions whose owner has died: who waits for the takeovers before it costs nothing.
import test from 'ava'
import { Hand, is, peer } from '../hand.ts'

const MANY = 300

function orphaned() {
  const h = new Hand(['A', 'B', 'C'])
  const sessions = Array.from({ length: MANY }, (_, at) => h.session('A', at, `player${at}`))
  h.wait(1_000)
  const { peers } = h.node('B').context
  const suspects = peers.suspects.bind(peers)
  const counted = { looks: 0 }
  peers.suspects = (...args) => {
    counted.looks++
    return suspects(...args)
  }
  return { h, sessions, counted }
}

test('[G3] sessions that stand in line for their takeover are not looked at before their turn', t => {
  const { h, counted } = orphaned()
  h.kill('A')
  // Nobody answers: the first ones go on asking, for the others there is no place.
  const unanswered = is('promise')
  h.wait(40, l => !unanswered(l))
  const { store } = h.node('B').context
  t.true(store.takeoverQueue.size > MANY / 4, `${store.takeoverQueue.size} stand in line`)
  counted.looks = 0
  h.wait(400, l => !unanswered(l))
  t.true(counted.looks < 2 * MANY, `${counted.looks} looks`)
})

test('[G3] whoever stands in line is called when others are done, and nobody is forgotten', t => {
  const { h, sessions } = orphaned()
  h.kill('A')
  h.wait(2_000)
  t.deepEqual(
    sessions.filter(session => ![peer('B'), peer('C')].includes(h.config('B', session)!.owner!)),
    [],
  )
  t.is(h.node('B').context.store.takeoverQueue.size, 0)
  t.deepEqual(h.broken(), [])
})
