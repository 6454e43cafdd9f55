// How a name becomes a player: checks it and signs a token for it. A request that bears a good token keeps its player, so
// that one may change the name, or have the token renewed before it expires. Nothing is stored: the token is the player.
import * as v from 'valibot'
import { tidyName, whyNotName } from '../../protocol/name.ts'
import { type Answer, bearerIn, json, parseJson, type Request } from './http.ts'
import { REQUEST_BYTES_MAX } from './limits.ts'
import { newPlayerId, TokenError, type Tokens } from './tokens.ts'

const NameSchema = v.pipe(
  v.string('A name is a text.'),
  v.transform(tidyName),
  v.check(
    name => whyNotName(name) === null,
    ({ input }) => whyNotName(input)!,
  ),
)
const RequestSchema = v.object({ name: NameSchema }, 'A JSON object is expected: {"name": "Ariadne"}.')

const refuse = (status: string, why: string): Answer => json(status, { text: why })

export async function answerName(request: Request, tokens: Tokens, ttlMs: number): Promise<Answer> {
  if (request.body === null) return refuse('413 Content Too Large', `A request has at most ${REQUEST_BYTES_MAX} bytes.`)
  const read = v.safeParse(RequestSchema, parseJson(request.body))
  if (!read.success) return refuse('400 Bad Request', read.issues[0].message)
  const { name } = read.output
  try {
    const player = (await bearerOf(request, tokens)) ?? newPlayerId()
    return json('200 OK', { token: await tokens.sign({ player, name }, ttlMs), player, name })
  } catch (error) {
    if (error instanceof TokenError) return refuse('401 Unauthorized', `Refused: ${error.message}, without this one.`)
    throw error
  }
}

/** Null: the request bears none. @throws TokenError */
async function bearerOf({ authorization }: Request, tokens: Tokens) {
  if (authorization === '') return null
  return (await tokens.verify(bearerIn(authorization))).player
}
