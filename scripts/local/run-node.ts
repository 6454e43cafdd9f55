// Runs the real node with another release's game: node/main.ts finds that of the build where it looks for its own. So a
// build differs from the real node in nothing else.
import { registerHooks } from 'node:module'

const MAIN = new URL('../../node/main.ts', import.meta.url).href
const GAME = './games/minotaur/index.ts'

/** `build`: the address of a module that exports `minotaur`. */
export function runNode(build: string): void {
  let replaced = false
  registerHooks({
    resolve(specifier, context, next) {
      if (context.parentURL !== MAIN || specifier !== GAME) return next(specifier, context)
      replaced = true
      return next(build, context)
    },
  })
  // Not awaited: it imports the very module that calls this.
  import(MAIN).then(() => {
    if (!replaced) throw new Error(`${MAIN} does not import ${GAME}: this would be the real node, and no other build`)
  })
}
