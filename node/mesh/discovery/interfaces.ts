// Keeps the last known addresses of this machine. libp2p asks for them in the middle of events, where nobody expects an
// exception. Asking takes a descriptor: with none left it throws, and the process would end. The last answer is good
// enough, because no address is announced.
import os, { type NetworkInterfaceInfo } from 'node:os'

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>

/** If asking fails, the previous answer is given again. */
export function lastKnown(ask: () => Interfaces): () => Interfaces {
  let known: Interfaces = {}
  return () => {
    try {
      known = ask()
    } catch (error) {
      if (!(error instanceof Error) || !('syscall' in error)) throw error
    }
    return known
  }
}

/** Applies to all code in this process that asks os itself, as libp2p does. Call it once. */
export function rememberInterfaces(): void {
  os.networkInterfaces = lastKnown(os.networkInterfaces)
  os.networkInterfaces()
}
