// The operator's command line up to where a node is asked: what is typed, and what is shown.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import test from 'ava'
import type { MeshView, NodeView } from '../../node/core/inspect.ts'
import { createReaders } from '../../node/gateway/tokens/reader-tokens.ts'
import { describeCommands, requestOf } from '../../node/operate/commands.ts'
import { showMesh } from '../../node/operate/table.ts'
import type { PeerId } from '../../protocol/ids.ts'
import { ROOT } from '../tidy/source.ts'

test('words become a request', t => {
  t.deepEqual(requestOf(['cordon'], undefined), { command: { kind: 'cordon' }, node: undefined })
  t.deepEqual(requestOf(['cancel-drain'], '2'), { command: { kind: 'cancel-drain' }, node: '2' })
})

for (const [words, why] of [
  [[], /no command ""/],
  [['explode'], /it is one of status, token, cordon, uncordon, drain, cancel-drain/],
  [['toString'], /no command/],
  [['drain', '2'], /expected: drain, and got "drain 2"/],
] as const) {
  test(`"${words.join(' ')}" is refused`, t => {
    t.throws(() => requestOf(words, undefined), { code: 'usage', message: why })
  })
}

test('a node needs a name', t => {
  t.throws(() => requestOf(['drain'], ''), { code: 'usage', message: /^node: / })
})

test('the help has every command', t => {
  for (const kind of ['status', 'token', 'cordon', 'uncordon', 'drain', 'cancel-drain'])
    t.regex(describeCommands(), new RegExp(`^ {2}${kind} `, 'm'))
})

const node = (id: string, more: Partial<NodeView>): NodeView => ({
  id: `12D3KooW${id}` as PeerId,
  slot: '',
  state: 'alive',
  address: '',
  release: 'v1',
  host: 'm',
  startedAt: 0,
  load: 0,
  sessions: 0,
  players: 0,
  draining: false,
  cordoned: false,
  ...more,
})

test('the mesh is shown as a table: by slot, with what is unusual, without those that have left', t => {
  const view: MeshView = {
    awaited: [],
    me: '12D3KooWaaaaaaaa' as PeerId,
    blind: false,
    nodes: [
      node('aaaaaaaa', { slot: '10', state: 'self', sessions: 1200, draining: true, cordoned: true }),
      node('bbbbbbbb', { slot: '9', state: 'suspected', players: 3 }),
      node('cccccccc', { slot: '1', release: 'v22' }),
      node('dddddddd', { state: 'dead', host: '' }),
      node('eeeeeeee', { state: 'dead', draining: true }),
    ],
    moved: [],
    sessions: { known: 30, owned: 12, backedUp: 7, unprotected: 2, sealed: 0, paused: 0 },
    unsaved: null,
    failing: [],
    stopped: [],
    room: 'plenty',
    putOff: 0,
    quarantined: [],
  }
  t.is(
    showMesh(view),
    `node      slot  state               release  sessions  players  host
dddddddd  -     dead                v1              -        -  -
cccccccc  1     serving             v22             0        0  m
bbbbbbbb  9     silent              v1              0        3  m
aaaaaaaa  10    draining, cordoned  v1           1200        0  m

As aaaaaaaa sees it. Of 30 sessions that it knows it runs 12 and backs up 7; 2 of its own are short of copies.`,
  )
  t.regex(
    showMesh({ ...view, awaited: ['10.0.0.1:4001'] }),
    /nodes live there that it does not reach: 10\.0\.0\.1:4001\.$/,
  )
})

const program = (words: readonly string[], env: Record<string, string> = {}) => {
  try {
    const options = { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8', stdio: 'pipe' } as const
    return { code: 0, said: execFileSync(process.execPath, [join(ROOT, 'node', 'operate.ts'), ...words], options) }
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string }
    return { code: status, said: stderr }
  }
}

test('what is wrong is told, and the exit code tells of what kind it is', t => {
  t.like(program(['--help']), { code: 0 })
  for (const [words, env, code, why] of [
    [[], {}, 2, /a command is missing/],
    [['cordon', '--force'], {}, 2, /--force/],
    [['cordon', '--at', 'localhost:4000'], {}, 2, /--at is an address such as/],
    [['status', '--node', '1'], {}, 2, /status takes --at only/],
    [['token', '--node', '1'], {}, 2, /token takes nothing/],
    [['cordon'], { PORT: '0' }, 2, /OPS_PORT is 0/],
    [['cordon'], { MESH_KEY: 'short' }, 78, /MESH_KEY has 5 characters/],
    [['cordon', '--at', 'http://127.0.0.1:9'], {}, 1, /no node answers at/],
  ] as const) {
    const run = program(words, env)
    t.is(run.code, code, run.said)
    t.regex(run.said, why)
  }
})

test('the token for reading is the one that nodes with this key accept', t => {
  const key = 'x'.repeat(32)
  const { said } = program(['token'], { MESH_KEY: key })
  t.true(createReaders([new TextEncoder().encode(key)])(said.trim()))
})
