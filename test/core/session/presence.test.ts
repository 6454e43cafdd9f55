// Who is connected, as a game is told of it: in order, confirmed, and not lost in a move or with a node.
import test from 'ava'
import type { Game } from '../../../node/core/game.ts'
import type { Seat, SessionId } from '../../../protocol/ids.ts'
import { Hand, peer, without } from '../hand.ts'
import { type Tally, tally } from '../tally.ts'

const AWAY_MS = 5_000

interface Attended extends Tally {
  readonly away: readonly Seat[]
  readonly told: number
}

/** Keeps who is away. */
const attended: Game<Attended> = {
  ...(tally as unknown as Game<Attended>),
  create: seed => ({ ...tally.create(seed), away: [], told: 0 }),
  presence: {
    isConnected: ({ away }, seat) => !away.includes(seat),
    seen: (s, seat, connected) => ({
      state: { ...s, told: s.told + 1, away: connected ? s.away.filter(a => a !== seat) : [...s.away, seat] },
      refusal: null,
    }),
  },
  view: s => s.away,
}

/** Ann's session at A, whose socket is at a node that has no part in it. */
function playing() {
  const h = new Hand(['A', 'B', 'C', 'D', 'E'], { awayAfterMs: AWAY_MS }, attended as Game)
  const session = h.session('A', 1, 'ann')
  const { backups, voters } = h.config('A', session)!
  const [far, spare] = ['B', 'C', 'D', 'E'].filter(name => !voters.includes(peer(name)))
  h.open(far!, 9, 'ann')
  h.hello(far!, 9, session, 'ann-tab')
  h.event(peer('A'), { kind: 'socket-closed', socket: 1 as never })
  return { h, session, backup: backups[0]!, far: far!, spare: spare! }
}

const closes = (h: Hand, name: string, socket: number) =>
  h.event(peer(name), { kind: 'socket-closed', socket: socket as never })
/** As its owner's newest confirmed state has it. */
const game = (h: Hand, session: SessionId) =>
  h.node(h.owner(session)!).context.store.members.get(session)!.running!.confirmed?.game as Attended | undefined
const away = (h: Hand, session: SessionId) => game(h, session)?.away

test('[G2] a player whose socket closes is away after a while, and here again with the next one', t => {
  const { h, session, far, spare } = playing()
  closes(h, far, 9)
  h.wait(AWAY_MS - 500)
  t.deepEqual(away(h, session), [])
  h.wait(2_000)
  t.deepEqual(away(h, session), [0 as Seat])
  h.open(spare, 3, 'ann')
  const before = h.now
  h.hello(spare, 3, session, 'ann-tab')
  t.is(h.now, before)
  t.deepEqual(away(h, session), [], 'at once')
  t.deepEqual(h.last(spare, 3, 'update')?.view, [])
})

test('[G2] who comes back within that time was never away', t => {
  const { h, session, far, spare } = playing()
  for (const [name, socket] of [
    [spare, 3],
    [far, 10],
  ] as const) {
    closes(h, name === spare ? far : spare, name === spare ? 9 : 3)
    h.wait(AWAY_MS - 1_500)
    h.open(name, socket, 'ann')
    h.hello(name, socket, session, 'ann-tab')
    h.wait(1_500)
  }
  t.is(game(h, session)?.told, 0)
})

test('[G3] who is connected stays so in a move, and who is away too', t => {
  for (const isAway of [false, true]) {
    const { h, session, far } = playing()
    if (isAway) closes(h, far, 9)
    h.wait(AWAY_MS + 1_500)
    h.drain('A')
    h.wait(3_000)
    t.not(h.owner(session), 'A')
    t.deepEqual(away(h, session), isAway ? [0 as Seat] : [])
    h.wait(2 * AWAY_MS)
    t.deepEqual(away(h, session), isAway ? [0 as Seat] : [])
  }
})

test('[G4] players whose node dies with their sockets are away, and not before they could have come by another', t => {
  const { h, session, far } = playing()
  h.kill(far)
  h.wait(AWAY_MS - 1_000)
  t.deepEqual(away(h, session), [])
  h.wait(2_500)
  t.deepEqual(away(h, session), [0 as Seat])
})

test('[G4] an owner that dies takes nobody with it: the next one is told who is there', t => {
  const { h, session } = playing()
  h.kill('A')
  h.wait(3 * AWAY_MS)
  t.not(h.owner(session), null)
  t.deepEqual(away(h, session), [])
})

test('[G5] a gateway that is silent shows nobody', t => {
  const { h, session, far } = playing()
  h.wait(2 * AWAY_MS, without(far))
  t.deepEqual(away(h, session), [0 as Seat])
  h.drop()
  h.wait(4_000)
  t.deepEqual(away(h, session), [])
})

test('[G2] a socket that left unheard is found by the next message for it', t => {
  const { h, session, far } = playing()
  closes(h, far, 9)
  h.drop(({ message }) => message.kind === 'detach')
  h.wait(2 * AWAY_MS)
  t.deepEqual(away(h, session), [], 'nobody has told')
  h.open('A', 2, 'bob')
  h.joinGame('A', 2, h.last('A', 1, 'created')!.code)
  h.hello('A', 2, session, 'bob-tab')
  closes(h, 'A', 2)
  h.wait(2 * AWAY_MS)
  t.deepEqual(away(h, session), [0 as Seat, 1 as Seat])
})
