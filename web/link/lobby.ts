// What there is outside of a session: who plays, the games in progress, the request to make or join one, and what went
// wrong lately. It must never know sockets or seats.
import type { PlayerErrorCode } from '../../protocol/errors.ts'
import type { ClientId, Code, SessionId } from '../../protocol/ids.ts'
import type { GameInfo, PlayerError, ToPlayer } from '../../protocol/player.ts'
import { LobbyRequest, type Wanted } from './lobby-request.ts'
import type { Patience } from './patience.ts'
import type { LinkState, Problem } from './state.ts'
import { PROBLEMS_KEPT } from './timing.ts'
import { Visit } from './visit.ts'

type Message<K extends ToPlayer['kind']> = Extract<ToPlayer, { kind: K }>
type Who = Pick<LinkState, 'player' | 'name' | 'node' | 'release' | 'renewed'>

export class Lobby {
  readonly #newId: () => ClientId
  readonly #patience: Patience
  #who: Who = { player: null, name: '', node: '', release: '', renewed: null }
  #games: readonly GameInfo[] = []
  #more = false
  #request: LobbyRequest | null = null
  #problems: readonly Problem[] = []

  constructor(newId: () => ClientId, patience: Patience) {
    this.#newId = newId
    this.#patience = patience
  }

  get request(): LobbyRequest | null {
    return this.#request
  }

  state(): Who & Pick<LinkState, 'games' | 'moreGames' | 'creating' | 'joining' | 'problems'> {
    const wanted = this.#request?.wanted
    return {
      ...this.#who,
      games: this.#games,
      moreGames: this.#more,
      creating: wanted?.kind === 'create',
      joining: wanted?.kind === 'join' ? wanted.code : null,
      problems: this.#problems,
    }
  }

  codeOf(session: SessionId): Code | null {
    return this.#games.find(game => game.session === session)?.code ?? null
  }

  wantSession(now: number): Wanted {
    return this.#want({ kind: 'create', key: this.#newId() }, now)
  }

  wantSeat(code: Code, now: number): Wanted {
    return this.#want({ kind: 'join', code }, now)
  }

  /** The player wants something else: what went wrong before is of no interest any more. */
  clear() {
    this.#request = null
    this.#problems = []
  }

  problem(code: PlayerErrorCode, text: string, at: number) {
    const others = this.#problems.filter(problem => problem.code !== code || problem.text !== text)
    this.#problems = [...others, { code, text, at }].slice(-PROBLEMS_KEPT)
  }

  onReady({ player, name, node, release, games, more, token }: Message<'ready'>) {
    this.#who = { player, name, node, release, renewed: token ?? this.#who.renewed }
    this.onGames({ games, more })
  }

  onGames({ games, more }: Pick<Message<'games'>, 'games' | 'more'>) {
    this.#games = games
    this.#more = more ?? false
  }

  /** The first session that answers the request is entered, and no other [E9]. */
  onGranted(granted: Message<'created' | 'joined'>): Visit | null {
    const wanted = this.#request?.wanted
    if (!wanted) return null
    const mine =
      wanted.kind === 'create'
        ? granted.kind === 'created' && granted.key === wanted.key
        : granted.kind === 'joined' && granted.code === wanted.code
    if (!mine) return null
    this.clear()
    return new Visit({
      session: granted.session,
      client: this.#newId(),
      code: granted.code,
      number: granted.seat,
      made: wanted.kind === 'create',
      sent: true,
      savedAt: null,
    })
  }

  /** There is no such session, or no seat in it. What is to be asked instead, if anything. */
  onRefused(error: PlayerError, now: number): Wanted | null {
    const wanted = this.#request?.wanted
    if (!wanted) return null
    // The session that was made has ended, because nobody entered it in time: its key will never get another.
    const tooMany = error.code === 'too-many-games' && error.key === (wanted.kind === 'create' ? wanted.key : undefined)
    if (wanted.kind === 'create' && !tooMany) {
      const mine = error.code === 'session-over' && (error.key ?? wanted.key) === wanted.key && error.seq === undefined
      return mine ? this.wantSession(now) : null
    }
    this.#request = null
    this.problem(error.code, error.text, now)
    return null
  }

  #want(wanted: Wanted, now: number): Wanted {
    this.#request = new LobbyRequest(wanted, this.#patience, now)
    return wanted
  }
}
