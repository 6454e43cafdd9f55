// A player: makes or joins a session by its code, issues commands now and then, opens a second tab when a fault says
// so, and comes back when replaced, if that is their way. What they want is planned; how it comes about is the link's
// business.
import type { PlayerId, SessionId } from '../../../protocol/ids.ts'
import type { PlannedPlayer, Room } from './plan.ts'
import { Random } from './random.ts'
import { Tab } from './tab.ts'
import type { World } from './world.ts'

/** Where the players of one session meet: outside of the mesh, by telling each other its code. */
export interface Meeting {
  readonly room: Room
  code: string | null
  session: SessionId | null
}

const RETRY_MS = 150
const TABS_MAX = 6

export class Player {
  readonly name: string
  readonly tabs: Tab[] = []
  readonly meeting: Meeting
  readonly #world: World
  readonly #plan: PlannedPlayer
  readonly #random: Random
  readonly #makes: boolean
  #left: number

  constructor(
    world: World,
    at: {
      readonly name: string
      readonly plan: PlannedPlayer
      readonly meeting: Meeting
      readonly makes: boolean
      readonly seed: number
    },
  ) {
    this.#world = world
    this.name = at.name
    this.meeting = at.meeting
    this.#plan = at.plan
    this.#makes = at.makes
    this.#random = new Random(at.seed, 3)
    this.#left = at.plan.commands
    world.agenda.after(at.plan.startMs, () => this.#begin())
    const { absence } = at.plan
    if (absence) world.agenda.after(absence.atMs, () => this.#goOffline(absence.forMs))
  }

  /** The tab that plays, if any does. */
  get tab(): Tab | undefined {
    return this.tabs.findLast(t => t.playing)
  }

  get seated(): boolean {
    return this.tabs.some(t => t.session?.held)
  }

  /** Everything planned has been issued. */
  get done(): boolean {
    return this.#left === 0
  }

  openTab(): void {
    const { session } = this.meeting
    if (!session || this.tabs.length >= TABS_MAX) return
    this.#newTab().tell({ kind: 'enter', session })
  }

  #goOffline(forMs: number): void {
    this.#world.counter.add('absences')
    for (const tab of this.tabs) tab.tell({ kind: 'stop' })
    this.#world.agenda.after(forMs, () => {
      for (const tab of this.tabs) tab.tell({ kind: 'start' })
    })
  }

  /** One command more than was planned, to see that the session lives. */
  actOnceMore(): void {
    if (this.tab) this.tab.act()
  }

  #begin(): void {
    const tab = this.#newTab()
    if (this.#makes) this.#create(tab)
    else this.#join(tab)
    this.#actLater()
  }

  #newTab(): Tab {
    const tab = new Tab(this.#world, {
      name: `${this.name}${'abcdef'[this.tabs.length]}`,
      player: this.name as PlayerId,
      seed: this.#random.next(),
    })
    this.tabs.push(tab)
    return tab
  }

  /** Again where no node could. */
  #create(tab: Tab): void {
    if (tab.session !== null) return
    if (!tab.state.creating) tab.tell({ kind: 'create' })
    this.#world.agenda.after(RETRY_MS, () => this.#create(tab))
  }

  /** As soon as somebody knows the code; again where the mesh did not know it yet. */
  #join(tab: Tab): void {
    const { code } = this.meeting
    if (code && tab.session === null && tab.state.joining === null) tab.tell({ kind: 'join', code })
    if (tab.session === null) this.#world.agenda.after(RETRY_MS, () => this.#join(tab))
  }

  #actLater(): void {
    const everyMs = this.done ? RETRY_MS : this.#plan.everyMs
    this.#world.agenda.after(this.#random.ms(0, everyMs), () => this.#act())
  }

  #act(): void {
    const { tab, meeting } = this
    if (tab?.session?.code && this.#makes) {
      meeting.code ??= tab.session.code
      meeting.session ??= tab.session.session
    }
    if (tab?.session?.held && this.#left > 0) {
      this.#left--
      tab.act(meeting.room.ends && this.#makes && this.#left === 0)
    }
    if (!tab && this.#plan.insists) this.tabs.findLast(t => t.state.status === 'replaced')?.tell({ kind: 'take-seat' })
    this.#returnByCode()
    this.#actLater()
  }

  /** A copy that the session went on from may be older than the player's seat: then they come as they came first. */
  #returnByCode(): void {
    const last = this.tabs.at(-1)
    const { code } = this.meeting
    if (code && last?.session === null && last.state.joining === null && last.state.problems.at(-1)?.code === 'no-seat')
      last.tell({ kind: 'join', code })
  }
}
