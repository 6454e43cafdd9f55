// What an operator wants to know first: is the mesh healthy, and if not, what is going on. Everything that is out of
// the ordinary is a sentence, the worst first; decided from what the page has heard, so it can't know more than the
// node that answers.
import type { NodeView } from '../../node/core/inspect.ts'
import type { History } from './history.ts'
import { condition, pause, plural, shortPeer } from './words.ts'

export type Tone = 'good' | 'busy' | 'bad'

export interface Verdict {
  readonly tone: Tone
  readonly title: string
  readonly details: readonly string[]
}

interface Finding {
  readonly tone: Tone
  readonly text: string
}

/** One request may meet a node that just leaves. */
const FAILURES_MAX = 1

const are = (n: number): string => (n === 1 ? 'is' : 'are')
const names = (nodes: readonly NodeView[]): string =>
  nodes.map(({ slot, id }) => (slot ? `slot ${slot} (${shortPeer(id)})` : shortPeer(id))).join(', ')

/** Of living nodes, the oldest first. */
function releasesOf(nodes: readonly NodeView[]): string[] {
  return [...new Set(nodes.toSorted((a, b) => a.startedAt - b.startedAt).map(node => node.release))]
}

function ofNodes(nodes: readonly NodeView[]): Finding[] {
  const those = (state: string) => nodes.filter(node => condition(node) === state)
  const states = ['dead', 'silent', 'draining', 'superseded', 'cordoned']
  const [dead, silent, draining, superseded, cordoned] = states.map(those) as NodeView[][]
  const alive = nodes.filter(node => node.state !== 'dead')
  const releases = releasesOf(alive.filter(node => node.superseded !== true))
  const findings: Finding[] = []
  const add = (tone: Tone, some: readonly NodeView[], text: string) =>
    some.length > 0 && findings.push({ tone, text: `${plural(some.length, 'node')} ${text}: ${names(some)}.` })
  add('bad', dead!, 'died without handing over')
  add('bad', silent!, `${are(silent!.length)} silent`)
  if (releases.length > 1) {
    const fresh = alive.filter(node => node.release === releases.at(-1)).length
    const text = `A deploy is under way, ${releases.join(' → ')}: ${fresh} of ${plural(alive.length, 'node')} ${are(fresh)} new.`
    findings.push({ tone: 'busy', text })
  }
  add('busy', draining!, `${are(draining!.length)} draining`)
  const behind = 'superseded: a newer node has the same slot, so it takes nothing new. Drain it'
  add('busy', superseded!, `${are(superseded!.length)} ${behind}`)
  add('busy', cordoned!, `${are(cordoned!.length)} cordoned`)
  if (alive.length === 1)
    findings.push({ tone: 'busy', text: 'A single node serves: no session has a copy elsewhere.' })
  return findings
}

function ofView({ view }: History): Finding[] {
  if (!view?.blind) return []
  const text = `${shortPeer(view.me)} was never told who its peers are, so there may be nodes that it cannot see: look at DNS_CLUSTER_QUERY.`
  return [{ tone: 'bad', text }]
}

function ofSessions({ view, moves, quarantined }: History): Finding[] {
  const findings: Finding[] = []
  const one = quarantined.filter(({ resolved }) => !resolved).length
  if (one > 0) findings.push({ tone: 'bad', text: `${plural(one, 'session')} ${are(one)} quarantined: see the table.` })
  const awaited = view?.awaited ?? []
  if (awaited.length > 0) {
    const text = `${shortPeer(view!.me)} does not reach nodes that live on its disk: ${awaited.join(', ')}.`
    findings.push({ tone: 'bad', text })
  }
  const waiting = view?.putOff ?? 0
  if (waiting > 0)
    findings.push({
      tone: 'bad',
      text: `${plural(waiting, 'session')} of ${shortPeer(view!.me)} ${are(waiting)} waiting for a node with room for them.`,
    })
  const still = view?.stopped?.length ?? 0
  if (still > 0)
    findings.push({
      tone: 'bad',
      text: `${plural(still, 'session')} of ${shortPeer(view!.me)} ${are(still)} stopped by a bug: see its log.`,
    })
  const failing = new Set(view?.failing?.map(({ session }) => session)).size
  if (failing > 0)
    findings.push({
      tone: 'bad',
      text: `The game has failed in ${plural(failing, 'session')} of ${shortPeer(view!.me)}: see the table.`,
    })
  const unprotected = view?.sessions.unprotected ?? 0
  if (unprotected > 0 && view!.nodes.filter(node => node.state !== 'dead').length > 1) {
    const text = `${plural(unprotected, 'session')} of ${shortPeer(view!.me)} ${are(unprotected)} short of copies.`
    findings.push({ tone: 'busy', text })
  }
  const paused = view?.sessions.paused ?? 0
  if (paused > 0) {
    const text = `${plural(paused, 'session')} of ${shortPeer(view!.me)} ${are(paused)} paused: the nodes that ${
      paused === 1 ? 'it waits for do' : 'they wait for do'
    } not answer.`
    findings.push({ tone: 'bad', text })
  }
  const failovers = moves.filter(move => !move.planned)
  if (failovers.length > 0) {
    const longest = Math.max(...failovers.map(move => move.pauseMs))
    const were = failovers.length === 1 ? 'was a failover' : 'were failovers'
    const text = `Of the moves below ${failovers.length} ${were}, after a pause of at most ${pause(longest)}.`
    findings.push({ tone: 'good', text })
  }
  return findings
}

function summary(nodes: readonly NodeView[]): string {
  const alive = nodes.filter(node => node.state !== 'dead')
  const sum = (pick: (node: NodeView) => number): number => alive.reduce((all, node) => all + pick(node), 0)
  const releases = releasesOf(alive)
  const release = `${releases.length === 1 ? 'release' : 'releases'} ${releases.join(' and ')}`
  return `${plural(alive.length, 'node')} of ${release} ${alive.length === 1 ? 'runs' : 'run'} ${plural(
    sum(node => node.sessions),
    'session',
  )} for ${plural(
    sum(node => node.players),
    'player',
  )}.`
}

const WORST: readonly Tone[] = ['bad', 'busy', 'good']

/** Null before the first answer. */
export function verdict(history: History): Verdict | null {
  const { nodes, failures, view } = history
  if (!view) return null
  if (failures > FAILURES_MAX)
    return { tone: 'bad', title: 'No node answers.', details: ['What stands below is what was heard last.'] }
  const findings = [...ofView(history), ...ofNodes(nodes), ...ofSessions(history)]
  const sorted = WORST.flatMap(tone => findings.filter(finding => finding.tone === tone))
  const tone = sorted[0]?.tone ?? 'good'
  const texts = sorted.map(finding => finding.text)
  if (tone === 'good') return { tone, title: 'All is well.', details: [summary(nodes), ...texts] }
  return { tone, title: texts[0]!, details: [...texts.slice(1), summary(nodes)] }
}
