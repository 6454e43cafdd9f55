// How long functions are: the body of each, and so of each loop and condition, from its brace to the one that closes
// it.
import { endOf, type Finding, lineAt, type Source } from './source.ts'

const LINES_MAX = 70
/** After the parameters and a return type, or an arrow. */
const BODY = /(?:\)(?:\s*:\s*[^;{}()=]+)?|=>)\s*\{/g

export function longFunctions({ path, code }: Source): Finding[] {
  return [...code.matchAll(BODY)].flatMap(match => {
    const from = match.index + match[0].length - 1
    const line = lineAt(code, match.index)
    const lines = lineAt(code, endOf(code, from)) - line + 1
    return lines > LINES_MAX ? [{ path, line, what: `a function of ${lines} lines` }] : []
  })
}
