// Whether two plain values are the same: null, booleans, numbers, texts, bytes, lists and maps.

export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || a instanceof Uint8Array) return sameItems(a, b)
  if (Array.isArray(b) || b instanceof Uint8Array) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && equal(a[key as never], b[key as never]))
  )
}

function sameItems(a: readonly unknown[] | Uint8Array, b: object): boolean {
  if (a.constructor !== b.constructor) return false
  const others = b as typeof a
  return a.length === others.length && a.every((item: unknown, i: number) => equal(item, others[i]))
}
