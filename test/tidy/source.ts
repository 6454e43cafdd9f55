// The project's own source files, read once for all checks.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { blank } from './blank.ts'

export const ROOT = join(import.meta.dirname, '..', '..')

export interface Source {
  /** From the project's top, with forward slashes. */
  readonly path: string
  readonly text: string
  /** The text with comments and strings blank. */
  readonly code: string
  /** The comments alone, all else blank. */
  readonly comments: string
}

/** What a check finds: where, and what is wrong there. */
export interface Finding {
  readonly path: string
  readonly line: number
  readonly what: string
}

export const sourceOf = (path: string, text: string): Source => ({ path, text, ...blank(text) })

export const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length

const CLOSES: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' }

/** Where the bracket at `from` is closed; the end of the text where it is not. */
export function endOf(code: string, from: number): number {
  const [opens, closes] = [code[from]!, CLOSES[code[from]!]]
  let depth = 0
  for (let at = from; at < code.length; at++) {
    if (code[at] === opens) depth++
    else if (code[at] === closes && --depth === 0) return at
  }
  return code.length
}

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'snapshots'])

/** Paths of all files below `folder`, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap(entry => {
      const path = relative(ROOT, join(ROOT, folder, entry.name))
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesBelow(path)
      return entry.isFile() ? [path] : []
    })
    .sort()
}

export function readSources(): Source[] {
  return ['node', 'protocol', 'web', 'scripts', 'test']
    .flatMap(filesBelow)
    .filter(path => /\.(?:ts|tsx|js|mjs)$/.test(path))
    .map(path => sourceOf(path, readFileSync(join(ROOT, path), 'utf8')))
}
