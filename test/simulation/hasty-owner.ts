// A node that breaks a rule, for tests of what finds it.
import type { Effect } from '../../node/core/effect.ts'
import type { Event } from '../../node/core/event.ts'
import { CoreSubject } from './simulator/core.ts'

/** Believes that all its backups have everything. */
export class HastyOwner extends CoreSubject {
  override handle(event: Event, now: number): readonly Effect[] {
    const effects = super.handle(event, now)
    const early = effects.flatMap((effect): Effect[] => {
      if (effect.kind !== 'send' || effect.message.kind !== 'append-delta') return []
      const { session, epoch, version } = effect.message
      const { to } = effect
      return [
        ...super.handle({ kind: 'message', from: to, message: { kind: 'confirm', session, epoch, version } }, now),
      ]
    })
    return [...effects, ...early]
  }
}
