// Reads SPEC.md and the types, as texts: what the one says must be in the other.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
export const SPEC = read('protocol/SPEC.md')

/** Rows of the table under a heading: the name in the first column, and the second column as it stands. */
export function table(heading: string): Map<string, string> {
  const start = SPEC.indexOf(`\n## ${heading}\n`)
  if (start < 0) throw new Error(`SPEC.md has no section "${heading}"`)
  const end = SPEC.indexOf('\n## ', start + 1)
  const section = SPEC.slice(start, end < 0 ? undefined : end)
  const rows = [...section.matchAll(/^\| `([^`]+)` +\|([^|]*)\|/gm)]
  return new Map(rows.map(([, name, second]) => [name!, second!.trim()]))
}

/** Names in backticks at the start of a comma's part: `a` text, `b` integer. What is in brackets says more of a field,
 *  and names none. */
export const fieldsOf = (cell: string): string[] =>
  [...cell.replace(/\([^)]*\)/g, '').matchAll(/`([^`]+)`/g)].map(([, name]) => name!)

/** Messages of a union of types: their kinds, and the fields of each. */
export function messagesOf(path: string, type: string): Map<string, string[]> {
  const text = read(path).replace(/\/\*\*[\s\S]*?\*\//g, '')
  const start = text.indexOf(`export type ${type} =`)
  const union = text.slice(start, text.indexOf('\nexport', start + 1))
  // Maps inside of a message have fields of their own.
  const flat = union.replace(/\{(?:(?!kind:)[^{}])*\}/g, 'map')
  const messages = [...flat.matchAll(/\{\s*readonly kind: '([a-z-]+)'([^{}]*)\}/g)]
  return new Map(messages.map(([, kind, rest]) => [kind!, namesIn(rest!)]))
}

/** Fields of an interface. */
export function interfaceOf(path: string, name: string): string[] {
  const text = read(path).replace(/\/\*\*[\s\S]*?\*\//g, '')
  const [, body] = new RegExp(`export interface ${name} \\{([^}]*)\\}`).exec(text) ?? []
  return namesIn(body ?? '').filter(field => field !== 'kind')
}

const namesIn = (text: string) => [...text.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name!)

/** Ids of the rules that SPEC.md defines, such as P7, or lists, such as E1. */
export const RULES: ReadonlySet<string> = new Set(
  [...SPEC.matchAll(/^(?:\*\*([PM]\d+)\*\* |\| ([EG]\d) +\|)/gm)].map(([, defined, listed]) => (defined ?? listed)!),
)

/** Bytes of the code blocks marked as hex. */
export const hexBlocks = (): Uint8Array[] =>
  [...SPEC.matchAll(/```hex\n([\s\S]*?)```/g)].map(([, hex]) =>
    Uint8Array.from(Buffer.from(hex!.replace(/\s/g, ''), 'hex')),
  )
export const jsonBlocks = (): unknown[] =>
  [...SPEC.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) => JSON.parse(json!))
