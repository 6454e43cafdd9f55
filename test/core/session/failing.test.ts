// A game whose functions throw: what fails stays with its session, and its state is as it was.
import test from 'ava'
import type { Game } from '../../../node/core/game.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import { Hand, peer } from '../hand.ts'
import { CLOCK_MS, type Tally, tally } from '../tally.ts'

const bug = (what: string) => new Error(`a bug in ${what}`)

/** Words do it: `throw`, at once; `unsaid`, where it is to be written; `unseen`, where it is to be shown; `untimed`,
 *  when the clock rings. */
const faulty = {
  ...tally,
  command(s, seat, word) {
    if (word === 'throw') throw bug('command')
    return tally.command(s, seat, word)
  },
  timeout(s) {
    if (says(s, 'untimed')) throw bug('timeout')
    return tally.timeout(s)
  },
  view(s, seat) {
    if (s.list.at(-1)?.word === 'unseen') throw bug('view')
    return tally.view(s, seat)
  },
  over(s) {
    if (says(s, 'endless')) throw bug('over')
    return tally.over(s)
  },
  save(s, schema) {
    if (says(s, 'unsaid')) throw bug('save')
    return tally.save(s, schema)
  },
} satisfies Game<Tally> as Game<Tally>

const says = (s: Tally, what: string) => s.list.some(({ word }) => word === what)
const failures = (h: Hand) => h.notes.flatMap(({ note }) => (note.name === 'game-failed' ? [note] : []))
const wordsOf = (h: Hand, socket = 1) => (h.last('A', socket, 'update')!.view as { words: string[] }).words

for (const names of [['A'], ['A', 'B']]) {
  const where = names.length > 1 ? 'with a backup' : 'alone'

  test(`[G2] a command whose game throws is refused, used up, and changes nothing else, ${where}`, t => {
    const h = new Hand(names, {}, faulty as Game)
    const s = h.session('A', 1, 'ann')
    h.command('A', 1, s, 1, 'one')
    h.command('A', 1, s, 2, 'throw')
    h.command('A', 1, s, 3, 'three')
    h.pass()
    t.deepEqual(
      h.heard('A', 1).flatMap(m => (m.kind === 'ack' ? [[m.seq, m.refusal?.code ?? null]] : [])),
      [
        [1, null],
        [2, 'game-failed'],
        [3, null],
      ],
    )
    t.deepEqual(wordsOf(h), ['one', 'three'])
    t.like(failures(h)[0], { session: s, what: 'command', times: 1 })
    t.regex(failures(h)[0]!.error, /a bug in command[\s\S]*failing\.test/)
    t.deepEqual(h.broken(), [])
  })

  test(`[G2] what the game cannot write is not acknowledged, and what came in one turn with it is, ${where}`, t => {
    const h = new Hand(names, {}, faulty as Game)
    const s = h.session('A', 1, 'ann')
    h.open('A', 2, 'bob')
    h.joinGame('A', 2, h.last('A', 1, 'created')!.code)
    h.hello('A', 2, s, 'bob-tab')
    const a = h.node('A')
    const say = (socket: number, seq: number, body: string) =>
      a.handle(
        {
          kind: 'socket-message',
          socket: socket as never,
          message: { kind: 'command', session: s, seq: seq as never, body },
        },
        h.now,
      )
    say(1, 1, 'one')
    say(2, 1, 'unsaid')
    say(1, 2, 'two')
    say(2, 2, 'three')
    h.event(peer('A'), { kind: 'flush' })
    h.pass()
    t.deepEqual(wordsOf(h), ['one', 'two', 'three'])
    t.like(
      h.heard('A', 2).find(m => m.kind === 'ack'),
      { seq: 1, refusal: { code: 'game-failed' } },
    )
    t.is(h.acked('A', 1), 2)
    t.is(h.acked('A', 2), 2)
    t.is(failures(h)[0]?.what, 'save')
    t.deepEqual(h.broken(), [])
  })

  test(`[P11] a view that fails leaves the last one standing, and its seat is told so, ${where}`, t => {
    const h = new Hand(names, {}, faulty as Game)
    const s = h.session('A', 1, 'ann')
    for (const [i, word] of ['one', 'unseen'].entries()) h.command('A', 1, s, i + 1, word)
    h.pass()
    t.is(h.acked('A', 1), 2)
    t.deepEqual(wordsOf(h), ['one'])
    t.like(h.last('A', 1, 'error'), { code: 'game-failed', session: s })
    h.command('A', 1, s, 3, 'three')
    h.pass()
    t.deepEqual(wordsOf(h), ['one', 'unseen', 'three'])
    t.deepEqual(h.broken(), [])
  })
}

test('[G3] a clock whose ringing fails is wound again, and rings once the state lets it', t => {
  const h = new Hand(['A', 'B'], {}, faulty as Game)
  const s = h.session('A', 1, 'ann')
  h.command('A', 1, s, 1, 'untimed')
  h.wait(CLOCK_MS + 1_000)
  t.is(failures(h)[0]?.what, 'timeout')
  t.like(h.last('A', 1, 'error'), { code: 'game-failed', session: s })
  t.is(h.last('A', 1, 'update')?.view && (h.last('A', 1, 'update')!.view as { rings: number }).rings, 0)
  // The next release knows better.
  h.join('C', { release: 'v2' }, tally as Game)
  h.settle()
  h.drain('A')
  h.wait(10_000)
  const [c] = ['B', 'C'].filter(name => h.owner(s) === name)
  t.is(c, 'C')
  t.is((h.node('C').context.store.members.get(s)!.running!.state.game as Tally).rings, 1)
  t.deepEqual(h.broken(), [])
})

test('[G3] a session whose game fails in everything moves all the same, and so does its neighbour', t => {
  const h = new Hand(['A', 'B', 'C'], {}, faulty as Game)
  const s = h.session('A', 1, 'ann')
  const other = h.session('A', 2, 'bob')
  for (const [i, word] of ['untimed', 'endless', 'unsaid', 'unseen', 'throw'].entries())
    h.command('A', 1, s, i + 1, word)
  h.wait(700_000)
  h.drain('A')
  h.wait(5_000)
  t.is(h.exits.get(peer('A')), true)
  t.truthy(h.owner(s))
  t.truthy(h.owner(other))
  t.deepEqual(h.broken(), [])
})

test('a game that cannot begin, or be joined, is refused, and nothing of it stays', t => {
  const never: Game<Tally> = {
    ...tally,
    create: seed => (seed % 2 === 0 ? tally.create(seed) : (null as never)),
    join(s, seat, name) {
      if (seat === 1) throw bug('join')
      return { ...tally.join(s, seat, name), state: { ...s, names: [...s.names, name] } }
    },
  }
  const h = new Hand(['A', 'B'], {}, never as Game)
  h.open('A', 1, 'ann')
  for (let i = 0; i < 20 && !h.last('A', 1, 'created'); i++) {
    h.say('A', 1, { kind: 'create', key: `key-${i}` as ClientId })
    h.pass()
  }
  t.like(h.last('A', 1, 'error'), { code: 'game-failed' })
  t.is(h.node('A').inspect().sessions.known, 1)
  h.open('B', 2, 'bob')
  h.joinGame('B', 2, h.last('A', 1, 'created')!.code)
  t.like(h.last('B', 2, 'error'), { code: 'game-failed' })
  t.deepEqual(h.broken(), [])
})

test('a failure that is repeated is counted, and told of now and then', t => {
  const h = new Hand(['A', 'B'], {}, faulty as Game)
  const s = h.session('A', 1, 'ann')
  for (let n = 1; n <= 50; n++) {
    h.command('A', 1, s, n, 'throw')
    h.wait(500)
  }
  t.true(failures(h).length <= 4)
  t.like(h.node('A').context.failing.get(`${s} command`), { times: 50 })
})

test('an operator sees what fails, and can end it', t => {
  const h = new Hand(['A', 'B'], {}, faulty as Game)
  const s = h.session('A', 1, 'ann')
  h.command('A', 1, s, 1, 'throw')
  h.command('A', 1, s, 2, 'throw')
  h.wait(1_000)
  t.like(h.node('A').inspect().failing, [{ session: s, what: 'command', times: 2, error: 'Error: a bug in command' }])
  t.deepEqual(h.node('B').inspect().failing, [])
  t.like(h.operate('B', { kind: 'end', session: s }), { ok: false, code: 'not-here' })
  t.like(h.operate('A', { kind: 'end', session: 'another' }), { ok: false, code: 'not-here' })
  t.like(h.operate('A', { kind: 'end', session: h.last('A', 1, 'created')!.code }), { ok: true })
  h.pass()
  t.like(h.last('A', 1, 'error'), { code: 'session-over', session: s })
  t.is(h.config('B', s)?.owner, null)
  t.deepEqual(h.node('A').inspect().failing, [])
  t.like(h.operate('A', { kind: 'end', session: s }), { ok: false, code: 'not-here' })
})

test('[G2] a state or a view that is not plain is the fault of its game: it is not acknowledged, or not shown', t => {
  const strange = {
    ...tally,
    save: (s, schema) =>
      says(s, 'unread') ? { ...(tally.save(s, schema) as object), odd: new Map([[1, 2]]) } : tally.save(s, schema),
    view: (s, seat) => (s.list.at(-1)?.word === 'dated' ? { at: new Date(0) } : tally.view(s, seat)),
  } satisfies Game<Tally> as Game<Tally>
  const h = new Hand(['A', 'B'], {}, strange as Game)
  const s = h.session('A', 1, 'ann')
  for (const [n, word] of ['one', 'unread', 'dated'].entries()) {
    h.command('A', 1, s, n + 1, word)
    h.pass()
  }
  t.deepEqual(
    h.heard('A', 1).flatMap(m => (m.kind === 'ack' ? [m.refusal?.code ?? null] : [])),
    [null, 'game-failed', null],
  )
  t.deepEqual(wordsOf(h), ['one'], 'the last view that can be shown stands')
  t.deepEqual(
    failures(h).map(({ what }) => what),
    ['save', 'view'],
  )
  t.deepEqual(h.broken(), [])
})

test('[G4] a game that fails to hear who is away is cared for all the same', t => {
  const deaf = {
    ...tally,
    presence: {
      isConnected: () => true,
      seen() {
        throw bug('seen')
      },
    },
  } satisfies Game<Tally> as Game<Tally>
  const h = new Hand(['A', 'B', 'C'], { awayAfterMs: 1_000 }, deaf as Game)
  const s = h.session('A', 1, 'ann')
  h.event(peer('A'), { kind: 'socket-closed', socket: 1 as never })
  h.wait(5_000)
  t.true(failures(h).some(({ what }) => what === 'seen'))
  h.kill(h.config('A', s)!.backups[0]!)
  h.wait(5_000)
  t.is(h.config('A', s)!.backups.length, 1, 'another backup')
  t.is(h.owner(s), 'A')
})
