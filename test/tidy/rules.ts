// Which rules the documents number, and which ones tests bear in their titles.

/** G guarantees, E epochs, P players' protocol, M the mesh's, R the game. */
const FAMILIES = 'GEPMR'

/** A rule is defined where its number stands in bold at the start of a list's item or paragraph: `- **[G1] …` or
 *  `**R1** …`. */
export function rulesDefined(markdown: string): string[] {
  const pattern = new RegExp(`^(?:[-*] )?\\*\\*\\[?([${FAMILIES}]\\d+)(?:\\]|\\b)`, 'gm')
  return [...markdown.matchAll(pattern)].map(match => match[1]!)
}

/** The numbers in a title stand at its start, each in brackets: `'[G2] [E1] an acknowledgement …'`. */
export function rulesBorne(testSource: string): string[] {
  const title = new RegExp(`['"\`]((?:\\[[${FAMILIES}]\\d+\\][, ]*)+)`, 'g')
  return [...testSource.matchAll(title)].flatMap(match => match[1]!.match(/[A-Z]\d+/g) ?? [])
}

export interface Comparison {
  /** Defined, without a test, and not excused. */
  readonly untested: readonly string[]
  /** In a title, and defined nowhere. */
  readonly unknown: readonly string[]
  /** Defined more than once. */
  readonly doubled: readonly string[]
  /** Excused, though tested or not defined. */
  readonly idleExcuses: readonly string[]
}

export function compare(
  defined: readonly string[],
  borne: readonly string[],
  excuses: Readonly<Record<string, string>>,
): Comparison {
  const [known, tested] = [new Set(defined), new Set(borne)]
  return {
    untested: [...known].filter(rule => !tested.has(rule) && !(rule in excuses)),
    unknown: [...tested].filter(rule => !known.has(rule)),
    doubled: [...known].filter(rule => defined.indexOf(rule) !== defined.lastIndexOf(rule)),
    idleExcuses: Object.keys(excuses).filter(rule => tested.has(rule) || !known.has(rule)),
  }
}
