// What one player may take, and what nobody may guess.
import type { Mutant } from './mutant.ts'

const ROOM = 'node/core/failover/room.ts'

export const limiting: readonly Mutant[] = [
  {
    name: 'takesOverWhenFull',
    rule: 'G4',
    what: 'takes a session over although it has no memory left',
    file: ROOM,
    from: '  if (waits) ctx.store.putOff.add(session)\n  else ctx.store.putOff.delete(session)\n  return waits\n',
    to: '  return false\n',
    caughtBy: '[G4] a takeover that nobody has room for is put off, said, and made up for when there is',
  },
  {
    name: 'leavesLastCopy',
    rule: 'G8',
    what: 'leaves with the last copy of a session, for which it has no memory',
    file: ROOM,
    from: '  if (ctx.draining || m.accepted !== null) {',
    to: '  if (m.accepted !== null) {',
    caughtBy: '[G3] [G8] a node without memory that leaves takes over what only it holds, and hands it on',
  },
  {
    name: 'comingUncounted',
    rule: 'P5',
    what: 'counts only the lobbies that the directory knows, so many that are wished for at once are all made',
    file: 'node/core/players/allowance.ts',
    from: 'lobbiesOf(ctx.directory, player) + coming',
    to: 'lobbiesOf(ctx.directory, player)',
    caughtBy: '[P5] sessions that are still on their way to their first backup count',
  },
  {
    name: 'lobbyForADay',
    rule: 'P5',
    what: 'keeps a session that nobody has begun for as long as one that is played',
    file: 'node/core/failover/upkeep.ts',
    from: ' || waitsToBegin(ctx, r.session, r.state)',
    to: '',
    caughtBy: '[P5] a session that has not begun ends when nobody was in it for ten minutes, and not while somebody is',
  },
  {
    name: 'lateJoinFree',
    rule: 'P6',
    what: 'a join that waited for news of its code may take any number of seats',
    file: 'node/core/players/routing.ts',
    from: 'if (session) join(ctx, session, origin, input)',
    to: 'if (session) route(ctx, session, origin, input, HOPS)',
    caughtBy: '[P6] a join that waited for news of its code is held to the same',
  },
  {
    name: 'guessableCode',
    rule: 'P6',
    what: "draws a code from the node's own generator alone, whose numbers everybody sees in the names of sessions",
    file: 'node/core/incarnations/codes.ts',
    from: '(ctx.random.next() ^ (chance[at] ?? 0)) >>> 0',
    to: 'ctx.random.next()',
    caughtBy: '[P6] with chance from outside neither the code nor the game follows from the generator of the node',
  },
]
