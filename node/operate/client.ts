// Asks a node over HTTP, as an operator. Where several nodes share an address, it asks again until the one that is
// meant answers: each other one refuses, and closes the connection, so the next one may lead elsewhere.
import * as v from 'valibot'
import { shortPeer } from '../../protocol/ids.ts'
import type { OperateRequest } from '../../protocol/operator.ts'
import type { MeshView } from '../core/inspect.ts'
import { OperateError } from './error.ts'

/** Of twelve nodes, one in thirty million is not met in so many. */
const TRIES = 200
const PATIENCE_MS = 10_000

const AnswerSchema = v.object({
  ok: v.boolean(),
  code: v.optional(v.string()),
  text: v.string(),
  node: v.string(),
  slot: v.string(),
})

/** What was done, and by whom. @throws OperateError `unreachable`, `refused` */
export async function operate(at: URL, request: OperateRequest, sign: () => Promise<string>): Promise<string> {
  const body = JSON.stringify(request)
  for (let tries = 0; tries < TRIES; tries++) {
    const headers = { authorization: `Bearer ${await sign()}`, 'content-type': 'application/json' }
    const { status, json } = await ask(at, 'api/operate', { method: 'POST', headers, body })
    if (!v.is(AnswerSchema, json)) throw notANode(at, status)
    const said = `${nameOf(json)}${json.text}`
    if (json.ok) return said
    if (json.code !== 'another-node') throw new OperateError('refused', said)
  }
  throw new OperateError(
    'unreachable',
    `${at} never led to node "${request.node}": give the address of its own, --at URL`,
  )
}

/** @throws OperateError `unreachable` */
export async function fetchView(at: URL, token: string): Promise<MeshView> {
  const { status, json } = await ask(at, 'api/mesh', { headers: { authorization: `Bearer ${token}` } })
  if (!v.is(v.object({ me: v.string(), nodes: v.array(v.looseObject({ id: v.string() })) }), json))
    throw status === 401 || status === 403 ? refusedToRead(at, json) : notANode(at, status)
  return json as unknown as MeshView
}

/** `json`: undefined where the answer is none. */
async function ask(at: URL, path: string, init: RequestInit): Promise<{ status: number; json: unknown }> {
  try {
    const answer = await fetch(new URL(path, below(at)), { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
    return { status: answer.status, json: await answer.json().catch(() => undefined) }
  } catch (error) {
    const cause = ((error as Error).cause ?? error) as NodeJS.ErrnoException
    const why = cause.code ?? cause.message
    const text = `no node answers at ${at} (${why}): is it running, and is that its OPS_PORT? --at URL names another address`
    throw new OperateError('unreachable', text, { cause: error })
  }
}

/** An address may have a path: that of a node's public port, below a proxy's. */
const below = (at: URL): URL => (at.pathname.endsWith('/') ? at : new URL(`${at.href}/`))

const refusedToRead = (at: URL, json: unknown) =>
  new OperateError(
    'refused',
    `${at} refuses: ${v.is(v.object({ text: v.string() }), json) ? json.text : 'no reason given.'}`,
  )

const notANode = (at: URL, status: number) =>
  new OperateError('unreachable', `${at} answers ${status}, and not as a node of this release does: check --at`)

const nameOf = ({ node, slot }: { readonly node: string; readonly slot: string }) =>
  node === '' ? '' : `Node ${shortPeer(node)}${slot === '' ? '' : ` (slot ${slot})`}: `
