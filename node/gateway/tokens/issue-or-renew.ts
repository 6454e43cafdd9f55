// Where a token is issued and renewed: a name becomes a player, and a signed token says so. A request that bears a good
// token keeps its player, so that one may change the name, or have the token renewed before it expires. A token that
// has expired is still renewed for a while, by the rule of seat-proof.ts. A socket that shows a token of an old mesh
// key is told a new one. Nothing is stored: the token is the player.
import * as v from 'valibot'
import type { ClientId, SessionId } from '../../../protocol/ids.ts'
import { tidyName, whyNotName } from '../../../protocol/name.ts'
import { type Allowances, inTime } from '../admission/allowances.ts'
import { REQUEST_BYTES_MAX } from '../admission/gateway-limits.ts'
import type { Answer } from '../http/answer.ts'
import { bearerIn, json, parseJson, type Request } from '../http/http.ts'
import { type Admitted, type Identity, newPlayerId, TokenError, type Tokens } from './player-tokens.ts'
import type { Proof, Seat } from './seat-proof.ts'

const NameSchema = v.pipe(
  v.string('A name is a text.'),
  v.transform(tidyName),
  v.check(
    name => whyNotName(name) === null,
    ({ input }) => whyNotName(input)!,
  ),
)
const id = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max))
const RequestSchema = v.object(
  { name: v.optional(NameSchema), session: v.optional(id(96)), client: v.optional(id(40)) },
  'A JSON object is expected: {"name": "Ariadne"}.',
)

export interface NameOptions {
  readonly tokens: Tokens
  readonly tokenTtlMs: number
  /** How long after its end a token is renewed for a player who still holds a seat. */
  readonly tokenGraceMs: number
  readonly allowances: Allowances
  readonly holds: (who: Identity, seat: Seat) => Promise<Proof>
}

/** Lets a socket in, and makes a new token where the one that it shows is not signed with each of our keys.
 *  @throws TokenError */
export async function admit(token: string, tokens: Tokens, ttlMs: number): Promise<Admitted> {
  const { current, ...identity } = await tokens.verify(token)
  return { ...identity, renewed: current ? null : await tokens.sign(identity, ttlMs) }
}

class Refused extends Error {
  readonly status: string
  readonly headers: Readonly<Record<string, string>>
  constructor(status: string, message: string, headers = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

/** @throws Refused where there is a time to wait. */
function refuseFor(waitMs: number, text: string): void {
  if (waitMs === 0) return
  const headers = { 'retry-after': `${Math.ceil(waitMs / 1_000)}` }
  throw new Refused('429 Too Many Requests', `${text} Try again ${inTime(waitMs)}.`, headers)
}

export async function answerName(request: Request, options: NameOptions): Promise<Answer> {
  try {
    const { player, name } = await identify(request, options)
    const goodForMs = options.tokenTtlMs
    return json('200 OK', { token: await options.tokens.sign({ player, name }, goodForMs), player, name, goodForMs })
  } catch (error) {
    if (error instanceof Refused) return json(error.status, { text: error.message }, error.headers)
    if (error instanceof TokenError)
      return json('401 Unauthorized', { text: `Refused: ${error.message}, without this one.` })
    throw error
  }
}

/** Who asks, and by which name. @throws Refused, TokenError */
async function identify(request: Request, options: NameOptions): Promise<Identity> {
  if (request.body === null)
    throw new Refused('413 Content Too Large', `A request has at most ${REQUEST_BYTES_MAX} bytes.`)
  const read = v.safeParse(RequestSchema, parseJson(request.body))
  if (!read.success) throw new Refused('400 Bad Request', read.issues[0].message)
  const { name, session, client } = read.output
  if (request.authorization === '') {
    if (name === undefined) throw new Refused('400 Bad Request', 'A new player needs a name: {"name": "Ariadne"}.')
    refuseFor(
      options.allowances.newPlayer(request.address, performance.now()),
      'Your address became many players just now.',
    )
    return { player: newPlayerId(), name }
  }
  refuseFor(options.allowances.renewal(request.address, performance.now()), 'Your address renews many tokens.')
  const seat = session && client ? { session: session as SessionId, client: client as ClientId } : null
  const known = await bearerOf(bearerIn(request.authorization), seat, options)
  return { player: known.player, name: name ?? known.name }
}

/** @throws Refused, TokenError */
async function bearerOf(token: string, seat: Seat | null, { tokens, tokenGraceMs, holds }: NameOptions) {
  try {
    return await tokens.verify(token)
  } catch (error) {
    if (!(error instanceof TokenError) || error.fault !== 'expired' || seat === null) throw error
    const known = await tokens.verify(token, tokenGraceMs)
    const proof = await holds(known, seat)
    if (proof === null) throw new Refused('503 Service Unavailable', 'The game cannot be asked just now: try again.')
    if (!proof) throw error
    return known
  }
}
