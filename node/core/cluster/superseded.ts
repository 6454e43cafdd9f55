// Whether this node is superseded: another one of its own slot, which came with a later deploy, has been alive for so
// long that no deploy can still be under way. It happens where a node crashes in the middle of a deploy: Swarm's
// restart and its update each start a container, and both stay. Such a node runs an older release beside the present
// one, and nobody will replace it.
//
// It counts as cordoned, by its own word: no session begins there or comes there while others can take it, and what it
// has goes on. That decides nothing but who is asked first, so it needs no argument of its own. It ends by itself where
// the newer node dies.

/** A start-first deploy tells the old node to leave as soon as the new one is healthy, or takes the new one back within
 *  a minute or two. */
const DEPLOY_MAX_MS = 300_000

export class Superseded {
  #newerSince: number | null = null
  #is = false

  get is(): boolean {
    return this.#is
  }

  /** With each sweep. True where it changed. */
  look(now: number, newer: boolean): boolean {
    if (!newer) this.#newerSince = null
    else this.#newerSince ??= now
    const before = this.#is
    this.#is = this.#newerSince !== null && now - this.#newerSince >= DEPLOY_MAX_MS
    return this.#is !== before
  }
}
