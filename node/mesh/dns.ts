// Asks DNS who is listed: the A records of one name. Every error means that nobody is: Docker passes a name without healthy tasks
// on to the host's resolver, which may say anything or nothing. A resolver of our own with one short try, since dns.lookup blocks
// a thread for ten seconds; questions overlap, and only the answer to the latest counts.
import { lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { DNS_TIMEOUT_MS } from './limits.ts'

export class Dns {
  readonly #resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 1 })
  #asked = 0
  #answered = 0

  constructor(servers?: readonly string[]) {
    if (servers) this.#resolver.setServers(servers)
  }

  /** IPv4 addresses, sorted; null where a later question was answered meanwhile. */
  async list(name: string): Promise<readonly string[] | null> {
    this.#asked += 1
    const question = this.#asked
    const found = await this.#resolver.resolve4(name).catch(() => [])
    if (question < this.#answered) return null
    this.#answered = question
    return [...new Set(found)].sort()
  }

  /** One host that an operator listed: an address as it is, a name by DNS, or else by /etc/hosts. */
  async resolve(host: string): Promise<readonly string[]> {
    if (isIP(host)) return [host]
    if (host === 'localhost') return ['127.0.0.1']
    const found = await this.#resolver.resolve4(host).catch(() => [])
    if (found.length > 0) return found
    return lookup(host, { family: 4 }).then(
      ({ address }) => [address],
      () => [],
    )
  }

  cancel(): void {
    this.#resolver.cancel()
  }
}
