// Signs of life on a disk that nodes share: each node writes a small file of its own, again and again, and reads those
// of the others.
//
// A sign is believed only because it changes while this node watches it; no clock of another node and no time of a file
// is believed. So it takes a while until a node can tell who lives, and a sign that stands still belongs to a process
// that died, or hangs. It is written in place: where directories are cached, as over NFS, a new file under the old name
// may stay unseen for half a minute.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { PeerId } from '../../protocol/ids.ts'
import type { Sign } from '../core/event.ts'

/** Between two beats of a sign, and between two looks. */
const BEAT_MS = 500
/** Four beats: a new reader watches for so long before it believes that no other node is there. */
export const WATCH_MS = 2_000
/** Ten beats: a busy process, or a slow disk, may miss some. */
const STILL_MS = 5_000
/** A sign that has stood still for so long is removed. If its process only hung, it writes the sign again. */
const KEPT_MS = 60_000
const ENDING = '.sign'

const Content = v.object({
  beat: v.number(),
  addresses: v.array(v.pipe(v.string(), v.maxLength(256))),
  sessions: v.pipe(v.number(), v.minValue(0)),
  leaving: v.optional(v.boolean()),
})

export interface SignsOptions {
  readonly dir: string
  readonly me: PeerId
  /** What this node's sign says. */
  readonly say: () => Omit<Sign, 'peer'>
  /** Is called with the living signs of others at each look, once this node has watched for long enough. */
  readonly tell: (living: readonly Sign[]) => void
  readonly report: (error: unknown) => void
  /** This node's own clock, in milliseconds. */
  readonly now: () => number
}

interface Seen {
  readonly text: string
  /** When it last changed, or was first seen. */
  readonly at: number
  readonly changed: boolean
  readonly sign: Sign
}

export class Signs {
  readonly #options: SignsOptions
  #seen = new Map<string, Seen>()
  #beat = 0
  #since: number | null = null
  #timer: NodeJS.Timeout | null = null
  #failed = false

  constructor(options: SignsOptions) {
    this.#options = options
  }

  start(): void {
    const beat = async () => {
      await this.beat()
      if (this.#timer) this.#timer = setTimeout(beat, BEAT_MS).unref()
    }
    this.#timer = setTimeout(beat, 0)
  }

  /** Removes the sign, so that no other node need wait until it stands still. */
  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    await rm(this.#path(this.#own), { force: true }).catch(() => undefined)
  }

  /** Writes this node's sign, and looks at the others'. A disk that fails is told of once. */
  async beat(): Promise<void> {
    const write = () => writeFile(this.#path(this.#own), JSON.stringify({ beat: this.#beat++, ...this.#options.say() }))
    // A full disk still shows which nodes live.
    const outcomes = [await settled(write), await settled(() => this.#look())]
    const [error] = outcomes.filter(outcome => outcome !== null)
    if (error && !this.#failed) this.#options.report(error.reason)
    this.#failed = error !== undefined
  }

  async #look(): Promise<void> {
    const { dir, now, tell } = this.#options
    const names = (await readdir(dir)).filter(name => name.endsWith(ENDING) && name !== this.#own)
    const texts = await Promise.all(names.map(name => readFile(this.#path(name), 'utf8').catch(() => null)))
    const at = now()
    this.#since ??= at
    const seen = new Map<string, Seen>()
    for (const [i, name] of names.entries()) {
      const text = texts[i]
      if (text == null) continue
      const before = this.#seen.get(name)
      const isNews = before !== undefined && before.text !== text
      const sign = signIn(name, text) ?? before?.sign ?? { peer: peerOf(name), addresses: [], sessions: 1 }
      const still = before && !isNews ? before : { text, at, changed: isNews, sign }
      if (at - still.at < KEPT_MS) seen.set(name, still)
      else await rm(this.#path(name), { force: true })
    }
    this.#seen = seen
    if (at - this.#since < WATCH_MS) return
    tell([...seen.values()].flatMap(({ changed, at: last, sign }) => (changed && at - last < STILL_MS ? [sign] : [])))
  }

  get #own(): string {
    return `${this.#options.me}${ENDING}`
  }

  #path(name: string): string {
    return join(this.#options.dir, name)
  }
}

const peerOf = (name: string): PeerId => name.slice(0, -ENDING.length) as PeerId

/** Null if the file is being written. */
function signIn(name: string, text: string): Sign | null {
  try {
    const { beat: _, ...said } = v.parse(Content, JSON.parse(text))
    return { ...said, peer: peerOf(name), addresses: said.addresses.slice(0, 8) }
  } catch {
    return null
  }
}

/** Null if it succeeded. */
const settled = (work: () => Promise<void>): Promise<{ readonly reason: unknown } | null> =>
  work().then(
    () => null,
    reason => ({ reason }),
  )
