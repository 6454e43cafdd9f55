// The codes by which players find each other's sessions.
//
// A code must not be guessed, so it is as long as it takes that one guess in ten million finds one of the sessions
// there are; the gateway sees to it that nobody guesses often. It is drawn from chance that comes in with the wish, for
// the node's own generator shows its numbers in the names of sessions, and who knows some could find the next ones. It
// has consonants only, so it spells no word; what still reads as one in many languages is passed over. Letters that are
// said for another, such as I for J, are vowels too.
import type { Code } from '../../../protocol/ids.ts'
import type { Context } from '../context.ts'

const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const LENGTH_MIN = 6
/** As protocol/player.ts takes them. */
const LENGTH_MAX = 10
/** One in so many guesses finds some session. */
const GUESSES = 10_000_000
/** Words of chance that a code is drawn from, and the letters that each of them gives: more would not be equally
 *  likely. */
export const CODE_WORDS = 4
const LETTERS_OF_A_WORD = 5

/** Insults, abbreviated or without their vowels, and signs that people wear for an insult. */
const READS_AS_INSULT =
  /F[CKGT]|[CK]NT|[CD]CK|BT?CH|PSS|SS|KK|HH|N[GZ]|SHT|TWT|WNK|WHR|SLT|JZZ|XX|PRN|PTN|TRD|HTL|NSD|KZ|KMS|TF|MRD|MLF|MRN|DMB|BLL|SCK/

export const lengthFor = (sessions: number): number => {
  let length = LENGTH_MIN
  while (length < LENGTH_MAX && LETTERS.length ** length < sessions * GUESSES) length++
  return length
}

/** All letters that the words give, each as likely as any other. */
function lettersOf(words: readonly number[]): string {
  const digit = (at: number) => Math.floor(words[at % words.length]! / LETTERS.length ** Math.floor(at / words.length))
  return Array.from({ length: words.length * LETTERS_OF_A_WORD }, (_, at) => LETTERS[digit(at) % LETTERS.length]).join(
    '',
  )
}

/** Those that the words spell and that read well, in order. */
export function* codesIn(words: readonly number[], length: number): Generator<Code> {
  const letters = lettersOf(words)
  for (let from = 0; from + length <= letters.length; from++) {
    const code = letters.slice(from, from + length)
    if (!READS_AS_INSULT.test(code)) yield code as Code
  }
}

/** A code that no session known here has. `chance`: 32-bit words that nobody can know; without them it can be
 *  guessed. */
export function freeCode(ctx: Context, chance: readonly number[]): Code {
  const length = lengthFor(ctx.directory.size)
  for (;;) {
    const words = Array.from({ length: CODE_WORDS }, (_, at) => (ctx.random.next() ^ (chance[at] ?? 0)) >>> 0)
    for (const code of codesIn(words, length)) if (!ctx.directory.hasCode(code)) return code
  }
}
