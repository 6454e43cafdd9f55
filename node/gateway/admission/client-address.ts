// Which client a request comes from, as one key per client. The key serves for limits that count by address, and for
// nothing else.
//
// Behind proxies, the address of a connection is only the last proxy's. TRUST_PROXY says how many proxies append to
// X-Forwarded-For, or which header the last one sets. Only the entries of those proxies are believed, counted from the
// end of the list, because the client may have written everything before them. An IPv6 network (/64) is one client,
// since whoever has one address of it has all of them. A private address is no client's: behind it stands a proxy, a
// router, or Swarm's ingress network with all players, and a limit would hit all of them together. This file must never
// know what is limited, and no address goes on to core.
import { isIP } from 'node:net'

/** How many proxies append to X-Forwarded-For, or the name of the header that the last proxy sets. 0: no proxy is
 *  trusted. */
export type TrustProxy = number | string

/** An IPv4 address, or the first half of an IPv6 address. Null: the client is not known, so nothing is counted by
 *  it. */
export type ClientAddress = string | null

/** Views of the library's objects, good only within their callback. */
export interface Origin {
  /** 4 or 16 bytes; empty where the connection is gone already. */
  getRemoteAddress(): ArrayBuffer
}
export interface Headers {
  forEach(each: (name: string, value: string) => void): void
}

const FORWARDED = 'x-forwarded-for'

export function clientAddress(origin: Origin, headers: Headers, trust: TrustProxy): ClientAddress {
  if (trust === 0) return keyOf(new Uint8Array(origin.getRemoteAddress()))
  const name = typeof trust === 'string' ? trust : FORWARDED
  const entries: string[] = []
  // Some proxies add a line of their own to the client's: all lines together are the list.
  headers.forEach((header, value) => {
    if (header === name) entries.push(...value.split(','))
  })
  const entry = entries.at(typeof trust === 'string' ? -1 : -trust)
  return entry === undefined ? null : keyOf(bytesOf(entry.trim()))
}

/** Whether the TCP connection itself comes from this machine. */
export function isOwnMachine(origin: Origin): boolean {
  const bytes = new Uint8Array(origin.getRemoteAddress())
  const four = isMapped(bytes) ? bytes.subarray(12) : bytes
  if (four.length === 4) return four[0] === 127
  return bytes.length === 16 && bytes[15] === 1 && bytes.subarray(0, 15).every(byte => byte === 0)
}

/** The bytes of an IPv4 or IPv6 address, with or without a port; empty if the text is no address. */
function bytesOf(text: string): Uint8Array {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? (/^[\d.]+:\d+$/.test(text) ? text.split(':')[0]! : text)
  const kind = isIP(bare)
  if (kind === 4) return Uint8Array.from(bare.split('.'), Number)
  if (kind !== 6) return new Uint8Array()
  const [head, tail] = bare
    .replace(/%.*$/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...four) => hexOf(four.slice(0, 4).map(Number)))
    .split('::')
    .map(half => (half === '' ? [] : half.split(':').map(group => Number.parseInt(group, 16))))
  const groups = tail === undefined ? head! : [...head!, ...Array(8 - head!.length - tail.length).fill(0), ...tail]
  return Uint8Array.from(groups.flatMap(group => [group >> 8, group & 255]))
}

const hexOf = ([a, b, c, d]: number[]) => `${((a! << 8) | b!).toString(16)}:${((c! << 8) | d!).toString(16)}`

function keyOf(bytes: Uint8Array): ClientAddress {
  if (bytes.length === 4) return isPrivate4(bytes) ? null : bytes.join('.')
  if (bytes.length !== 16) return null
  if (isMapped(bytes)) return keyOf(bytes.subarray(12))
  return isPrivate6(bytes) ? null : `${Buffer.from(bytes.subarray(0, 8)).toString('hex')}::/64`
}

/** An IPv4 address mapped into IPv6, as a socket for both kinds gives it. */
const isMapped = (bytes: Uint8Array) =>
  bytes.length === 16 && bytes[10] === 255 && bytes[11] === 255 && bytes.subarray(0, 10).every(byte => byte === 0)

/** Loopback, RFC 1918, link-local, a provider's own (RFC 6598), and "this network". */
function isPrivate4([a, b]: Uint8Array): boolean {
  if (a === 0 || a === 10 || a === 127) return true
  return (
    (a === 172 && b! >> 4 === 1) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b! >> 6 === 1)
  )
}

/** ::1 and ::, unique local (fc00::/7), link-local (fe80::/10). */
function isPrivate6(bytes: Uint8Array): boolean {
  const [a, b] = bytes
  return bytes.subarray(0, 15).every(byte => byte === 0) || a! >> 1 === 0x7e || (a === 0xfe && b! >> 6 === 2)
}
