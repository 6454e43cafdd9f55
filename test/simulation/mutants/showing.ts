// What players see, and what their side takes for true [G6].
import type { Mutant } from './mutant.ts'

const SHOW = 'node/core/show.ts'
const RUNNING = 'node/core/running.ts'

export const showing: readonly Mutant[] = [
  {
    name: 'showsUnconfirmed',
    rule: 'G6',
    what: 'shows what the backups do not hold',
    file: SHOW,
    from: 'const { confirmed, session, epoch, confirmedVersion: version } = r',
    to: 'const { state: confirmed, session, epoch, confirmedVersion: version } = r',
    caughtBy: 'seeds',
  },
  {
    name: 'showsNext',
    rule: 'G6',
    what: 'takes a version for confirmed when the one before it is',
    file: RUNNING,
    from: 'this.pending[0]!.version <= version',
    to: 'this.pending[0]!.version <= version + 1',
    caughtBy: 'seeds',
  },
  {
    name: 'showsAnothers',
    rule: 'G6',
    what: "shows one seat's view to all",
    file: SHOW,
    from: 'ctx.game.view(confirmed.game, seat)',
    to: 'ctx.game.view(confirmed.game, 0 as Seat)',
    caughtBy: 'seeds',
  },
  {
    name: 'refusesUnconfirmed',
    rule: 'G6',
    what: 'names a holder of whom the backups do not know',
    file: SHOW,
    from: 'const place = r.confirmed?.seats[seat]\n  if (!place || place.holder !== r.state.seats[seat]?.holder) return null',
    to: 'const place = r.state.seats[seat]\n  if (!place) return null',
    caughtBy: 'seeds',
  },
  {
    name: 'screenBack',
    rule: 'G6',
    what: 'the page shows an update that is older than what it has shown',
    file: 'web/link/visit.ts',
    from: 'if (isOlder(update, this.#seat.seen)) return false',
    to: '',
    caughtBy: 'seeds',
  },
  {
    name: 'staleNo',
    rule: 'G2',
    what: 'the page believes a refusal that is older than what it has seen',
    file: 'web/link/seat.ts',
    from: "if (isOlder(told, this.#seen) || error.holder === this.client) return 'waiting'",
    to: "if (error.holder === this.client) return 'waiting'",
    caughtBy: '[P7] a refusal from a state older than what was seen is ignored',
  },
  {
    name: 'goesUnfollowed',
    rule: 'G6',
    what: 'a gateway does not follow a session to its new owner',
    file: 'node/core/sockets.ts',
    from: "else ctx.send(owner, { kind: 'attach', config, origin: originOf(ctx, s) })",
    to: '',
    caughtBy: '[G6] a gateway goes on showing a session that has moved',
  },
  {
    name: 'gossipOnce',
    rule: 'G6',
    what: 'what a node has missed of the directory is never compared again',
    file: 'node/core/peers.ts',
    from: 'if (directory === ctx.directory.sum || !ctx.peers.get(peer)?.connected)',
    to: 'if (ctx.now >= 0)',
    caughtBy: '[G6] what a node has missed of the directory it is told later',
  },
  {
    name: 'silentOfEnd',
    rule: 'G6',
    what: 'a gateway does not tell its players that their session has ended',
    file: 'node/core/sockets.ts',
    from: "ctx.reply(s.socket, { kind: 'error', code: 'session-over', text: 'This game has ended.', session })",
    to: '',
    caughtBy: '[G6] who is in a session when it ends is told so',
  },
]
