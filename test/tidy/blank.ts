// Parts source text in two of the same length: code, in which comments, strings and regular expressions are blank, and
// comments, in which all else is. So a check finds words only where they mean something. Quotes and newlines stay where
// they are: positions and lines keep their meaning.

/** A `/` after one of these starts a regular expression; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[=(,:;!&|?{}[\n+\-*%<>~^]|=>|\b(?:return|typeof|case|in|of|throw|else|void|yield))\s*$/

/** What a scan is in the middle of: code, or a template's text. Each `${` inside a template is code again until its
 *  brace. */
interface Frame {
  readonly kind: 'code' | 'template'
  depth: number
}

export function blank(text: string): { readonly code: string; readonly comments: string } {
  let out = ''
  let comments = ''
  let at = 0
  const frames: Frame[] = [{ kind: 'code', depth: 0 }]
  const keep = (length: number) => {
    out += text.slice(at, at + length)
    comments += spaces(text.slice(at, at + length))
    at += length
  }
  const erase = (length: number, isComment = false) => {
    const erased = text.slice(at, at + length)
    out += spaces(erased)
    comments += isComment ? erased : spaces(erased)
    at += length
  }
  while (at < text.length) {
    const frame = frames[frames.length - 1]!
    if (frame.kind === 'template') {
      if (text[at] === '`') {
        keep(1)
        frames.pop()
      } else if (text.startsWith('${', at)) {
        keep(2)
        frames.push({ kind: 'code', depth: 1 })
      } else erase(text[at] === '\\' ? 2 : 1)
      continue
    }
    const skipped = literalAt(text, at, out)
    if (skipped > 0) {
      if (text[at] === '/') erase(skipped, /[/*]/.test(text[at + 1]!))
      else {
        keep(1)
        erase(skipped - 2)
        keep(1)
      }
      continue
    }
    if (text[at] === '`') frames.push({ kind: 'template', depth: 0 })
    else if (text[at] === '{') frame.depth++
    else if (text[at] === '}' && --frame.depth === 0 && frames.length > 1) frames.pop()
    keep(1)
  }
  return { code: out, comments }
}

const spaces = (text: string) => text.replace(/[^\n]/g, ' ')

/** Length of the comment, string or regular expression that begins here; 0 where none does. */
function literalAt(text: string, at: number, before: string): number {
  const rest = text.slice(at, at + 2)
  if (rest === '//') return lengthOf(/\/\/[^\n]*/y, text, at)
  if (rest === '/*') return lengthOf(/\/\*[\s\S]*?(?:\*\/|$)/y, text, at)
  if (text[at] === "'") return lengthOf(/'(?:\\[\s\S]|[^'\\\n])*'/y, text, at)
  if (text[at] === '"') return lengthOf(/"(?:\\[\s\S]|[^"\\\n])*"/y, text, at)
  if (text[at] === '/' && BEFORE_REGEX.test(before.slice(-40)))
    return lengthOf(/\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y, text, at)
  return 0
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}
