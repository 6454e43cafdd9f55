// Decoded values as JSON that a person reads: bytes stand as {"$hex": "…"}.

export function toText(value: unknown): string {
  // A Buffer has become a map by the time it is handed over: it is looked for where it came from.
  const withHex = function (this: Record<string, unknown>, key: string, inner: unknown): unknown {
    const raw = this[key]
    return raw instanceof Uint8Array ? { $hex: Buffer.from(raw).toString('hex') } : inner
  }
  const text = JSON.stringify(value, withHex, 2)
  // Lists of numbers and names on one line.
  return `${text.replace(/\[\n[^[\]{}]+\]/g, list => list.replace(/\n\s+/g, ' '))}\n`
}

export function fromText(text: string): unknown {
  return JSON.parse(text, (_, inner) => (isHex(inner) ? new Uint8Array(Buffer.from(inner.$hex, 'hex')) : inner))
}

const isHex = (value: unknown): value is { readonly $hex: string } =>
  typeof (value as { $hex?: unknown } | null)?.$hex === 'string'
