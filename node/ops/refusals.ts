// Counts and logs what the gateway refuses. A flood of refusals must not become a flood of lines: the first of a kind
// is logged at once, then their number once a minute at most. What single players do wrong every day is counted only.
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { monotonicNow } from './monotonic-clock.ts'

const LOG_EVERY_MS = 60_000

/** Refusals that are logged, because they tell of a crowd or an attack; each with what an operator can do. */
const WORTH_A_LINE: Readonly<Record<string, string>> = {
  'node-full':
    'connections are refused: most descriptors are in use, the rest is kept for peers and disk; raise nofile, add nodes',
  'connections-full': 'connections that are no player are refused: too many are open that ask for pages or say nothing',
  'address-sockets': 'players are refused: their address has SOCKETS_PER_ADDRESS open; is it a proxy (TRUST_PROXY)?',
  'address-connections': 'connections are refused: too many came from one address within seconds',
  'foreign-origin':
    'a page of another origin was refused: have the proxy pass the header Host on, or name the origin in ALLOW_ORIGINS',
  'upgrade-eaten':
    'a proxy takes the header Upgrade away, so no WebSocket opens through it: node/gateway/PROXIES.md has the setting',
  'no-websocket':
    "a page reaches this node by HTTP, but its WebSocket does not open: a proxy or a player's firewall does not let it through",
  unread: 'players who do not read what they are sent were cut off',
  'too-fast': 'players who say too much were cut off',
}

export function watchRefusals(
  metrics: Pick<Metrics, 'refused'>,
  log: Log,
  now: () => number = monotonicNow,
): (why: string, about?: Readonly<Record<string, string>>) => void {
  const unsaid = new Map<string, { count: number; saidAt: number }>()
  return (why, about) => {
    metrics.refused(why)
    const text = WORTH_A_LINE[why]
    if (text === undefined) return
    const known = unsaid.get(why) ?? { count: 0, saidAt: Number.NEGATIVE_INFINITY }
    unsaid.set(why, known)
    known.count += 1
    if (now() - known.saidAt < LOG_EVERY_MS) return
    log.warn({ reason: why, count: known.count, ...about }, text)
    known.count = 0
    known.saidAt = now()
  }
}
