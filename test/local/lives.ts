// Sessions that go on from a disk, as their players find them again.
import { setTimeout as sleep } from 'node:timers/promises'
import type { SessionId } from '../../protocol/ids.ts'
import { freshClient } from '../../scripts/load/look.ts'
import { RawPlayer, type RawPlayerError } from '../../scripts/load/raw-player.ts'
import type { Target } from '../../scripts/load/sign-in.ts'
import type { Table } from '../../scripts/load/tables.ts'

export interface NextLife extends Table {
  /** Where it is a copy that may be old: from when, in ms since 1970. */
  readonly savedAt: number | null
}

const WITHIN_MS = 60_000
const ANSWER_MS = 2_000
const PAUSE_MS = 300

/** The table under the name that its session has now. */
export async function goesOnAs({ session, code, places }: Table, target: Target): Promise<NextLife> {
  const { token, holder } = places[0]!
  for (const until = performance.now() + WITHIN_MS; performance.now() < until; await sleep(PAUSE_MS)) {
    const player = await RawPlayer.connect(target.play, token).catch(() => null)
    if (player === null) continue
    player.say({ kind: 'hello', session, client: freshClient(), replaces: holder })
    const error = await player
      .expect('welcome', () => true, ANSWER_MS, session)
      .catch((reason: RawPlayerError) => reason.refusal)
    player.close()
    if (error?.kind !== 'error' || error.code !== 'another-incarnation' || !error.as) continue
    const as: SessionId = error.as
    return {
      session: as,
      code,
      places: places.map(place => ({ ...place, session: as })),
      savedAt: error.savedAt ?? null,
    }
  }
  throw new Error(`nobody goes on with ${session}`)
}
