// [G2] A game is told of a seat's presence only where it changes. Where nothing fails, nobody is ever said to be away,
// however their session moves [G3].
import type { SessionState } from '../../../../node/core/session/state.ts'
import { checker } from '../checker.ts'
import type { Ledger } from '../ledger.ts'

export const makePresence = (plain: boolean) =>
  checker('presence', (_chronicle, fail) => {
    const seen = new WeakSet<SessionState>()
    return s => {
      if (s.kind !== 'runs' || seen.has(s.state)) return
      seen.add(s.state)
      const away = new Set<string>()
      for (const line of (s.state.game as Ledger).log) {
        const [what, seat] = line.split(' ') as [string, string]
        if (what !== 'away' && what !== 'back') continue
        if ((what === 'away') === away.has(seat)) fail(`${s.config.session} is told "${line}" twice`)
        if (what === 'away') away.add(seat)
        else away.delete(seat)
        if (plain) fail(`${s.config.session} is told "${line}", and everybody was there`)
      }
    }
  })
