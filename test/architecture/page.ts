// The blocks of ARCHITECTURE.md that the real machines write.
import { join } from 'node:path'
import { ROOT } from '../tidy/source.ts'
import { failover, handoff, type Story } from './stories.ts'

export const PAGE = join(ROOT, 'ARCHITECTURE.md')

export const stories: Readonly<Record<string, () => Story>> = { handoff, failover }

/** A story in columns: who to whom, what, of which epoch. What happens inside one node stands alone. */
function tell({ h }: Story): string {
  const lines = h.transcript.filter(line => !/drain(ing|ed)$/.test(line))
  return lines.map(line => line.replace(/^(\w+) -> (\w+) {2}(\S+) /, columns)).join('\n')
}

const columns = (_: string, from: string, to: string, kind: string): string =>
  `${`${from} → ${to}`.padEnd(12)}${kind.padEnd(14)}`

const block = (name: string) =>
  new RegExp(`(<!-- transcript:${name}:begin.*?-->\n)([\\s\\S]*?)(<!-- transcript:${name}:end -->)`)

/** What stands between a story's markers. @throws where the page has none. */
export function shown(page: string, name: string): string {
  const [, , text] = block(name).exec(page) ?? []
  if (text === undefined) throw new Error(`ARCHITECTURE.md has no markers transcript:${name}:begin and :end.`)
  return text
}

export const fenced = (story: Story): string => `\n\`\`\`\n${tell(story)}\n\`\`\`\n\n`

/** The page with each story as it is now. */
export function withStories(page: string): string {
  return Object.entries(stories).reduce(
    (text, [name, play]) => text.replace(shown(text, name), () => fenced(play())),
    page,
  )
}
