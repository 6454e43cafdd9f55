// One tab of a player's browser: the real link, its sockets through the virtual world, and a screen that somebody looks
// at.
import { decodeToPlayer, encodeToNode } from '../../../protocol/codec.ts'
import type { ClientId, PlayerId, SocketId } from '../../../protocol/ids.ts'
import type { Effect } from '../../../web/link/effect.ts'
import type { Event, LinkSocket } from '../../../web/link/event.ts'
import { Link } from '../../../web/link/link.ts'
import type { SessionState } from '../../../web/link/state.ts'
import type { Caller } from './door.ts'
import type { Body } from './ledger.ts'
import type { Process } from './process.ts'
import { Random } from './random.ts'
import type { World } from './world.ts'

interface Socket {
  readonly process: Process
  readonly at: SocketId
}

export class Tab {
  readonly name: string
  readonly player: PlayerId
  readonly #world: World
  readonly #link: Link
  readonly #sockets = new Map<LinkSocket, Socket>()
  /** How many commands each client of this tab has issued. */
  readonly #issued = new Map<ClientId, number>()
  #last: SessionState | null = null

  constructor(world: World, at: { readonly name: string; readonly player: PlayerId; readonly seed: number }) {
    this.#world = world
    this.name = at.name
    this.player = at.player
    const random = new Random(at.seed)
    this.#link = new Link({ token: at.player, random: () => random.unit() })
    this.tell({ kind: 'start' })
  }

  get state(): Link['state'] {
    return this.#link.state
  }

  get session(): SessionState | null {
    return this.#link.state.session
  }

  /** It plays, or will when its session can be reached: nobody else holds its seat. */
  get playing(): boolean {
    const { status, session } = this.#link.state
    return session !== null && !session.over && status !== 'replaced' && status !== 'refused'
  }

  tell(event: Event): void {
    this.#world.clientHappened(this, event)
    const effects = this.#link.handle(event, this.#world.agenda.now)
    for (const effect of effects) this.#perform(effect)
  }

  /** One more command of the client that this tab now is. */
  act(end = false): void {
    const { session } = this
    if (!session || !this.playing) return
    const { client } = session
    const n = (this.#issued.get(client) ?? 0) + 1
    this.#issued.set(client, n)
    const body: Body = end ? { by: client, n, end } : { by: client, n }
    this.#world.see({ kind: 'issued', player: this.player, client, session: session.session, n, body })
    this.tell({ kind: 'act', body })
  }

  /** Its sockets break, as in a bad network. */
  loseSockets(): void {
    for (const { process, at } of this.#sockets.values()) process.door.cut(at)
  }

  #perform(effect: Effect): void {
    const { agenda } = this.#world
    switch (effect.kind) {
      case 'connect':
        return this.#connect(effect.socket)
      case 'send': {
        const open = this.#sockets.get(effect.socket)
        const bytes = encodeToNode(effect.messages)
        if (open) agenda.after(this.#world.playerDelay(), () => open.process.door.frame(open.at, bytes))
        return
      }
      case 'close': {
        const open = this.#sockets.get(effect.socket)
        this.#sockets.delete(effect.socket)
        if (open) agenda.after(this.#world.playerDelay(), () => open.process.door.left(open.at))
        return
      }
      case 'timer':
        return agenda.after(effect.afterMs, () => this.tell({ kind: 'timer', timer: effect.timer }))
      case 'changed':
        return this.#look()
      case 'acked': {
        const { session, seq, refusal, told } = effect
        return this.#world.see({
          kind: 'confirmed',
          player: this.player,
          ...issuer(effect.body),
          session,
          seq,
          refusal,
          told,
        })
      }
      case 'dropped':
        return this.#world.see({ kind: 'dropped', player: this.player, ...issuer(effect.body), code: effect.code })
      case 'broken':
        return this.#world.see({ kind: 'broken', player: this.player, text: effect.text })
      default:
        effect satisfies never
    }
  }

  #connect(socket: LinkSocket): void {
    const { agenda } = this.#world
    agenda.after(this.#world.playerDelay(), () => {
      const process = this.#world.balance()
      if (!process) return this.tell({ kind: 'socket-failed', socket })
      const caller: Caller = {
        opened: () => this.tell({ kind: 'socket-open', socket }),
        frame: bytes => this.tell({ kind: 'socket-messages', socket, messages: decodeToPlayer(bytes) }),
        closed: () => {
          this.#sockets.delete(socket)
          this.tell({ kind: 'socket-closed', socket })
        },
      }
      this.#sockets.set(socket, { process, at: process.door.accept(caller) })
    })
  }

  /** What a person in front of the screen notices. */
  #look(): void {
    const { session } = this
    const last = this.#last
    this.#last = session
    if (!session) return
    const { player } = this
    const { client, epoch, version } = session
    if (session.held && !(last?.held && last.client === client))
      this.#world.see({ kind: 'entered', player, client, session: session.session })
    if (session.view !== null && session.view !== last?.view) {
      this.#world.see({ kind: 'shown', player, client, session: session.session, epoch, version, view: session.view })
    }
  }
}

const issuer = (body: unknown) => ({ client: (body as Body).by as ClientId, n: (body as Body).n })
