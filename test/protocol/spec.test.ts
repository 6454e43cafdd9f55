// SPEC.md says what the code says, and nothing else: errors, messages, fields, limits, examples, rules.
import test from 'ava'
import { CHAIN_START, nextChain } from '../../protocol/chain.ts'
import { decodeToNode } from '../../protocol/codec.ts'
import { OPERATOR_ERRORS, PLAYER_ERRORS } from '../../protocol/errors.ts'
import type { Seq } from '../../protocol/ids.ts'
import * as limits from '../../protocol/limits.ts'
import { MESH_KINDS } from '../../protocol/mesh.ts'
import { ToNodeSchema } from '../../protocol/player.ts'
import { MESH_PROTOCOL, PLAYER_PROTOCOL } from '../../protocol/version.ts'
import { fieldsOf, hexBlocks, interfaceOf, jsonBlocks, messagesOf, RULES, SPEC, table } from './spec.ts'

const fields = (rows: ReadonlyMap<string, string>) =>
  Object.fromEntries([...rows].map(([kind, cell]) => [kind, fieldsOf(cell).sort()]))
const sorted = (messages: ReadonlyMap<string, readonly string[]>) =>
  Object.fromEntries([...messages].map(([kind, names]) => [kind, [...names].sort()]))

test('[P18] the errors of SPEC.md are those of errors.ts', t => {
  t.deepEqual([...table('Errors').keys()].sort(), Object.keys(PLAYER_ERRORS).sort())
})

test('the errors of operators in SPEC.md are those of errors.ts', t => {
  t.deepEqual([...table('Errors of operators').keys()].sort(), Object.keys(OPERATOR_ERRORS).sort())
})

test('[P2] the messages that a client sends, and their fields, are those that a node takes', t => {
  const taken = ToNodeSchema.options.map(({ entries }) => {
    const { kind, ...rest } = entries
    return [kind.literal, Object.keys(rest).sort()]
  })
  t.deepEqual(fields(table('Messages to the node')), Object.fromEntries(taken))
})

test('the messages that a player is sent, and their fields, are those of player.ts', t => {
  const sent = messagesOf('protocol/player.ts', 'ToPlayer').set(
    'error',
    interfaceOf('protocol/player.ts', 'PlayerError'),
  )
  t.is(sent.size, 11)
  t.deepEqual(fields(table('Messages to the player')), sorted(sent))
})

test("[M3] the mesh's messages, and their fields, are those of mesh.ts", t => {
  const messages = messagesOf('protocol/mesh.ts', 'MeshMessage')
  t.deepEqual([...messages.keys()].sort(), [...MESH_KINDS].sort())
  t.deepEqual(fields(table('Messages of the mesh')), sorted(messages))
})

test('[P19] the limits of SPEC.md are those of limits.ts', t => {
  t.deepEqual(Object.fromEntries([...table('Limits')].map(([name, value]) => [name, Number(value)])), { ...limits })
})

test('[P20] the versions of SPEC.md are those of version.ts', t => {
  t.true(SPEC.includes(`This is version ${PLAYER_PROTOCOL} of the players' protocol`))
  t.true(SPEC.includes(`(\`MESH_PROTOCOL\`, ${MESH_PROTOCOL})`))
})

test('[P1] the frame of the example is what it says', t => {
  const [bytes] = hexBlocks()
  const [json] = jsonBlocks()
  t.deepEqual<unknown, unknown>(decodeToNode(bytes!), json)
})

test('[P9] the chain of the example is right', t => {
  const body = { do: 'ready', ready: true }
  const first = nextChain(CHAIN_START, 1 as Seq, body)
  const second = nextChain(first, 2 as Seq, body)
  t.true(SPEC.includes(`makes the chain ${first}; the same body again, as command 2, makes it ${second}.`))
})

test('rules have their numbers in a row, and are referred to as they are', t => {
  for (const letter of ['P', 'M', 'E', 'G']) {
    const numbers = [...RULES].filter(rule => rule.startsWith(letter)).map(rule => Number(rule.slice(1)))
    t.deepEqual(
      numbers,
      numbers.map((_, at) => at + 1),
    )
    t.true(numbers.length > 5)
  }
  const references = [...SPEC.matchAll(/\b([PMEG]\d+)\b/g)].map(([, rule]) => rule!)
  t.deepEqual(
    references.filter(rule => !RULES.has(rule)),
    [],
  )
})
