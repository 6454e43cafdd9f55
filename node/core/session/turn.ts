// The end of a turn of the event loop: what was applied in it becomes one version, goes to the backups, and what is
// confirmed is shown.
//
// Nothing is acknowledged, here or anywhere, that the game could not write: so whatever was acknowledged can be handed
// on. A turn whose state cannot be written is undone, and what was done in it done again one after the other, each
// refused or kept by itself. Written it is for backups; without any it is only seen that it can be, by the same `save`
// in the same schema. States never change, so whoever asks for that version later can still be given it [E3].
import type { Configuration } from '../../../protocol/configuration.ts'
import type { Version } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'
import { armClock } from './clock.ts'
import type { Written } from './copy.ts'
import { attempt } from './failing.ts'
import { conclude } from './inputs.ts'
import { replicate, schemaFor, settle } from './replication.ts'
import type { Running, Writable } from './running.ts'
import { announce, show } from './show.ts'
import { assertSaves } from './state.ts'

/** Ends the turn until everything that was applied has a version: what a version confirms at once may let in what
 *  waited for it. A state is handed on as that of its version, so nothing may be in it that is not [E3]. */
export function endTurns(ctx: Context, config: Configuration, r: Running): void {
  do endTurn(ctx, config, r)
  while (r.dirty)
}

/** End of a turn: what was applied in it becomes a version; what is confirmed is shown. */
export function endTurn(ctx: Context, config: Configuration, r: Running): void {
  if (r.dirty) closeTurn(ctx, config, r)
  conclude(ctx, r, settle(ctx, config, r))
  if (!r.unshown) return
  r.unshown = false
  show(ctx, r)
  announce(ctx, r)
}

function closeTurn(ctx: Context, config: Configuration, r: Running): void {
  let made = write(ctx, config, r)
  if (!made) {
    oneByOne(ctx, config, r)
    made = r.dirty ? write(ctx, config, r) : null
  }
  if (!made) return
  r.endTurn(ctx.now)
  r.writable = { version: made.version, schema: made.schema }
  replicate(ctx, config, r, 'bytes' in made ? made : null)
}

/** The version that this turn makes, without bytes where nobody is sent them; null where the game cannot write it. */
function write(ctx: Context, config: Configuration, r: Running): Writable | Written | null {
  const schema = schemaFor(ctx, config, r)
  const version = (r.version + 1) as Version
  return attempt<Writable | Written>(ctx, r.session, () => {
    if (config.backups.length > 0) return r.copy(ctx.game, schema, ctx.now, version)
    assertSaves(r.loaded(ctx.now), ctx.game, schema)
    return { version, schema }
  })
}

/** What was done in this turn is undone, and done again, each on its own: what cannot be written is refused, the rest
 *  stands. */
function oneByOne(ctx: Context, config: Configuration, r: Running): void {
  const { deeds } = r
  r.undo()
  for (const deed of deeds) {
    const before = r.mark()
    const isWritten = () => !r.dirty || write(ctx, config, r) !== null
    deed.again()
    if (isWritten()) continue
    r.backTo(before)
    deed.refuse()
    if (!isWritten()) r.backTo(before)
  }
  armClock(ctx, r)
}
