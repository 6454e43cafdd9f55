// Addresses as the mesh uses them: a host's IP and a port. Knows multiaddrs, so that nothing else has to; it never asks DNS.
import { isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'

export interface Address {
  /** An IP address, or a name where an operator listed one. */
  readonly host: string
  readonly port: number
}

export const show = ({ host, port }: Address): string => (isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`)
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

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')
