// A whole mesh and its players in virtual time, made from a plan: what there is, and what can be done to it. It decides
// nothing by itself: faults come from the plan, everything else from the machines.

import type { DiskEffect, Effect } from '../../../node/core/effect.ts'
import type { Event } from '../../../node/core/event.ts'
import type { Game } from '../../../node/core/game.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { Event as LinkEvent } from '../../../web/link/event.ts'
import { Agenda } from './agenda.ts'
import { besideOthers } from './beside.ts'
import type { Checker, MakeChecker } from './checker.ts'
import { Chronicle } from './chronicle.ts'
import { Counter } from './counter.ts'
import { clientLine, effectLine, eventLine } from './describe.ts'
import { SimulatedDisk } from './disk.ts'
import { MEMORY_FREE } from './fault.ts'
import { FAULTS } from './faults/index.ts'
import { faulty } from './faulty.ts'
import { ledger } from './ledger.ts'
import { Lists } from './lists.ts'
import { Network } from './network.ts'
import type { Plan } from './plan.ts'
import { type Meeting, Player } from './player.ts'
import { Process } from './process.ts'
import { Random } from './random.ts'
import type { Sighting } from './sighting.ts'
import type { MakeSubject } from './subject.ts'
import type { Tab } from './tab.ts'
import type { Trace } from './trace.ts'
import { CLEAN } from './wire.ts'

const HEALTH_POLL_MS = 20
const DISK_MS: readonly [number, number] = [0.1, 20]
const SCAN_MS = 100
const SCAN_HEALED_MS = 500
/** From one sign of life to the next, and how long a new reader looks first. */
const SIGN_MS = 100
const WATCH_MS = 450
const CLEAN_TURN_MS: readonly [number, number] = [0, 0.2]

interface Boot {
  readonly slot: string
  readonly deployed: boolean
  /** It finds nobody by itself, and nobody finds it. */
  readonly stranger?: boolean
}

export class World {
  readonly plan: Plan
  readonly agenda = new Agenda()
  readonly chronicle = new Chronicle()
  readonly counter = new Counter()
  readonly network: Network
  readonly processes: Process[] = []
  readonly players: Player[] = []
  readonly trace: Trace
  readonly #make: MakeSubject
  readonly #checkers: readonly Checker[]
  readonly #strangers = new Set<PeerId>()
  readonly #disks = new Map<string, SimulatedDisk>()
  readonly #random: Random
  /** Draws what faults and heals need, apart from the rest. */
  readonly #names: Random
  readonly #lists: Lists
  /** Of hosts' wall clocks. */
  readonly #clocksOff = new Map<string, number>()
  healed = false
  /** Slots that a deploy is busy with. */
  deploying = 0

  constructor(plan: Plan, make: MakeSubject, checkers: (now: () => number) => readonly MakeChecker[], trace: Trace) {
    this.plan = plan
    this.#make = make
    this.#checkers = checkers(() => this.agenda.now).map(makeChecker => makeChecker(this.chronicle))
    this.#random = new Random(plan.seed, 2)
    this.#names = new Random(plan.seed, 4)
    this.trace = trace
    trace.now = () => this.agenda.now
    this.#lists = new Lists(plan.lists)
    this.network = new Network(this.agenda, new Random(plan.seed, 5), plan.wire)
    // Once all heals, everybody finds everybody.
    const among = (a: PeerId, b: PeerId) => !this.#strangers.has(a) && !this.#strangers.has(b) && this.#lists.meet(a, b)
    this.network.listed = (a, b) => this.healed || among(a, b)
    for (let i = 0; i < plan.nodes; i++) this.boot({ slot: `${i + 1}`, deployed: false })
    for (const room of plan.rooms) {
      const meeting: Meeting = { room, code: null, session: null }
      for (const [i, planned] of room.players.entries()) {
        const name = `player${this.players.length + 1}`
        this.players.push(new Player(this, { name, plan: planned, meeting, makes: i === 0, seed: this.#names.next() }))
      }
    }
    for (const fault of plan.faults) this.agenda.after(fault.atMs, () => this.#strike(fault))
  }

  #strike(fault: Plan['faults'][number]): void {
    if (this.healed) return
    const struck = FAULTS[fault.kind](this, fault)
    if (struck) this.counter.add(`fault ${fault.kind}`)
    this.trace.line(() => `** ${fault.kind}${struck ? '' : ': nothing to strike'}`)
  }

  // --- what there is

  living(): Process[] {
    return this.processes.filter(p => p.alive)
  }

  tabs(): Tab[] {
    return this.players.flatMap(p => p.tabs)
  }

  freeSlot(): string {
    return `${Math.max(0, ...this.processes.map(p => Number(p.settings.slot))) + 1}`
  }

  boot({ slot, deployed, stranger = false }: Boot): Process {
    const random = this.#names
    const number = this.processes.length + 1
    // A letter first: peers rank by name in many places, and age must not tell the order.
    const me = `${random.pick([...'abcdefghijkmnpqrstuvwxyz'])}${number}` as PeerId
    if (stranger) this.#strangers.add(me)
    const { plan } = this
    const newest = plan.schemas[deployed ? 1 : 0]
    const game = plan.failing ? faulty(newest) : ledger(newest)
    const host = `host${random.integer(1, plan.hosts)}`
    const settings = {
      me,
      release: deployed ? 'r2' : 'r1',
      slot,
      host,
      address: `${me}:4000`,
      startedAt: this.#date(host),
      backups: plan.backups,
      suspectAfterMs: plan.suspectAfterMs,
      drainDeadlineMs: plan.drainDeadlineMs,
      handoffWindow: plan.handoffWindow,
      lobbiesMax: 0,
      gamesMax: 0,
      forceAfterMs: plan.forceAfterMs,
      rebalanceAfterMs: plan.rebalanceAfterMs,
      rebalanceGap: 2,
      awayAfterMs: plan.awayAfterMs,
      parks: plan.disks !== 'none',
      parkAfterMs: plan.parkAfterMs,
      successorWaitMs: plan.successorWaitMs,
      aloneAfterMs: 0,
      mayBeAlone: false,
      checkpointEveryMs: plan.checkpointEveryMs,
      coldAfterMs: plan.coldAfterMs,
      memoryFullAt: 0.7,
      seed: random.next(),
    }
    this.#lists.add(me, this.living(), random)
    this.see({ kind: 'born', peer: me, slot, release: settings.release, reads: game.reads })
    this.trace.line(() => `** ${me} starts: slot ${slot}, ${settings.release}, schema ${newest}`)
    const clock = { rate: 1 + plan.clockDrift * (2 * random.unit() - 1), start: random.ms(0, 100_000) }
    const process = new Process(this, settings, this.#make(settings, game as Game), clock)
    this.processes.push(process)
    if (plan.disks !== 'none') this.#show(process, this.agenda.now + WATCH_MS)
    this.#watchHealth(process)
    return process
  }

  /** Milliseconds since 1970, by the wall clock of the host. */
  #date(host: string): number {
    return 1_700_000_000_000 + Math.floor(this.agenda.now) + (this.#clocksOff.get(host) ?? 0)
  }

  /** From now on it shows a time that is off by so much. */
  setClock(host: string, byMs: number): void {
    this.#clocksOff.set(host, byMs)
  }

  #watchHealth(process: Process): void {
    if (!process.alive) return
    process.healthy ||= process.ready
    if (!process.healthy) this.agenda.after(HEALTH_POLL_MS, () => this.#watchHealth(process))
    else if (this.plan.disks !== 'none') this.#scan(process)
  }

  /** The one that a process sees. */
  disk({ settings }: Process): SimulatedDisk {
    const name = this.plan.disks === 'own' ? settings.host : ''
    const disk =
      this.#disks.get(name) ??
      new SimulatedDisk(
        () => this.agenda.now,
        by => this.#date(by.settings.host),
      )
    this.#disks.set(name, disk)
    return disk
  }

  /** Its sign of life, and a look at the others'. */
  #show(process: Process, from: number): void {
    if (!process.alive) return
    if (!process.stopped) {
      const disk = this.disk(process)
      disk.sign(process)
      const left = (peer: PeerId) => this.processes.some(p => p.peer === peer && p.left)
      if (this.agenda.now >= from) process.post(disk.signs(process, left))
    }
    this.agenda.after(SIGN_MS, () => this.#show(process, from))
  }

  #scan(process: Process): void {
    if (!process.alive) return
    this.disk(process).scan(process)
    // A long time without faults is for what is repeated seldom.
    this.agenda.after(this.healed ? SCAN_HEALED_MS : SCAN_MS, () => this.#scan(process))
  }

  onDisk(process: Process, effect: DiskEffect): void {
    this.agenda.after(this.#names.ms(...DISK_MS), () => this.disk(process).do(process, effect))
  }

  /** Where a player's new socket ends up: anywhere, seldom at a node that leaves, and at one not yet healthy only where
   *  there is no other. */
  balance(): Process | undefined {
    const living = this.living()
    const healthy = living.filter(p => p.healthy)
    const staying = healthy.filter(p => !p.draining)
    const random = this.#random
    const among = staying.length > 0 && random.chance(0.8) ? staying : healthy.length > 0 ? healthy : living
    return among.length > 0 ? random.pick(among) : undefined
  }

  turnDelay(): number {
    return this.#random.ms(...(this.healed ? CLEAN_TURN_MS : this.plan.turnMs))
  }

  turnSize(): number {
    const { turnEvents } = this.plan
    return turnEvents === 1 || this.healed ? turnEvents : this.#random.integer(1, turnEvents)
  }

  playerDelay(): number {
    return this.#random.ms(...this.plan.playerMs)
  }

  /** All faults end: from here on everything has to come right. */
  heal(): void {
    this.healed = true
    this.trace.line(() => '** all heals')
    this.see({ kind: 'healed' })
    this.network.wire = CLEAN
    for (const p of this.living()) if (p.stopped) p.continue()
    for (const p of this.living()) p.post({ kind: 'memory', share: MEMORY_FREE })
    this.network.tellDeaths()
    this.network.mendAll()
    if (this.living().every(p => p.draining)) this.boot({ slot: this.freeSlot(), deployed: true })
    for (const player of this.players) this.agenda.after(this.#random.ms(20, 250), () => player.actOnceMore())
  }

  // --- what is seen

  see(sighting: Sighting): void {
    for (const found of besideOthers(this, sighting)) this.see(found)
    this.chronicle.see(sighting)
    this.counter.see(sighting)
    for (const checker of this.#checkers) checker.see(sighting)
  }

  happened(process: Process, event: Event): void {
    this.trace.mark(1, process.peer + event.kind + (event.kind === 'message' ? event.from + event.message.kind : ''))
    this.trace.line(() => eventLine(process.peer, event))
  }

  wanted(process: Process, effect: Effect): void {
    this.trace.mark(2, process.peer + effect.kind)
    this.trace.line(() => effectLine(process.peer, effect))
  }

  clientHappened(tab: Tab, event: LinkEvent): void {
    this.trace.mark(3, tab.name + event.kind)
    this.trace.line(() => clientLine(tab.name, event))
  }
}
