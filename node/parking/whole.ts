// Writes files that are there whole or not at all, even after a loss of power.
import { open, rename, rm } from 'node:fs/promises'

/** Ending of a file while it is written. */
export const HALF = 'half'

/** The file outlives a loss of power only once its directory is synced too. @throws Error if it could not be
 *  written; then nothing is left of it. */
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
    // On a full disk each attempt would leave one more file.
    await rm(half, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Makes permanent what was written or renamed in the directory. */
export async function syncDir(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
