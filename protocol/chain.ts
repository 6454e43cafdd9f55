// The proof chain: a seat's history of commands in 32 bits. A node that tells (last, chain) has applied exactly the
// commands 1 to last, each once and in order, with these bodies; else the number differs (but for one chance in four
// billion). It guards against our own mistakes and detects no forgery. Core computes it where commands are applied, a
// client where they are confirmed: both must read the same bytes, so a body is read as canonical JSON, which survives
// any encoding in between.
import type { Seq } from './ids.ts'

/** The chain of a seat that has applied no command. */
export const CHAIN_START = 0

const OFFSET = 0x811c9dc5
const PRIME = 0x01000193
const utf8 = new TextEncoder()
/** Deeper values read as null: a frame of brackets must not overflow the stack of whoever computes its chain. */
const DEPTH_MAX = 32

/** The chain after command `seq` with `body`: FNV-1a over the chain before, the number (both big-endian) and the
 *  body. */
export function nextChain(chain: number, seq: Seq, body: unknown): number {
  const hash = fold(utf8.encode(canonicalJson(body)), foldWord(foldWord(OFFSET, chain), seq))
  return hash >>> 0
}

function fold(bytes: Uint8Array, start: number): number {
  let hash = start
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, PRIME)
  return hash
}

function foldWord(start: number, word: number): number {
  let hash = start
  for (let shift = 24; shift >= 0; shift -= 8) hash = Math.imul(hash ^ ((word >>> shift) & 0xff), PRIME)
  return hash
}

/**
 * JSON with every object's keys sorted by UTF-16 code units and no white space (RFC 8785). Fields that are undefined
 * are left out, and what JSON can't say (undefined, NaN, an infinity) is null, as JSON.stringify has it.
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (depth >= DEPTH_MAX) return 'null'
  if (Array.isArray(value)) return `[${value.map(item => canonicalJson(item, depth + 1)).join(',')}]`
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field, depth + 1)}`).join(',')}}`
}
