// Files that import each other, directly or round about. Types count: who reads one file of a circle has to read all
// of it.
import { importsOf } from './imports.ts'
import type { Source } from './source.ts'

/** Each circle as its files, sorted (Tarjan, "Depth-first search and linear graph algorithms", 1972). */
export function circles(sources: readonly Source[]): string[][] {
  const known = new Set(sources.map(({ path }) => path))
  const targets = new Map(
    sources.map(source => [
      source.path,
      importsOf(source).flatMap(({ target }) => (known.has(target) ? [target] : [])),
    ]),
  )
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const found: string[][] = []
  const visit = (path: string): void => {
    order.set(path, order.size)
    lowest.set(path, order.get(path)!)
    open.push(path)
    for (const target of targets.get(path)!) {
      if (!order.has(target)) visit(target)
      if (open.includes(target)) lowest.set(path, Math.min(lowest.get(path)!, lowest.get(target)!))
    }
    if (lowest.get(path) !== order.get(path)) return
    const circle = open.splice(open.indexOf(path))
    if (circle.length > 1) found.push(circle.sort())
  }
  for (const path of known) if (!order.has(path)) visit(path)
  return found
}
