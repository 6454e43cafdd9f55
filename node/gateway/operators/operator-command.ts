// An operator's command, from a request to its answer: who may give it, what it means, and which node is meant. Core
// carries it out. A command for another node is refused and its connection closed: where several nodes share an
// address, whoever asks again reaches another one. This file must never pass a command on, so that the node that
// answers is the node that did it.
import * as v from 'valibot'
import type { OperatorErrorCode } from '../../../protocol/errors.ts'
import { shortPeer } from '../../../protocol/ids.ts'
import { type OperateAnswer, OperateSchema, type OperatorCommand, type Outcome } from '../../../protocol/operator.ts'
import type { MeshView, NodeView } from '../../core/inspect.ts'
import { REQUEST_BYTES_MAX } from '../admission/gateway-limits.ts'
import type { Answer } from '../http/answer.ts'
import { bearerIn, json, parseJson, type Request } from '../http/http.ts'
import type { OperatorTokens } from '../tokens/operator-tokens.ts'

export interface OperateOptions {
  readonly operators: OperatorTokens
  readonly view: () => MeshView
  /** Whether several nodes listen on this port, so that chance decides which one is reached. */
  readonly shared: boolean
  readonly operate: (command: OperatorCommand) => Outcome
}

const STATUS: Readonly<Record<OperatorErrorCode, string>> = {
  'bad-operator-token': '401 Unauthorized',
  'bad-request': '400 Bad Request',
  'request-too-large': '413 Content Too Large',
  'which-node': '400 Bad Request',
  'unknown-node': '404 Not Found',
  'another-node': '421 Misdirected Request',
  'not-draining': '409 Conflict',
  'no-copy': '409 Conflict',
  'goes-on': '409 Conflict',
  'not-here': '409 Conflict',
  'node-leaves': '409 Conflict',
  'drain-final': '409 Conflict',
  'nobody-to-take': '409 Conflict',
  'not-running': '503 Service Unavailable',
}

export async function answerOperate(request: Request, options: OperateOptions): Promise<Answer> {
  const outcome = await outcomeOf(request, options)
  const me = options.view().nodes.find(({ state }) => state === 'self')
  const answer: OperateAnswer = { node: me?.id ?? '', slot: me?.slot ?? '', ...outcome }
  return json(outcome.ok ? '200 OK' : STATUS[outcome.code], answer)
}

const refuse = (code: OperatorErrorCode, text: string): Outcome => ({ ok: false, code, text })

async function outcomeOf({ authorization, body }: Request, options: OperateOptions): Promise<Outcome> {
  if (body === null) return refuse('request-too-large', `A request has at most ${REQUEST_BYTES_MAX} bytes.`)
  const fault = await options.operators.faultOf(bearerIn(authorization))
  if (fault !== null) return refuse('bad-operator-token', `Refused: ${fault}.`)
  const read = v.safeParse(OperateSchema, parseJson(body))
  if (!read.success) {
    const [issue] = read.issues
    const at = v.getDotPath(issue)
    const found = `${at === null ? '' : `${at}: `}${issue.message}`
    return refuse('bad-request', `Expected JSON such as {"command": {"kind": "cordon"}, "node": "1"}. ${found}.`)
  }
  const { command, node } = read.output
  return misdirected(node, options) ?? options.operate(command)
}

/** Null: this node is meant. */
function misdirected(name: string | undefined, { view, shared }: OperateOptions): Outcome | null {
  const { me, nodes } = view()
  const living = nodes.filter(({ state }) => state !== 'dead')
  const theyAre = `Of the mesh there are ${living.map(show).join(', ')}.`
  if (name === undefined) {
    if (!shared || living.length < 2) return null
    return refuse('which-node', `Several nodes share this port: say which one is meant, with --node. ${theyAre}`)
  }
  const meant = living.filter(({ id, slot }) => name === slot || name === id || name === shortPeer(id))
  if (meant.length === 0) return refuse('unknown-node', `No node is called "${name}". ${theyAre}`)
  if (meant.length > 1)
    return refuse('which-node', `Several nodes are called "${name}": name one by its id. ${theyAre}`)
  return meant[0]!.id === me ? null : refuse('another-node', `This is not ${show(meant[0]!)}: ask that one.`)
}

const show = ({ id, slot }: NodeView): string => (slot === '' ? shortPeer(id) : `${shortPeer(id)} (slot ${slot})`)
