// What a player can learn of what others do in secret: nothing, neither by numbers nor by what is sent and when.
import test from 'ava'
import type { Game } from '../../../node/core/game.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import type { ToPlayer } from '../../../protocol/player.ts'
import { Hand, peer, without } from '../hand.ts'
import { type Tally, tally } from '../tally.ts'

/** What is said in lower case only the seat itself sees. */
const secretive: Game<Tally> = {
  ...tally,
  view: (s, seat) => s.list.filter(l => l.seat === seat || `${l.word}` === `${l.word}`.toUpperCase()).map(l => l.word),
}

/** Ann and bob at two nodes, neither of which runs their session. */
function playing() {
  const h = new Hand(['A', 'B', 'C', 'D'], {}, secretive as Game)
  const session = h.session('A', 1, 'ann')
  const { backups, voters } = h.config('A', session)!
  const far = ['B', 'C', 'D'].find(name => !voters.includes(peer(name)))!
  const near = voters.find(v => v !== 'A' && !backups.includes(v))!
  h.open(near, 5, 'ann')
  h.hello(near, 5, session, 'ann-tab')
  h.open(far, 9, 'bob')
  h.joinGame(far, 9, h.last('A', 1, 'created')!.code)
  h.hello(far, 9, session, 'bob-tab')
  const done = { ann: 0, bob: 0 }
  const ann = (word: string) => h.command(near, 5, session, ++done.ann, word)
  const bob = (word: string) => h.command(far, 9, session, ++done.bob, word)
  const heard = () => h.heard(near, 5)
  return { h, session, near, ann, bob, heard }
}

const GAMES: readonly (readonly string[])[] = [[], ['a'], ['a', 'b', 'c', 'd', 'e']]

/** What ann hears where bob does these secret things at each pause of hers. */
function heardBeside(secrets: readonly string[]): readonly ToPlayer[] {
  const { h, session, near, ann, bob, heard } = playing()
  const pause = () => {
    for (const word of secrets) bob(word)
    h.pass()
  }
  pause()
  ann('own')
  h.pass()
  pause()
  ann('no')
  h.pass()
  ann('LOUD')
  h.pass()
  pause()
  h.hello(near, 5, session, 'ann-tab')
  h.hello(near, 5, session, 'another', 'nobody')
  h.hello(near, 5, session, 'ann-tab')
  pause()
  bob('PUBLIC')
  h.pass()
  h.drain('A')
  h.wait(3_000)
  pause()
  ann('after')
  h.pass()
  return heard()
}

test('[P11] what a player hears, and every number in it, is the same whatever others do in secret', t => {
  const [nothing, ...much] = GAMES.map(heardBeside)
  t.true(nothing!.some(({ kind }) => kind === 'ack') && nothing!.some(({ kind }) => kind === 'error'))
  for (const heard of much) t.deepEqual(heard, nothing)
})

test('[P11] a seat whose view has not changed is sent nothing', t => {
  const { h, ann, bob, heard } = playing()
  const before = heard().length
  for (const word of ['a', 'b', 'c']) bob(word)
  h.pass()
  t.is(heard().length, before)
  bob('PUBLIC')
  h.pass()
  t.is(heard().length, before + 1)
  ann('no')
  h.pass()
  t.deepEqual(
    heard()
      .slice(before + 1)
      .map(({ kind }) => kind),
    ['ack'],
  )
})

test('[P11] a clock that is wound anew is told, though the view is the same', t => {
  const { h, bob, heard } = playing()
  h.wait(3_000)
  const before = heard().length
  bob('again')
  h.pass()
  const [told, ...others] = heard().slice(before)
  t.deepEqual(others, [])
  t.like(told, { kind: 'update', remainingMs: 10_000 })
})

test('[P11] within an epoch the number never falls, and is the same only where all that is told is', t => {
  const { h, ann, bob, heard } = playing()
  for (const word of ['a', 'PUBLIC', 'b']) {
    bob(word)
    ann(word)
    h.pass()
  }
  const updates = heard().filter(m => m.kind === 'update')
  const views = new Map<string, string>()
  let last = 0
  for (const { epoch, version, view } of updates) {
    t.true(epoch * 1000 + version >= last)
    last = epoch * 1000 + version
    const key = `${epoch} ${version}`
    t.is(views.get(key) ?? JSON.stringify(view), JSON.stringify(view))
    views.set(key, JSON.stringify(view))
  }
})

test('[P11] that a copy of what others do in secret is missing is told to nobody else', t => {
  const h = new Hand(['A', 'B'], {}, secretive as Game)
  const session = h.session('A', 1, 'ann')
  h.open('A', 2, 'bob')
  h.joinGame('A', 2, h.last('A', 1, 'created')!.code)
  h.hello('A', 2, session, 'bob-tab')
  const apart = without('B')
  const lastToAnn = () => h.heard('A', 1).findLast(m => m.kind === 'update' || m.kind === 'paused')?.kind
  h.command('A', 2, session, 1, 'secret')
  h.wait(1_700, apart)
  t.is(h.last('A', 2, 'paused')?.kind, 'paused')
  h.say('A', 1, { kind: 'hello', session, client: 'ann-tab' as ClientId, replaces: '' as ClientId })
  t.is(lastToAnn(), 'update')
  h.command('A', 1, session, 1, 'own')
  h.say('A', 1, { kind: 'hello', session, client: 'ann-tab' as ClientId, replaces: '' as ClientId })
  t.is(lastToAnn(), 'paused')
  h.wait(4_000)
  t.is(lastToAnn(), 'update')
})
