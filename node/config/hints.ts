// Which of the environment's unknown variables was probably meant to be one of ours: a mistyped setting that silently
// does nothing is found in production, hours later. It only hints, since an environment is full of names that are none
// of our business.
const DISTANCE_MAX = 2
/** Of a short name every change makes another real one (HOST, POST, HOME): there only one letter may differ. */
const SHORT = 6

export interface Hint {
  readonly found: string
  readonly meant: string
}

/** Names in `present` that are close to one of `known`, which is not itself present. Sorted. */
export function hintsOf(present: readonly string[], known: readonly string[]): Hint[] {
  const missing = known.filter(name => !present.includes(name))
  return present
    .filter(name => !known.includes(name))
    .sort()
    .flatMap(found => {
      const [nearest] = missing
        .map(meant => ({ meant, distance: distanceBetween(found.toUpperCase(), meant) }))
        .filter(({ meant, distance }) => distance <= (meant.length <= SHORT ? 1 : DISTANCE_MAX))
        .sort((a, b) => a.distance - b.distance)
      return nearest === undefined ? [] : [{ found, meant: nearest.meant }]
    })
}

/** Letters to insert, remove or replace to make one of the other. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
