// Checks of one file or of the project's top, besides the rule of imports. Each returns what it finds; nothing found is
// well.
import { endOf, type Finding, lineAt, type Source } from './source.ts'

/** What would tie pure code to a clock, chance, a process or a promise. */
const IMPURE: readonly RegExp[] = [
  /\bDate\.now\b/g,
  /\bnew\s+Date\b/g,
  /\bMath\.random\b/g,
  /\b(?:set|clear)(?:Timeout|Interval|Immediate)\b/g,
  /(?<![.\w$])queueMicrotask\b/g,
  /(?<![.\w$])async\b/g,
  /(?<![.\w$])await\b/g,
  /\bPromise\b/g,
  /(?<![.\w$])console\b/g,
  /(?<![.\w$])process\s*\./g,
  /(?<![.\w$])performance\s*\./g,
  /(?<![.\w$])crypto\s*\./g,
  /(?<![.\w$])fetch\s*\(/g,
]
const PURE = /^(?:node\/core\/|node\/games\/|protocol\/|web\/link\/)/
/** The adapter between the pure link and a real WebSocket. */
const ADAPTERS = new Set(['web/link/browser.ts'])

function matches(source: Source, text: string, pattern: RegExp, what: (found: string) => string): Finding[] {
  return [...text.matchAll(pattern)].map(match => ({
    path: source.path,
    line: lineAt(text, match.index),
    what: what(match[0].trim()),
  }))
}

export function impurities(source: Source): Finding[] {
  if (!PURE.test(source.path) || ADAPTERS.has(source.path)) return []
  return IMPURE.flatMap(pattern => matches(source, source.code, pattern, found => `${found} in pure code`))
}

export const LINES_MAX = 400
export const LINES_WITHOUT_REASON_MAX = 250

export function oversize(source: Source, reasons: Readonly<Record<string, string>>): Finding[] {
  const lines = source.text.trimEnd().split('\n').length
  const found = (what: string) => [{ path: source.path, line: lines, what }]
  if (lines > LINES_MAX) return found(`${lines} lines: ${LINES_MAX} is the end, split it`)
  const reason = reasons[source.path]
  if (lines > LINES_WITHOUT_REASON_MAX && reason === undefined) return found(`${lines} lines without a reason`)
  if (lines <= LINES_WITHOUT_REASON_MAX && reason !== undefined) return found(`${lines} lines need no reason any more`)
  return []
}

/** A leftover mark may stay only with a reason behind it: `TODO(why): what`. */
export function leftovers(source: Source): Finding[] {
  const mark = /\b(?:TODO|FIXME|XXX|HACK)\b(?!\([^)\s][^)]*\))/g
  return matches(source, source.comments, mark, found => `${found} without a reason`)
}

/** `condition ? test : test.skip` may stay: it says when a test cannot run. */
export function focusedTests(source: Source): Finding[] {
  const call = /(?<!:\s*)\b(?:test|serial|before|after)(?:\.\w+)*\.(?:only|skip|todo|failing)\b/g
  return matches(source, source.code, call, found => `${found} in a committed test`)
}

export function anyTypes(source: Source): Finding[] {
  const inType = /(?:[:<,|&(=]\s*|\bas\s+)any\b(?!\s*[:(.])/g
  return [
    ...matches(source, source.code, inType, () => 'the type any'),
    ...matches(source, source.comments, /biome-ignore\s+\S*noExplicitAny/g, () => 'a permit for the type any'),
  ]
}

export function headerless(source: Source): Finding[] {
  if (/\.(?:test|d)\.ts$/.test(source.path) || /^(?:#!.*\n)?\/[/*]/.test(source.text)) return []
  return [{ path: source.path, line: 1, what: 'no header that says what the module is for' }]
}

/** An address of a registry in the lock file ties everyone's install to that host. */
export function registryAddresses(lock: string): Finding[] {
  return [...lock.matchAll(/"resolved":\s*"(?:git\+)?\w+:\/\/[^"]*"/g)].map(match => ({
    path: 'package-lock.json',
    line: lineAt(lock, match.index),
    what: match[0],
  }))
}

export function strangers(names: readonly string[], allowed: ReadonlySet<string>): Finding[] {
  return names.filter(name => !allowed.has(name)).map(path => ({ path, line: 1, what: 'does not belong at the top' }))
}

const COLUMNS_MAX = 120
/** Without what stands in its literals. */
const CODE_COLUMNS_MAX = 100

/** Lines that are too wide, but for those that one text makes so: a formatter can't break it, and a reader searches for
 *  it whole. */
export function wideLines({ path, text, code, comments }: Source): Finding[] {
  const lines = [text, code, comments].map(part => part.split('\n'))
  return lines[0]!.flatMap((whole, at) => {
    const isText = lines[2]![at]!.trim() === '' && lines[1]![at]!.replace(/ +/g, ' ').length <= CODE_COLUMNS_MAX
    if (whole.length <= COLUMNS_MAX || isText) return []
    return [{ path, line: at + 1, what: `${whole.length} columns` }]
  })
}

/** A literal that is spread (`...{ a, b }`), though its members could stand there themselves. A list that a method is
 *  called on, and a choice of two (`...(a ? { b } : {})`), are no such literals. */
export function spreadLiterals({ path, code }: Source): Finding[] {
  return [...code.matchAll(/\.\.\.\(?(?=[{[])/g)].flatMap(match => {
    const from = match.index + match[0].length
    const end = match[0].endsWith('(') ? /^(?:\s+as\s+\w+)?\s*\)\s*[,}\])]/ : /^\s*[,}\])]/
    const isWhole = end.test(code.slice(endOf(code, from) + 1))
    return isWhole ? [{ path, line: lineAt(code, match.index), what: 'a spread literal: write its members' }] : []
  })
}
