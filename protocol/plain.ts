// Whether a decoded value is one that any part of a node can handle: plain msgpack values, nested only so deep.
// Decoding takes thousands of levels, but encoding the same value for a peer needs more stack and would throw there, where
// a player's input must not; and msgpack's extension types would become Dates, Errors or patterns, which no game expects.

/** `levels` of arrays and maps at most. */
export function isPlain(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return typeof value !== 'bigint' && typeof value !== 'symbol'
  if (value instanceof Uint8Array) return true
  if (levels === 0) return false
  if (Array.isArray(value)) return value.every(item => isPlain(item, levels - 1))
  return (
    Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(item => isPlain(item, levels - 1))
  )
}
