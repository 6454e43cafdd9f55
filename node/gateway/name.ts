// How a name becomes a player: checks it and signs a token for it. A request that bears a good token keeps its player, so
// that one may change the name, or have the token renewed before it expires. Nothing is stored: the token is the player.
import * as v from 'valibot'
import { NAME_LENGTH_MAX } from '../../protocol/limits.ts'
import { type Answer, bearerIn, json, parseJson, type Request } from './http.ts'
import { REQUEST_BYTES_MAX } from './limits.ts'
import { newPlayerId, TokenError, type Tokens } from './tokens.ts'

const NameSchema = v.pipe(
  v.string('a name is a text'),
  v.transform(name => name.normalize('NFC').trim()),
  v.check(name => /[\p{L}\p{N}]/u.test(name), 'a name has at least one letter or digit'),
  v.check(name => [...name].length <= NAME_LENGTH_MAX, `a name has at most ${NAME_LENGTH_MAX} characters`),
  v.regex(/^[\p{L}\p{M}\p{N} _'-]+$/u, "a name has letters, digits, blanks, and - _ ' only"),
)
const RequestSchema = v.object({ name: NameSchema }, 'a JSON object is expected: {"name": "Ariadne"}')

const refuse = (status: string, why: string): Answer => json(status, { text: `${why}.` })

export async function answerName(request: Request, tokens: Tokens, ttlMs: number): Promise<Answer> {
  if (request.body === null) return refuse('413 Content Too Large', `a request has at most ${REQUEST_BYTES_MAX} bytes`)
  const read = v.safeParse(RequestSchema, parseJson(request.body))
  if (!read.success) return refuse('400 Bad Request', read.issues[0].message)
  const { name } = read.output
  try {
    const player = (await bearerOf(request, tokens)) ?? newPlayerId()
    return json('200 OK', { token: await tokens.sign({ player, name }, ttlMs), player, name })
  } catch (error) {
    if (error instanceof TokenError) return refuse('401 Unauthorized', `${error.message}, without this one`)
    throw error
  }
}

/** Null: the request bears none. @throws TokenError */
async function bearerOf({ authorization }: Request, tokens: Tokens) {
  if (authorization === '') return null
  return (await tokens.verify(bearerIn(authorization))).player
}
