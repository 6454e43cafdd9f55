// The directory of saved sessions: its files, this node's sign of life in it, and how often both are looked at.
import { ConfigError } from '../config.ts'
import type { Event } from '../core/event.ts'
import type { Node } from '../core/node.ts'
import type { Mesh } from '../mesh/mesh.ts'
import type { Log } from '../ops/log.ts'
import { monotonicNow } from '../ops/monotonic-clock.ts'
import { Disk, type Trouble } from '../parking/disk.ts'
import { Signs } from '../parking/life-signs.ts'

/** Nodes may share a directory, so what is in it changes by itself. */
const SCAN_MS = 5_000

const TROUBLES: Record<Trouble, string> = {
  unwritten: 'a session could not be saved: writing to STATE_DIR failed, and nothing of the session is kept there',
  unreadable: 'the file of a saved session cannot be read, and is set aside',
  unmoved: 'the file of a saved session cannot be renamed: it stays as it is, and this node does not resume it',
}

type Emit = (event: Event) => void

/** @throws ConfigError if the directory cannot be written to. */
export async function openDisk(dir: string, emit: Emit, log: Log): Promise<Disk> {
  const report = (trouble: Trouble, file: string, error: string) => log.error({ file, error }, TROUBLES[trouble])
  try {
    return await Disk.open({ dir, emit, report })
  } catch (error) {
    const why = (error as Error).message
    throw new ConfigError([`STATE_DIR is "${dir}", which cannot be written to (${why})`], [])
  }
}

export function openSigns(dir: string, node: Node, mesh: Mesh, emit: Emit, log: Log): Signs {
  return new Signs({
    dir,
    me: mesh.me,
    say: () => {
      const { sessions, leaving } = node.onDisk()
      return { addresses: mesh.addresses(), sessions, leaving }
    },
    tell: living => emit({ kind: 'signs', living }),
    report: error => log.error({ error: String(error) }, 'signs of life cannot be written or read in STATE_DIR'),
    now: monotonicNow,
  })
}

/** Scans now and every few seconds. */
export function lookForParked(disk: Disk, log: Log): void {
  const scan = () =>
    disk.scan(Date.now()).catch(error => log.error({ error: String(error) }, 'STATE_DIR cannot be read'))
  scan()
  setInterval(scan, SCAN_MS)
}
