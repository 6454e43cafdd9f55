// Networks that are cut for real, in every way in which three nodes can be, while people play: what a session promises
// must hold on both sides, and all be as one again after.
import test from 'ava'
import { assertUsable } from '../../scripts/local/network-tools.ts'
import { playThrough } from './play.ts'

const [A, B, C] = [0, 1, 2]

test.before('networks can be made here', () => assertUsable('test:cuts'))

test('[G1] [G5] one node is cut off from two: only these go on', async t => {
  await playThrough(t, {
    deaf: [
      { hearer: A, speakers: [C] },
      { hearer: B, speakers: [C] },
      { hearer: C, speakers: [A, B] },
    ],
    goOn: [A, B],
    wait: [C],
  })
})

test('[G1] [G5] one node hears nobody, and is heard: only the others go on', async t => {
  await playThrough(t, { deaf: [{ hearer: C, speakers: [A, B] }], goOn: [A, B], wait: [C] })
})

test('[G1] [G5] one node is heard by nobody, and hears: only the others go on', async t => {
  const deaf = [A, B].map(hearer => ({ hearer, speakers: [C] }))
  await playThrough(t, { deaf, goOn: [A, B], wait: [C] })
})

test('[G1] [G5] two nodes do not hear each other, a third hears both: each session goes on at one of them', async t => {
  const deaf = [
    { hearer: A, speakers: [C] },
    { hearer: C, speakers: [A] },
  ]
  await playThrough(t, { deaf, goOn: [B], wait: [] })
})

test('[G1] [G5] nobody hears anybody: no session goes on', async t => {
  const deaf = [A, B, C].map(hearer => ({ hearer, speakers: [A, B, C].filter(other => other !== hearer) }))
  await playThrough(t, { deaf, goOn: [], wait: [A, B, C] })
})
