import test from 'ava'
import type { Hex, LogEntry } from '../../../protocol/minotaur.ts'
import { castOf, looksOf } from '../../../web/play/cast.ts'
import { actionName, chapters, huntDamage, type Sentence, sentence } from '../../../web/play/words.ts'
import { begun, lobby, picker, playRounds, seat, viewOf, withFields } from './staged.ts'

const view = viewOf(begun(['Ariadne', 'Theseus', 'Io']))
const here: Hex = { q: 0, r: 0 }
const said = test.macro({
  exec(t, entry: LogEntry, expected: Partial<Sentence> | null) {
    const result = sentence(view, entry)
    if (expected === null) return t.is(result, null)
    t.like(result, expected)
  },
  title: (_, entry: LogEntry, expected: Partial<Sentence> | null) =>
    `${entry.kind}: ${expected?.text ?? 'no sentence of its own'}`,
})

test(said, { round: 1, kind: 'round' }, null)
test(said, { round: 0, kind: 'joined', seat: seat(0) }, { text: 'You joined.' })
test(said, { round: 0, kind: 'withdrew', seat: seat(1) }, { text: 'Theseus left.' })
test(said, { round: 2, kind: 'withdrew', seat: seat(1) }, { text: 'Theseus gave up.' })
test(
  said,
  { round: 1, kind: 'walked', steps: [0, 1], blocked: false, at: here },
  { text: 'You went east, then north-east.' },
)
test(
  said,
  { round: 1, kind: 'walked', steps: [4], blocked: true, at: here },
  { text: 'You went south-west, and ran into a wall.' },
)
test(
  said,
  { round: 1, kind: 'walked', steps: [], blocked: true, at: here },
  { text: 'You ran into a wall and stayed.' },
)
test(
  said,
  { round: 1, kind: 'came', seat: seat(2), from: 3, at: here },
  { text: 'Io came in from the west.', place: null },
)
test(
  said,
  { round: 1, kind: 'left', seat: seat(2), to: 5, at: { q: 1, r: 0 } },
  { text: 'Io left to the south-east.', place: 'the hex to the east' },
)
test(
  said,
  { round: 1, kind: 'attack', by: seat(1), target: seat(0), damage: 4, at: here },
  { text: 'Theseus struck you for 4.', tone: 'bad' },
)
test(
  said,
  { round: 1, kind: 'attack', by: seat(0), target: seat(1), damage: 4, at: here },
  { text: 'You struck Theseus for 4.', tone: 'good' },
)
test(
  said,
  { round: 1, kind: 'attack', by: seat(1), target: seat(2), damage: 4, at: here },
  { text: 'Theseus struck Io for 4.', tone: 'plain' },
)
test(
  said,
  { round: 12, kind: 'hunt', target: seat(0), damage: 3, at: here },
  { text: 'The Minotaur struck you for 3.', tone: 'bad' },
)
test(said, { round: 3, kind: 'fell', seat: seat(0) }, { text: 'You have fallen.', tone: 'grave' })
test(said, { round: 3, kind: 'fell', seat: seat(1) }, { text: 'Theseus has fallen.' })
test(said, { round: 3, kind: 'over', winner: seat(0) }, { text: 'You are the last one standing. You won!' })
test(said, { round: 3, kind: 'over', winner: seat(1) }, { text: 'Theseus won the game.' })
test(said, { round: 3, kind: 'over', winner: null }, { text: 'Nobody is left: a draw.' })

test('a round in which nothing was seen is still a chapter', t => {
  const quiet = withFields(view, {
    log: [
      { round: 1, kind: 'round' },
      { round: 2, kind: 'round' },
    ],
  })
  t.deepEqual(chapters(quiet), [
    { round: 1, sentences: [] },
    { round: 2, sentences: [] },
  ])
})

test('every log of a long game has words', t => {
  for (let seed = 1; seed <= 10; seed++) {
    const state = playRounds(begun(['A', 'B', 'C', 'D'], seed), 16, picker(seed))
    const all = chapters(viewOf(state)).flatMap(chapter => chapter.sentences)
    t.true(all.length > 0)
    t.true(all.every(({ text }) => /^[A-Z].*[.!]$/.test(text)))
  }
})

test('actions are named as the plan lists them', t => {
  t.is(actionName(view, { kind: 'move', direction: 2 }), 'Move north-west')
  t.is(actionName(view, { kind: 'attack', target: seat(2) }), 'Strike Io')
})

test('the Minotaur sleeps until its first round', t => {
  t.is(huntDamage(withFields(view, { round: view.rules.huntFrom - 1 })), 0)
  t.is(huntDamage(withFields(view, { round: view.rules.huntFrom + 2 })), 3)
})

test('who left the lobby is not of the cast, who gave up in play stays', t => {
  const waiting = viewOf(lobby(['Ariadne', 'Theseus', 'Io']))
  const left = withFields(waiting, {
    players: waiting.players.map(player => ({ ...player, present: player.seat !== seat(1) })),
  })
  t.deepEqual(
    castOf(left).map(player => player.name),
    ['Ariadne', 'Io'],
  )
  t.is(looksOf(left).get(seat(2)), 1)
  const gaveUp = withFields(left, { fallen: [{ seat: seat(1), round: 2 }] })
  t.is(looksOf(gaveUp).get(seat(2)), 2)
})
