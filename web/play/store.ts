// The page's state: the link, what it shows, and what is foreseen of it. Components read the signals and call the acts
// below.
import { batch, computed, signal } from '@preact/signals'
import type { ClientId, SessionId } from '../../protocol/ids.ts'
import type { Command, MinotaurView } from '../../protocol/minotaur.ts'
import { type RunningLink, runLink } from '../link/browser.ts'
import type { LinkState, SessionState } from '../link/state.ts'
import { watchSockets } from './blocked.ts'
import { type Foreseen, foresee } from './foresee.ts'
import { adopt, identity, keepRenewed, type Wanted } from './identity.ts'
import { noticesBetween } from './notices.ts'
import { top } from './place.ts'
import { type Renewal, renew, renewIfDue } from './renewal.ts'
import { screenOf } from './screen.ts'
import { codeInAddress, heldBefore, remember, visited } from './tab.ts'
import { toast } from './toasts.ts'

const TICK_MS = 200
/** Between tries to renew a token that is refused, while no node can say. */
const REVIVE_MAX_MS = 8_000

let running: RunningLink | null = null
/** Null until the player has a name. */
export const link = signal<LinkState | null>(null)
/** What the player asked for last: a problem is shown beside it. */
export const lastWish = signal<'create' | 'join' | 'enter' | null>(null)
/** Of the clock that the link's times are of. */
export const pageNow = signal(performance.now())
/** Since when the session waits, on the same clock; its countdown stands still meanwhile. */
export const pausedAt = signal<number | null>(null)

export const screen = computed(() => screenOf({ named: identity.value !== null, state: link.value }))

const session = computed(() => link.value?.session ?? null)
const view = computed(() => (session.value?.view ?? null) as MinotaurView | null)
const unconfirmed = computed(() => session.value?.unconfirmed ?? [])
export const foreseen = computed<Foreseen | null>(() => (view.value ? foresee(view.value, unconfirmed.value) : null))

function onChange(now: LinkState): void {
  const before = link.value
  const after = withoutExpiry(now)
  const atHome = after.session === null
  batch(() => {
    link.value = after
    watchSockets(after.status === 'offline')
    const paused = after.session?.paused != null
    if (paused !== (pausedAt.value !== null)) pausedAt.value = paused ? performance.now() : null
    // At home a problem stands beside what it is about.
    for (const notice of before ? noticesBetween(before, after) : []) if (!atHome) toast(notice)
  })
  const { session: game } = after
  if (game) remember({ session: game.session, code: game.code, client: clientIn(game) })
  else if (before?.session) remember(null)
  if (game && view.value) comeOrGo(game, view.value)
  if (after.renewed !== null && after.renewed !== before?.renewed) keepRenewed(after.renewed)
  keepFresh()
}

const clientIn = ({ held, client, session }: SessionState): ClientId | null => (held ? client : heldBefore(session))

/** What proves to a node who this is, where the token alone does not. */
function seatHere(): Wanted {
  const game = link.value?.session
  const client = game && clientIn(game)
  return client ? { session: game.session, client } : {}
}

function tellToken(): void {
  const token = identity.value?.token
  if (token !== undefined) running?.tell({ kind: 'token', token })
}

/** The token, on whatever screen. */
function keepFresh(): void {
  void renewIfDue(seatHere())?.then(outcome => outcome === 'renewed' && tellToken())
}

/** A token that is refused may yet be renewed: until a node says that it can't be, the page only is not connected. */
function withoutExpiry(now: LinkState): LinkState {
  const problems = now.problems.filter(({ code }) => code !== 'bad-token')
  // The last problem is why; while the token is being renewed the player may have left the game, which clears them all.
  const refused = now.status === 'refused' && (reviving || now.problems.at(-1)?.code === 'bad-token')
  if (now.status === 'online') revivals = 0
  if (!refused || identity.value?.token === givenUp) return { ...now, problems }
  if (!reviving) void revive()
  return { ...now, problems, status: 'connecting' }
}

let reviving = false
/** Since a node has last let this player in. */
let revivals = 0
/** The token that no node renews any more. */
let givenUp: string | null = null

async function revive(): Promise<void> {
  reviving = true
  // What proves who this is must not be lost where the player leaves the game meanwhile.
  const seat = seatHere()
  let outcome: Renewal = 'failed'
  while (outcome === 'failed') {
    const afterMs = revivals === 0 ? 0 : Math.min(REVIVE_MAX_MS, 250 * 2 ** revivals)
    revivals++
    await new Promise(resolve => setTimeout(resolve, afterMs))
    const present = seatHere()
    outcome = await renew(present.session === undefined ? seat : present)
  }
  reviving = false
  if (outcome === 'renewed') return tellToken()
  givenUp = identity.value?.token ?? null
  if (running) onChange(running.state)
}

/** The session whose lobby the player is leaving; the client for which a place was asked again. */
let leaving: SessionId | null = null
let cameBack: ClientId | null = null

/** Who has left a lobby keeps the seat, but not the place in the game: joining by code is meant to bring it back. */
function comeOrGo(now: SessionState, { phase, players, seat }: MinotaurView): void {
  if (players[seat]?.present !== false) return
  if (leaving === now.session) {
    // Also where the last one left, which ends the game.
    leaving = null
    goHome()
  } else if (phase === 'lobby' && lastWish.value === 'join' && cameBack !== now.client) {
    cameBack = now.client
    act({ do: 'enter' })
  }
}

function connect(token: string): void {
  const url = new URL('play', top())
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  running = runLink({
    url: url.href,
    token,
    onChange,
    onBroken: ({ text }) => console.error(`The nodes contradict themselves: ${text}`),
  })
  onChange(running.state)
  const session = visited()
  if (session) enter(session)
}

/** With the present identity: for the first time, or under another name. */
export function reconnect(): void {
  const token = identity.value?.token
  if (token === undefined) return
  // Another player has no seat where the one before was.
  const player = link.value?.player ?? null
  if (running && player !== null && player !== identity.value?.player) {
    running.stop()
    remember(null)
    return connect(token)
  }
  // A socket keeps the name it came with. Outside of a game nothing is lost by beginning anew.
  if (running && link.value?.session === null && link.value.status !== 'refused') running.stop()
  else if (running) return running.tell({ kind: 'token', token })
  connect(token)
}

export function begin(): void {
  reconnect()
  setInterval(() => {
    pageNow.value = performance.now()
    keepFresh()
  }, TICK_MS)
  // Timers stand in a tab that is hidden, and in a laptop that sleeps.
  for (const awake of ['visibilitychange', 'pageshow', 'online']) addEventListener(awake, keepFresh)
  addEventListener('storage', () => {
    if (adopt()) tellToken()
  })
  addEventListener('hashchange', () => {
    // A shared link was opened in this tab: the game that it names is for the home screen to join.
    const code = codeInAddress()
    if (code && link.value?.session && link.value.session.code !== code) running?.tell({ kind: 'leave' })
  })
}

export function create(): void {
  lastWish.value = 'create'
  running?.tell({ kind: 'create' })
}

export function join(code: string): void {
  lastWish.value = 'join'
  running?.tell({ kind: 'join', code })
}

export function enter(session: SessionId): void {
  lastWish.value = 'enter'
  running?.tell({ kind: 'enter', session })
}

export const listGames = (): void => running?.tell({ kind: 'list' })
export const takeSeat = (): void => running?.tell({ kind: 'take-seat' })
/** In the lobby: gives the place back, and goes home once that is confirmed. */
export function leaveLobby(): void {
  leaving = session.value?.session ?? null
  act({ do: 'leave' })
}

/** For the round that the player sees: what comes too late for that must not be done in the next one. */
export const act = (command: Command): void =>
  running?.tell({ kind: 'act', body: command, ...(view.value ? { moment: view.value.round } : {}) })

/** The seat stays the player's. */
export function goHome(): void {
  running?.tell({ kind: 'leave' })
}
