// What an operator says to a node, as JSON over HTTP, and is answered: the shapes that the command line, the gateway
// and core share. A command more is an entry here, a rule in node/core/operator.ts, and a line of help in
// node/operate/commands.ts.
import * as v from 'valibot'
import type { OperatorErrorCode } from './errors.ts'

const NODE_LENGTH_MAX = 128
const NAME_LENGTH_MAX = 256

const CommandSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('cordon') }),
  v.strictObject({ kind: v.literal('uncordon') }),
  v.strictObject({ kind: v.literal('drain') }),
  v.strictObject({ kind: v.literal('cancel-drain') }),
  v.strictObject({ kind: v.literal('alone') }),
  /** A session's name, or its code. */
  v.strictObject({
    kind: v.literal('force'),
    session: v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_LENGTH_MAX)),
  }),
  v.strictObject({
    kind: v.literal('end'),
    session: v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_LENGTH_MAX)),
  }),
])
export type OperatorCommand = v.InferOutput<typeof CommandSchema>

export const OperateSchema = v.strictObject({
  command: CommandSchema,
  /** Who is meant: a slot, a peer id, or the end of it that pages show. Without it, whoever is reached. */
  node: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(NODE_LENGTH_MAX))),
})
export type OperateRequest = v.InferOutput<typeof OperateSchema>

/** `text` is for people: what was done and what follows, or why not and what to do. A refused command has changed
 *  nothing. */
export type Outcome =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: OperatorErrorCode; readonly text: string }

/** The body of every answer. */
export type OperateAnswer = Outcome & { readonly node: string; readonly slot: string }
