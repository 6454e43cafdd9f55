// Addresses as the mesh uses them: a host's IP and a port. This file knows multiaddrs, so that no other has to; it
// never asks DNS.
import { isIP, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'

export interface Address {
  /** An IP address, or a name where an operator listed one. */
  readonly host: string
  readonly port: number
}

export const show = ({ host, port }: Address): string => (isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`)
/** Parses what show() made; null if the text is no such, or names a host without an address. */
export function parseAddress(text: string): Address | null {
  const [, v6, v4, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? []
  const host = v6 ?? v4 ?? ''
  const port = Number(digits)
  return isIP(host) === (v6 === undefined ? 4 : 6) && port >= 1 && port <= 65_535 ? { host, port } : null
}

export const sameAddress = (a: Address, b: Address): boolean => a.host === b.host && a.port === b.port

export const toMultiaddr = ({ host, port }: Address): Multiaddr =>
  multiaddr(`/${isIPv6(host) ? 'ip6' : 'ip4'}/${host}/tcp/${port}`)

export function fromMultiaddr(address: Multiaddr): Address {
  const parts = address.getComponents()
  const host = parts.find(({ name }) => name === 'ip4' || name === 'ip6')?.value ?? ''
  return { host, port: Number(parts.find(({ name }) => name === 'tcp')?.value ?? 0) }
}

/** Every address of this machine's interfaces. */
export const ownHosts = (): ReadonlySet<string> =>
  new Set(Object.values(networkInterfaces()).flatMap(list => (list ?? []).map(({ address }) => address)))

/** Where others may reach a node that listens on `host`: there; or at each of its own addresses, if it listens on
 *  every address of a kind. */
export function reachable(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const family = isIPv6(host) ? 'IPv6' : 'IPv4'
  const all = Object.values(networkInterfaces()).flatMap(list => list ?? [])
  // A link-local address says nothing without the link.
  const own = all.filter(found => found.family === family && !found.address.startsWith('fe80:'))
  const outer = own.filter(({ internal }) => !internal)
  return (outer.length > 0 ? outer : own).map(({ address }) => address)
}

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')
