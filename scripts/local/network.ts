// A network of a run's own: a namespace for each node, joined by a bridge that stands in a namespace too, so that no
// rule of the host's touches what goes over it; one more cable leads to the host, where the players are. It is cut by
// rules of packet filters inside the nodes' namespaces. Who is cut off is told nothing: packets are dropped, as where a
// switch or a cable fails.
import { randomBytes, randomInt } from 'node:crypto'
import { run } from './network-tools.ts'
import type { Place } from './node-process.ts'

/** 198.18.0.0/15 is set aside for tests of networks. */
const SUBNETS = 512
const HOST_NUMBER = 254

/** That `hearer` is reached by nothing from `speakers`. Nodes are named by their place in the list. */
export interface Deafness {
  readonly hearer: number
  readonly speakers: readonly number[]
}

export class Network {
  readonly places: readonly Place[]
  readonly #names: readonly string[]
  readonly #remove = () => this.remove()

  /** So many places, in namespaces whose names nobody else has. @throws ExplainedError, with nothing left behind. */
  static make(places: number): Network {
    removeAbandoned()
    return new Network(places)
  }

  private constructor(size: number) {
    const id = randomBytes(3).toString('hex')
    const subnet = freeSubnet()
    const name = (what: string) => `minotaur-${process.pid}-${id}-${what}`
    const bridge = name('bridge')
    const nodes = Array.from({ length: size }, (_, at) => name(`node${at + 1}`))
    this.#names = [bridge, ...nodes]
    this.places = nodes.map((node, at) => ({ host: `${subnet}.${at + 1}`, within: ['ip', 'netns', 'exec', node] }))
    process.once('exit', this.#remove)
    try {
      run(`ip netns add ${bridge}`)
      run(`ip -n ${bridge} link add hub type bridge`)
      run(`ip -n ${bridge} link set hub up`)
      for (const [at, node] of nodes.entries()) {
        run(`ip netns add ${node}`)
        run(`ip -n ${node} link set lo up`)
        run(`ip -n ${node} link add uplink type veth peer name port${at} netns ${bridge}`)
        plug(bridge, `port${at}`)
        run(`ip -n ${node} addr add ${subnet}.${at + 1}/24 dev uplink`)
        run(`ip -n ${node} link set uplink up`)
      }
      run(`ip link add mt-${id} type veth peer name host netns ${bridge}`)
      plug(bridge, 'host')
      run(`ip addr add ${subnet}.${HOST_NUMBER}/24 dev mt-${id}`)
      run(`ip link set mt-${id} up`)
    } catch (error) {
      this.remove()
      throw error
    }
  }

  /** From now on these hear nothing of those. Who heard each other goes on to. */
  cut(deafnesses: readonly Deafness[]): void {
    for (const { hearer, speakers } of deafnesses) {
      const sources = speakers.map(speaker => this.places[speaker]!.host).join(',')
      this.#filter(hearer, `-A INPUT -s ${sources} -j DROP`)
    }
  }

  /** Everybody hears everybody. */
  heal(): void {
    for (const at of this.places.keys()) this.#filter(at, '-F INPUT')
  }

  /** All cables go with the namespaces that their ends are in. Those must have no process any more. */
  remove(): void {
    process.off('exit', this.#remove)
    removeAll(this.#names)
  }

  #filter(at: number, rule: string): void {
    run(`${this.places[at]!.within.join(' ')} iptables -w 5 ${rule}`)
  }
}

function plug(bridge: string, port: string): void {
  run(`ip -n ${bridge} link set ${port} master hub`)
  run(`ip -n ${bridge} link set ${port} up`)
}

function freeSubnet(): string {
  for (;;) {
    const n = randomInt(SUBNETS)
    const subnet = `198.${18 + (n >> 8)}.${n & 255}`
    if (run(`ip -4 route show ${subnet}.0/24`) === '') return subnet
  }
}

const existing = () =>
  run('ip netns list')
    .split('\n')
    .map(line => line.split(' ')[0]!)

function removeAll(names: readonly string[]): void {
  for (const name of existing()) if (names.includes(name)) run(`ip netns del ${name}`)
}

/** Those of runs that were killed. */
function removeAbandoned(): void {
  removeAll(
    existing().filter(name => {
      const [, pid] = /^minotaur-(\d+)-/.exec(name) ?? []
      return pid !== undefined && !isAlive(Number(pid))
    }),
  )
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
