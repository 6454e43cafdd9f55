// Names that people could take for one another: in capitals or not, by letters of other scripts that look the same
// (Unicode's confusables, UTS #39), or simply equal, for nobody owns a name. Two players of one game must be told
// apart, since who is struck is named; the later one gets a number. Its brackets can be in no name that is chosen, so
// nobody can pick what another is given. Pure, and decided once, where a seat is taken: the outcome is part of the
// session, and moves with it.
import unhomoglyph from 'unhomoglyph'

const withoutLookAlikes = (text: string): string => unhomoglyph(text.normalize('NFKD')).normalize('NFKD')

/** What one sees of it. Capitals are undone before and after: `I` and `l` look alike, and `I` and `i` are one
 *  letter. */
const looksOf = (name: string): readonly string[] => [
  withoutLookAlikes(name.toLowerCase()),
  withoutLookAlikes(name).toLowerCase(),
]

export function alike(a: string, b: string): boolean {
  const [inLowerCase, asWritten] = looksOf(a)
  const [otherInLowerCase, otherAsWritten] = looksOf(b)
  return inLowerCase === otherInLowerCase || asWritten === otherAsWritten
}

/** The name, or the name with the lowest number that makes it like none of the others. */
export function toldApart(name: string, others: readonly string[]): string {
  let told = name
  for (let number = 2; others.some(other => alike(other, told)); number++) told = `${name} (${number})`
  return told
}
