// Who is listed, by DNS and by an operator, and whether anybody has ever answered that. No such name, a failure and
// silence are alike: Swarm gives all three while no task of a service is healthy, and so does a wrong name. So a node
// that was never answered knows nothing; it does not know that nobody is there. It logs this once, with what looks
// wrong about the name. This file must never dial, and never conclude from a list that somebody has gone.
import { readFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { DNS_EAGER_FOR_MS, DNS_EAGER_MS, DNS_INTERVAL_MS, OUTCOME_AFTER_MS } from '../mesh-limits.ts'
import type { MeshLog } from '../mesh-log.ts'
import { Dns, type Family, type Listing } from './dns.ts'
import type { Address } from './peer-address.ts'

/** `unknown` in the first moments. A node that has nobody to look for counts as answered. */
export type DiscoveryState = 'unknown' | 'unanswered' | 'answered'

export interface ListsOptions {
  readonly listen: Address
  readonly peers: readonly Address[]
  readonly dnsQuery: string | null
  readonly dnsPort: number
  readonly dnsServers?: readonly string[] | undefined
  readonly dnsIntervalMs?: number | undefined
  readonly log: MeshLog
  /** Called once when it becomes `unanswered`, and once when it becomes `answered` after that. */
  onDiscovery(state: Exclude<DiscoveryState, 'unknown'>): void
}

export class Lists {
  readonly #options: ListsOptions
  readonly #dns: Dns
  readonly #family: Family
  readonly #startedAt = performance.now()
  #askAt = 0
  #answered: boolean
  #state: DiscoveryState = 'unknown'
  #listedOnce = false
  #warned = false

  constructor(options: ListsOptions) {
    this.#options = options
    this.#dns = new Dns(options.dnsServers)
    // If both kinds of address are listed, peers listen on one of them: nodes of a mesh are set alike.
    this.#family = isIPv6(options.listen.host) ? 6 : 4
    this.#answered = options.peers.length === 0 && options.dnsQuery === null
  }

  /** The list is complete for now: some address is listed, or the node has asked for a while. */
  get settled(): boolean {
    const asksNobody = this.#options.peers.length === 0 && this.#options.dnsQuery === null
    return asksNobody || this.#listedOnce || (this.#state !== 'unknown' && this.#isOld)
  }

  get #isOld(): boolean {
    return performance.now() - this.#startedAt >= OUTCOME_AFTER_MS
  }

  /** True where it is time to ask again. */
  due(): boolean {
    const now = performance.now()
    if (this.#isOld) this.#conclude()
    if (now < this.#askAt) return false
    const eager = now - this.#startedAt < DNS_EAGER_FOR_MS
    this.#askAt = now + (eager ? DNS_EAGER_MS : (this.#options.dnsIntervalMs ?? DNS_INTERVAL_MS))
    return true
  }

  /** Null where a later question was answered meanwhile. */
  async ask(): Promise<readonly Address[] | null> {
    const { dnsQuery, dnsPort, peers } = this.#options
    const [named, ...resolved] = await Promise.all([
      dnsQuery === null ? null : this.#dns.list(dnsQuery, this.#family),
      ...peers.map(async ({ host, port }) => ({ port, ...(await this.#dns.resolve(host, this.#family)) })),
    ])
    if (dnsQuery !== null && !named) return null
    const byName = (named?.hosts ?? []).map(host => ({ host, port: dnsPort }))
    const byHand = resolved.flatMap(({ hosts, port }) => hosts.map(host => ({ host, port })))
    this.#answered ||= named ? named.answered : resolved.some(({ answered }) => answered)
    const listed = [...byName, ...byHand]
    if (listed.length > 0 && (dnsQuery === null || byName.length > 0)) this.#listedOnce = true
    this.#lookForMistakes(named ?? null)
    return listed
  }

  stop(): void {
    this.#dns.cancel()
  }

  #conclude(): void {
    const state = this.#answered ? 'answered' : 'unanswered'
    if (state === this.#state) return
    const { log, dnsQuery, peers, onDiscovery } = this.#options
    const name = dnsQuery ?? peers.map(({ host }) => host).join(', ')
    if (state === 'unanswered') {
      log.warn(
        { name },
        `nobody has answered for ${name}, so this node cannot tell whether it is alone. ${hintFor(name, readSettings())}Until somebody does it begins no saved session that others may run; MAY_BE_ALONE=on, or the command alone, says that it may`,
      )
    } else if (this.#state === 'unanswered') log.info({ name }, `${name} is answered now`)
    const isNews = state === 'unanswered' || this.#state === 'unanswered'
    this.#state = state
    if (isNews) onDiscovery(state)
  }

  /** What is wrong at first sight: the list names peers that this node cannot reach, or that cannot reach it. */
  #lookForMistakes(named: Listing | null): void {
    const { log, dnsQuery, listen } = this.#options
    if (this.#warned || !named || named.hosts.length === 0) return
    const other = named.hosts.filter(host => isIPv6(host) !== (this.#family === 6))
    if (other.length === 0) return
    this.#warned = true
    const [has, wanted] = this.#family === 4 ? ['IPv6', '::'] : ['IPv4', '0.0.0.0']
    log.warn(
      { name: dnsQuery },
      `${dnsQuery} has only ${has} addresses, and this node listens on ${listen.host}: set MESH_HOST=${wanted} on every node`,
    )
  }
}

/** The resolver is asked for the name as it is. `settings`: the text of /etc/resolv.conf. */
export function hintFor(name: string, settings: string): string {
  if (name.replace(/\.$/, '').includes('.')) return ''
  const last = settings.split('\n').findLast(line => /^(search|domain)\s/.test(line))
  const domains = (last?.split(/\s+/).slice(1) ?? []).filter(domain => domain !== '' && domain !== '.')
  if (domains.length === 0) return ''
  return `It has one label, and search domains (${domains.join(', ')}) are not tried: give the whole name. `
}

function readSettings(): string {
  try {
    return readFileSync('/etc/resolv.conf', 'utf8')
  } catch {
    return ''
  }
}
