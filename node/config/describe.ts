// The table of variables as people read it: in a terminal, and in OPERATIONS.md.
import type { Variable } from './values.ts'
import { GROUPS, type VariableName, variable } from './variables.ts'

const defaultOf = ({ default: text, unset }: Variable<unknown>) => (text === null ? (unset ?? 'none') : text)

/** For a terminal. */
export function describeVariables(): string {
  return GROUPS.map(({ title, names }) => [`${title}:`, ...names.map(describe)].join('\n\n')).join('\n\n\n')
}

function describe(name: VariableName): string {
  const described = variable(name)
  const [example, unset] = [`${name}=${described.example}`, defaultOf(described)]
  return `${example}\n    ${described.about}\n    Takes ${described.expects}. Unset: ${unset}.`
}

/** For OPERATIONS.md: in Markdown, a heading and a table for each group. */
export function tabulateVariables(): string {
  return GROUPS.map(({ title, names }) => {
    const head = ['| variable | default | takes | meaning |', '| --- | --- | --- | --- |']
    return `### ${title}\n\n${[...head, ...names.map(rowOf)].join('\n')}`
  }).join('\n\n')
}

function rowOf(name: VariableName): string {
  const described = variable(name)
  const byDefault = described.default === null ? defaultOf(described) : `\`${described.default}\``
  return `| \`${name}\` | ${byDefault} | ${described.takes} | ${described.about} |`
}
