// How long a link stays with a socket that tells it only that the session waits.
import test from 'ava'
import { ack, GAME, Hand, ready } from './hand.ts'

test('[P15] a session that is known to wait is looked for elsewhere ever less often, and found again', t => {
  const h = new Hand().enter()
  h.act(1)
  const opened: number[] = []
  for (let socket = 1; h.now < 1_200_000; ) {
    h.hear(socket, { kind: 'paused', session: GAME, why: 'It waits.' })
    if (!h.wait(500).includes(`connect ${socket + 1}`)) continue
    socket++
    opened.push(h.now)
    h.open(socket)
    h.hear(socket, ready())
  }
  const gaps = opened.slice(1).map((at, n) => at - opened[n]!)
  t.true(opened[0]! < 6_000 && gaps[0]! < 10_000, 'another node may know of an owner that goes on')
  t.true(gaps.at(-1)! > 120_000 && gaps.every(gap => gap <= 130_000), gaps.join())
  h.hear(opened.length + 1, ack(1))
  h.act(2)
  t.true(
    h.wait(5_000).some(line => line.startsWith('connect')),
    'what moves on is patient no more',
  )
})
