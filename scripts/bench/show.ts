// How benchmarks print: one line a row, names first, figures in columns.
export const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Rows of one table; the first one is its head. */
export function showTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows
    .map(row => row.map((text, column) => (column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!))))
    .map(row => row.join('  ').trimEnd())
    .join('\n')
}

export const count = (n: number): string => Math.round(n).toLocaleString('en')
/** Nothing where the time was too short for a figure: Linux counts processor time in hundredths of a second. */
export const times = (ratio: number): string => (Number.isFinite(ratio) ? `${ratio.toFixed(2)} x` : '')
export const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`
export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`
