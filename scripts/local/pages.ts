// Builds the pages where they are missing or older than what they are made of.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const BUILT = join(ROOT, 'web', 'dist', 'index.html')
const MADE_OF = ['web', 'protocol', 'package-lock.json']

/** The newest change below a path, in milliseconds since 1970; what was built does not count. */
function newestChange(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const names = readdirSync(path).filter(name => name !== 'dist' && name !== 'node_modules')
  return Math.max(0, ...names.map(name => newestChange(join(path, name))))
}

export function pagesAreStale(): boolean {
  const built = statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return MADE_OF.some(path => newestChange(join(ROOT, path)) > built)
}

export async function buildPages(): Promise<void> {
  const { build } = await import('vite')
  await build({ configFile: join(ROOT, 'web', 'vite.config.ts'), logLevel: 'warn' })
}
