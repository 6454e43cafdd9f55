// Where the game stands: at the top of its host, or below a path such as /minotaur/, whose neighbours may be other
// games.

/** Below which the node answers; it ends with a slash. */
export const top = (): URL => new URL('.', location.href)

/** A name in the browser's storage, which all pages of a host share: games below other paths have others. */
export function storageKey(name: string): string {
  const { pathname } = top()
  return pathname === '/' ? name : `${name} ${pathname}`
}
