import test from 'ava'
import fc from 'fast-check'
import { Directory } from '../../../node/core/cluster/directory.ts'
import { gamesOf } from '../../../node/core/players/listing.ts'
import type { Configuration } from '../../../protocol/configuration.ts'
import type { ClientId, Code, Epoch, PeerId, PlayerId, SessionId, Version } from '../../../protocol/ids.ts'
import type { About } from '../../../protocol/mesh.ts'

const peers = ['A', 'B', 'C'] as PeerId[]

/** What was decided is a function of session and epoch: the property of the vote that the directory relies on. */
const decided = (session: number, epoch: number): Configuration => {
  const owner = epoch === 9 ? null : peers[(session + epoch) % 3]!
  return {
    session: `s${session}` as SessionId,
    epoch: epoch as Epoch,
    owner,
    backups: [],
    voters: owner ? [owner] : [],
  }
}

const about = (session: number, version: number): About => ({
  session: `s${session}` as SessionId,
  epoch: (1 + Math.floor(version / 2)) as Epoch,
  version: version as Version,
  code: `COD${'ABC'[session % 3]}` as Code,
  maker: 'ann' as PlayerId,
  key: `k${session}` as ClientId,
  players: [{ player: `p${version % 2}` as PlayerId, name: 'x' }],
  over: version > 3,
})

type News = { learn: Configuration } | { hear: About }
const news: fc.Arbitrary<News> = fc.oneof(
  fc.record({ learn: fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 9 })).map(([s, e]) => decided(s, e)) }),
  fc.record({ hear: fc.tuple(fc.nat(3), fc.nat(9)).map(([s, v]) => about(s, v)) }),
)

function told(all: readonly News[]): Directory {
  const d = new Directory('me' as PeerId)
  for (const n of all) 'learn' in n ? d.learn(n.learn, 0) : d.learnAbout(n.hear, 0)
  return d
}

const everything = (d: Directory) => ({
  sum: d.sum,
  configs: [0, 1, 2, 3].map(s => d.config(`s${s}` as SessionId)),
  abouts: [0, 1, 2, 3].map(s => d.about(`s${s}` as SessionId)),
  games: ['p0', 'p1'].map(p => gamesOf(d, p as PlayerId)),
  codes: ['CODA', 'CODB', 'CODC'].map(c => d.byCode(c as Code)),
})

test('[G1] [M5] what a directory knows does not depend on order, repetition or from whom it was heard', t => {
  fc.assert(
    fc.property(
      fc.array(news, { maxLength: 30 }),
      fc.array(news, { maxLength: 30 }),
      fc.infiniteStream(fc.nat()),
      (a, b, dice) => {
        const one = everything(told([...a, ...b]))
        t.deepEqual(everything(told([...b, ...a])), one, 'commutative')
        t.deepEqual(everything(told([...a, ...b, ...a, ...b])), one, 'idempotent')
        const shuffled = [...a, ...b]
          .map(n => ({ n, at: dice.next().value }))
          .sort((x, y) => x.at - y.at)
          .map(x => x.n)
        t.deepEqual(everything(told(shuffled)), one, 'associative')
      },
    ),
  )
  t.pass()
})

test('directories that compare digests end up knowing the same', t => {
  fc.assert(
    fc.property(fc.array(news, { maxLength: 30 }), fc.array(news, { maxLength: 30 }), (a, b) => {
      const [x, y] = [told(a), told(b)]
      for (const [from, to] of [
        [x, y],
        [y, x],
        [x, y],
      ] as const) {
        for (const { entries } of from.digest()) {
          const { want, tell } = to.compare(entries)
          for (const s of want)
            for (const m of from.tell(s))
              m.kind === 'decided' ? to.learn(m.config, 0) : m.kind === 'about' && to.learnAbout(m.about, 0)
          for (const s of tell)
            for (const m of to.tell(s))
              m.kind === 'decided' ? from.learn(m.config, 0) : m.kind === 'about' && from.learnAbout(m.about, 0)
        }
      }
      t.is(x.sum, y.sum)
    }),
  )
  t.pass()
})

test('[G1] [M4] two configurations of one session at one epoch are a bug that is said loudly', t => {
  const d = told([{ learn: decided(1, 2) }])
  t.throws(() => d.learn({ ...decided(1, 2), owner: peers[0]!, voters: [peers[0]!, peers[1]!] }, 0), {
    name: 'InvariantError',
  })
})

test('of two sessions with one code the lower id keeps it, and an ended one gives it back', t => {
  const d = told([{ learn: decided(0, 1) }, { learn: decided(3, 1) }, { hear: about(0, 1) }, { hear: about(3, 1) }])
  t.is(d.byCode('CODA' as Code), 's0' as SessionId)
  d.learn(decided(0, 9), 0)
  t.is(d.byCode('CODA' as Code), 's3' as SessionId)
})

test('[P6] a session that is only heard of takes no code from one that somebody runs', t => {
  const d = told([{ hear: about(0, 1) }])
  t.is(d.byCode('CODA' as Code), null)
  t.true(d.hasCode('CODA' as Code))
  d.learnAbout(about(3, 1), 0)
  d.learn(decided(3, 1), 0)
  t.is(d.byCode('CODA' as Code), 's3' as SessionId)
})

test('what ended is forgotten after its time, but for its name where this node took part', t => {
  const d = told([{ learn: decided(0, 9) }, { learn: decided(1, 9) }, { learn: decided(2, 1) }])
  d.forget(1, s => s === 's1')
  t.is(d.config('s0' as SessionId), null)
  t.is(d.config('s1' as SessionId)?.owner, null)
  t.not(d.config('s2' as SessionId), null)
})

test('[G8] the last incarnation is one that can go on: not what gave way, nor a parked one that another came from', t => {
  const d = new Directory('me' as PeerId)
  const incarnation = (name: string, config: Partial<Configuration>) =>
    d.learn({ ...decided(0, 1), session: name as SessionId, ...config }, 0)
  const over = { owner: null, backups: [], voters: [] }
  incarnation('s', { ...over, yielded: true })
  incarnation('s.2.A', {})
  incarnation('s.2.B', { ...over, parked: 'file' })
  t.is(d.lastIncarnation('s' as SessionId), 's.2.B' as SessionId, 'it waits')
  incarnation('s.3.A', {})
  t.is(d.lastIncarnation('s' as SessionId), 's.3.A' as SessionId)
  incarnation('s.3.A', { ...over, epoch: 9 as Epoch, yielded: true })
  t.is(d.lastIncarnation('s' as SessionId), 's.2.A' as SessionId)
})
