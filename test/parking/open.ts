// A directory of sessions on a real disk, with what it tells.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import type { FoundFile, Saving } from '../../node/core/effect.ts'
import type { Event } from '../../node/core/event.ts'
import { Disk } from '../../node/parking/disk.ts'
import type { Epoch, SessionId, Version } from '../../protocol/ids.ts'

export const session = 'abcd.2.peer' as SessionId
export const saving: Saving = {
  file: `${session}-7-9`,
  session,
  epoch: 7 as Epoch,
  version: 9 as Version,
  bytes: new Uint8Array([1, 2, 3]),
}
const { bytes: _, ...state } = saving
export const file: FoundFile = { ...state, kind: 'parked', inputs: 0, savedAt: 0, idleMs: 0 }

export async function open(t: ExecutionContext, dir?: string) {
  const at = dir ?? (await mkdtemp(join(tmpdir(), 'minotaur-disk-')))
  if (!dir) t.teardown(() => rm(at, { recursive: true, force: true }))
  const events: Event[] = []
  const reports: string[] = []
  const disk = await Disk.open({
    dir: at,
    emit: event => events.push(event),
    report: (trouble, name, error) => reports.push(`${trouble} ${name}: ${error}`),
  })
  return { disk, at, events, reports, names: async () => (await readdir(at)).sort() }
}

export const found = (events: readonly Event[]) => events.flatMap(e => (e.kind === 'found' ? e.files : []))
