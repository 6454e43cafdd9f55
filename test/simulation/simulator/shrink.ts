// The smallest world that still shows a failure: parts are left out, many at once and then fewer, as long as it stays
// the same failure (Zeller, "Yesterday, my program worked. Today, it does not. Why?"). Not the smallest there is: no
// single part of it can be spared.

/** Numbers of the parts, of `count`, that may all be left out at once. `fails` is asked `runsMax` times at most. */
export function shrink(count: number, fails: (without: readonly number[]) => boolean, runsMax: number): number[] {
  let kept = Array.from({ length: count }, (_, i) => i + 1)
  let runs = 0
  const without = (left: readonly number[]) =>
    Array.from({ length: count }, (_, i) => i + 1).filter(n => !left.includes(n))
  for (let chunk = Math.ceil(count / 2); chunk > 0; ) {
    const before = kept.length
    for (let at = 0; at < kept.length; ) {
      const left = kept.toSpliced(at, chunk)
      if (runs++ >= runsMax) return without(kept)
      if (fails(without(left))) kept = left
      else at += chunk
    }
    // What one part needed may be gone with another: once more, until nothing more can go.
    if (chunk > 1 || kept.length === before) chunk = Math.floor(chunk / 2)
  }
  return without(kept)
}
