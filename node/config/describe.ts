// The table of variables as people read it: in a terminal, and in OPERATIONS.md.
import type { Variable } from './values.ts'
import { VARIABLE_NAMES, variable } from './variables.ts'

const defaultOf = ({ default: text, unset }: Variable<unknown>) => (text === null ? (unset ?? 'none') : text)

/** For a terminal. */
export function describeVariables(): string {
  return VARIABLE_NAMES.map(name => {
    const described = variable(name)
    const [example, unset] = [`${name}=${described.example}`, defaultOf(described)]
    return `${example}\n    ${described.about}\n    Takes ${described.expects}. Unset: ${unset}.`
  }).join('\n\n')
}

/** For OPERATIONS.md: a table in Markdown. */
export function tabulateVariables(): string {
  const rows = VARIABLE_NAMES.map(name => {
    const described = variable(name)
    const byDefault = described.default === null ? defaultOf(described) : `\`${described.default}\``
    return `| \`${name}\` | ${byDefault} | ${described.about} |`
  })
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}
