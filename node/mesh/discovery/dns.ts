// Asks DNS who is listed: the addresses of one name. Docker passes a name without healthy tasks on to the host's
// resolver, which may say that there is no such name, fail, or say nothing. All three mean that nobody has answered,
// not that nobody is there; only a resolver that knows the name has answered. We use a resolver of our own with one
// short try, because dns.lookup blocks a thread for ten seconds. Questions overlap, and only the answer to the latest
// counts.
import { lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { DNS_TIMEOUT_MS } from '../mesh-limits.ts'

export type Family = 4 | 6

export interface Listing {
  /** Sorted, without repetitions. Of the family that was asked for, or of the other if that one has none. */
  readonly hosts: readonly string[]
  /** The name is known. */
  readonly answered: boolean
}

/** The name is known, and has no record of the kind that was asked for. */
const NO_RECORD = 'ENODATA'

export class Dns {
  readonly #resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 1 })
  #asked = 0
  #answered = 0

  constructor(servers?: readonly string[]) {
    if (servers) this.#resolver.setServers(servers)
  }

  /** Null if a later question was answered meanwhile. */
  async list(name: string, family: Family = 4): Promise<Listing | null> {
    this.#asked += 1
    const question = this.#asked
    const listing = await this.#find(name, family)
    if (question < this.#answered) return null
    this.#answered = question
    return listing
  }

  /** One host that an operator listed: an address as it is; a name by DNS, else by /etc/hosts. */
  async resolve(host: string, family: Family = 4): Promise<Listing> {
    if (isIP(host)) return { hosts: [host], answered: true }
    if (host === 'localhost') return { hosts: [family === 4 ? '127.0.0.1' : '::1'], answered: true }
    const found = await this.#find(host, family)
    if (found.hosts.length > 0) return found
    const order = family === 4 ? 'ipv4first' : 'ipv6first'
    return lookup(host, { order }).then(
      ({ address }) => ({ hosts: [address], answered: true }),
      () => found,
    )
  }

  cancel(): void {
    this.#resolver.cancel()
  }

  async #find(name: string, family: Family): Promise<Listing> {
    const first = await this.#ask(name, family)
    if (first.hosts.length > 0) return first
    const second = await this.#ask(name, family === 4 ? 6 : 4)
    return { hosts: second.hosts, answered: first.answered || second.answered }
  }

  async #ask(name: string, family: Family): Promise<Listing> {
    try {
      const found = await (family === 4 ? this.#resolver.resolve4(name) : this.#resolver.resolve6(name))
      return { hosts: [...new Set(found)].sort(), answered: true }
    } catch (error) {
      return { hosts: [], answered: (error as NodeJS.ErrnoException).code === NO_RECORD }
    }
  }
}
