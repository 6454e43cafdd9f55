// Writes files that are there whole or not at all, even after a loss of power.
import { open, rename, rm } from 'node:fs/promises'

/** What a file is called while it is written. */
export const HALF = 'half'

/** It outlives a loss of power only once its directory is synced too. @throws Error where it is not there; then nothing
 *  is left of it. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const half = `${path}.${HALF}`
  try {
    const handle = await open(half, 'w')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(half, path)
  } catch (error) {
    // On a full disk each attempt would leave another.
    await rm(half, { force: true }).catch(() => undefined)
    throw error
  }
}

/** What was written or renamed in it stays so. */
export async function syncDir(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
