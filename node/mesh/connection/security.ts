// What makes a connection one of this mesh: the gate before everything else, then noise with the key that passed the
// gate. While keys are changed a node has several. The side that dials tries its first key, and at the next dial the
// next one if that was refused: so it also meets a node that has only the new key, or does not have it yet.
import { type NoiseComponents, noise } from '@chainsafe/libp2p-noise'
import type { AbortOptions, ConnectionEncrypter, MultiaddrConnection } from '@libp2p/interface'
import { type Address, fromMultiaddr, show } from '../discovery/peer-address.ts'
import { TARGETS_MAX } from '../mesh-limits.ts'
import { writeTogether } from './coalesce.ts'
import { passGate, StrangerError } from './gate.ts'

export interface SecurityOptions {
  /** As meshKey() makes them. The side that dials uses the first that is not refused; the side that listens accepts
   *  any. Without keys, nodes without keys are let in. */
  readonly keys: readonly Uint8Array[]
  /** A TCP connection to an address that we dialled stands. */
  onReached(address: Address): void
  /** A node dialled us that has none of the keys. */
  onStranger(address: Address, error: StrangerError): void
}

export function createSecurity({ keys, onReached, onStranger }: SecurityOptions) {
  const passedBy = new WeakMap<object, Uint8Array>()
  /** By address: how many keys were refused there since one was accepted. */
  const refused = new Map<string, number>()

  /** Our keys, in the order in which this address is to be tried. */
  function keysFor(address: Address): readonly Uint8Array[] {
    const from = (refused.get(show(address)) ?? 0) % Math.max(keys.length, 1)
    return [...keys.slice(from), ...keys.slice(0, from)]
  }

  function onRefused(address: Address): void {
    if (refused.size >= TARGETS_MAX) refused.clear()
    refused.set(show(address), (refused.get(show(address)) ?? 0) + 1)
  }

  async function protect(connection: MultiaddrConnection, gate?: AbortOptions): Promise<MultiaddrConnection> {
    const address = fromMultiaddr(connection.remoteAddr)
    const outbound = connection.direction === 'outbound'
    if (outbound) onReached(address)
    try {
      passedBy.set(connection, await passGate(connection, outbound ? keysFor(address) : keys, gate?.signal))
    } catch (error) {
      if (error instanceof StrangerError) outbound ? onRefused(address) : onStranger(address, error)
      throw error
    }
    writeTogether(connection)
    return connection
  }

  /** libp2p hands an encrypter the very connection that the protector gave it. */
  function encrypter(components: NoiseComponents): ConnectionEncrypter {
    const byKey = new Map<Uint8Array, ConnectionEncrypter>()
    const noiseOf = (connection: object) => {
      const key = passedBy.get(connection)
      if (key === undefined)
        throw new Error('node/mesh/connection/security.ts was written for another version of libp2p')
      const made = byKey.get(key) ?? noise({ prologueBytes: key })(components)
      byKey.set(key, made)
      return made
    }
    return {
      protocol: '/noise',
      secureInbound: async (connection, options) => noiseOf(connection).secureInbound(connection, options),
      secureOutbound: async (connection, options) => noiseOf(connection).secureOutbound(connection, options),
    }
  }

  return { protect, encrypter }
}
