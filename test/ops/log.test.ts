import test from 'ava'
import type { Note } from '../../node/core/effect.ts'
import { createLog, logNote } from '../../node/ops/log.ts'
import type { Epoch, PeerId, SessionId, Version } from '../../protocol/ids.ts'

const session = 'session-1' as SessionId
const epoch = 3 as Epoch
const [p, q] = ['p' as PeerId, 'q' as PeerId]

function linesOf(level: string, notes: readonly Note[]): Record<string, unknown>[] {
  const lines: string[] = []
  const log = createLog({ level, node: p, release: '7', destination: { write: line => lines.push(line) } })
  for (const note of notes) logNote(log, note)
  return lines.map(line => JSON.parse(line))
}

test('a line says who wrote it, when, and of which session, epoch and peer', t => {
  const moved = { session, epoch, from: p, to: q, pauseMs: 2.5, planned: true }
  const [line] = linesOf('debug', [{ name: 'moved', moved }])
  const { time, at, ...rest } = line!
  t.false(Number.isNaN(Date.parse(String(time))))
  t.is(typeof at, 'number')
  t.deepEqual(rest, {
    level: 20,
    node: p,
    release: '7',
    session,
    epoch,
    from: p,
    peer: q,
    pauseMs: 2.5,
    planned: true,
    msg: 'moved',
  })
})

test('lines that one process writes stand in the order of its clock', t => {
  const ats = linesOf('trace', [
    { name: 'sealed', session, epoch },
    { name: 'takeover', session, epoch },
  ]).map(line => Number(line.at))
  t.true(ats[0]! <= ats[1]!)
})

test('who writes may be told later', t => {
  const lines: string[] = []
  const log = createLog({ level: 'info', release: '7', destination: { write: line => lines.push(line) } })
  log.info('starting')
  log.setBindings({ node: p })
  logNote(log, { name: 'dead', peer: q })
  const [before, after] = lines.map(line => JSON.parse(line))
  t.is(before.node, undefined)
  t.like(after, { node: p, release: '7', peer: q, msg: 'dead' })
})

test('what is normal on a network is silent, what an operator must see is not', t => {
  const notes: Note[] = [
    { name: 'stale', what: 'offer', session, from: q },
    { name: 'sealed', session, epoch },
    { name: 'activated', session, epoch, version: 1 as Version, planned: false },
    { name: 'takeover', session, epoch },
    { name: 'dead', peer: q },
    { name: 'lost', sessions: [session] },
    { name: 'invariant', session, error: 'two configurations at one epoch' },
  ]
  t.deepEqual(
    linesOf('info', notes).map(line => line.msg),
    ['dead', 'lost', 'invariant'],
  )
  t.is(linesOf('trace', notes).length, notes.length)
  t.is(linesOf('silent', notes).length, 0)
})

test('a node that says goodbye is no reason to worry, one that does not is', t => {
  const notes: Note[] = [
    { name: 'left', peer: q },
    { name: 'dead', peer: q },
  ]
  t.deepEqual(
    linesOf('info', notes).map(line => [line.level, line.msg]),
    [
      [30, 'left'],
      [40, 'dead'],
    ],
  )
  t.deepEqual(
    linesOf('warn', notes).map(line => line.msg),
    ['dead'],
  )
})

test('of a quarantined session the size is logged and not the state', t => {
  const bytes = new TextEncoder().encode('the minotaur is behind you')
  const [line] = linesOf('info', [{ name: 'quarantined', session, epoch, bytes, error: 'schema 9' }])
  t.like(line, { session, epoch, bytes: bytes.length, error: 'schema 9' })
  t.notRegex(JSON.stringify(line), /behind/)
})
