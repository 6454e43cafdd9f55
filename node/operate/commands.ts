// The commands as a person types and reads them: what each takes, in order, and what it is for.
import * as v from 'valibot'
import { type OperateRequest, OperateSchema, type OperatorCommand } from '../../protocol/operator.ts'
import { OperateError } from './error.ts'

interface Described {
  /** Fields of the command, by the order of its arguments. */
  readonly takes: readonly string[]
  readonly about: string
}

const COMMANDS: Readonly<Record<OperatorCommand['kind'], Described>> = {
  cordon: { takes: [], about: 'No session begins on the node or moves to it. It goes on with those it has.' },
  uncordon: { takes: [], about: 'It takes sessions again.' },
  drain: { takes: [], about: 'It hands its sessions over, however long that takes, and then exits with 0.' },
  'cancel-drain': { takes: [], about: 'It stays, with the sessions it still has. Not after SIGTERM or SIGINT.' },
  alone: { takes: [], about: 'Nobody answers for its peers, and that is right: it goes on with the saved sessions.' },
  force: {
    takes: ['session'],
    about: 'A paused session, by code or name, goes on from its copy. It may go on elsewhere too.',
  },
  end: { takes: ['session'], about: 'A session that the node runs, by code or name, ends for good.' },
}

export function describeCommands(): string {
  const rows = [
    ['status', 'What the node knows of the mesh.'] as const,
    ['token', 'Prints what the status page and a collector of metrics show where they are asked for a token.'] as const,
    ...Object.entries(COMMANDS).map(([kind, { takes, about }]) => [usageOf(kind, takes), about] as const),
  ]
  return rows.map(([usage, about]) => `  ${usage.padEnd(16)}${about}`).join('\n')
}

const usageOf = (kind: string, takes: readonly string[]) => [kind, ...takes.map(name => name.toUpperCase())].join(' ')

/** @throws OperateError `usage` */
export function requestOf(words: readonly string[], node: string | undefined): OperateRequest {
  const [kind = '', ...given] = words
  if (!Object.hasOwn(COMMANDS, kind))
    throw new OperateError('usage', `there is no command "${kind}": it is one of status, token, ${names.join(', ')}`)
  const { takes } = COMMANDS[kind as OperatorCommand['kind']]
  if (given.length !== takes.length)
    throw new OperateError('usage', `expected: ${usageOf(kind, takes)}, and got "${words.join(' ')}"`)
  const fields = Object.fromEntries(takes.map((name, at) => [name, given[at]]))
  const read = v.safeParse(OperateSchema, { command: { kind, ...fields }, node })
  if (read.success) return read.output
  throw new OperateError('usage', `${v.getDotPath(read.issues[0]) ?? kind}: ${read.issues[0].message}`)
}

const names = Object.keys(COMMANDS)
