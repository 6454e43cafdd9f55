// What a player may be called: letters of any script, and emoji, but nothing that shows nothing, and no piles of marks.
//
// A name is seen by others, beside theirs: one that shows nothing hides its player, and one with twenty marks on a
// letter covers what stands around it. What looks like another's name is not refused here, for it may be a name by
// right: alike.ts tells it apart.
import { NAME_LENGTH_MAX } from './limits.ts'

/** Those that Unicode recommends: with joiners, skin tones, flags and keycaps; nothing that draws itself as text. */
const EMOJI = /\p{RGI_Emoji}/gv
/** Stands for an emoji, of whatever parts. */
const ONE_EMOJI = '\u{1f600}'
/** Fillers, joiners, selectors and marks of direction; and blanks that Unicode counts as letters or marks, and does not
 *  call ignorable. */
const SHOWS_NOTHING = /[\p{Default_Ignorable_Code_Point}\u{13441}\u{13442}\u{16fe4}]/u
const SHOWS = /[\p{L}\p{N}\u{1f600}]/u
/** The points are those of Catalan and Japanese names. */
const ALLOWED = /^[\p{L}\p{Mn}\p{Mc}\p{N}\u{1f600} _.'’·・-]+$/u
const MARK_WITHOUT_LETTER = /(?:^|[^\p{L}\p{N}\p{M}])\p{M}/u
/** As UTS #39 draws the line: no script needs five in a row, and none needs one twice. */
const PILE = /\p{Mn}{5}|(\p{Mn})\1/u

/** In the one form in which names are compared, kept and shown. */
export const tidyName = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim()

/** Of a tidy name, why it can't be one; null: it can. */
export function whyNotName(name: string): string | null {
  const plain = name.replace(EMOJI, ONE_EMOJI)
  if (SHOWS_NOTHING.test(plain)) return 'A name has no characters that show nothing: leave them out.'
  if (!SHOWS.test(plain)) return 'A name needs at least one letter, digit or emoji.'
  if (!ALLOWED.test(plain))
    return "A name has letters, digits, emoji, blanks and - _ . ' ’ · only: leave the others out."
  if (MARK_WITHOUT_LETTER.test(plain)) return 'A mark in a name needs a letter before it: leave it out.'
  if (PILE.test(plain)) return 'A letter in a name has at most four marks, each once: leave some out.'
  if ([...name].length > NAME_LENGTH_MAX)
    return `A name has at most ${NAME_LENGTH_MAX} characters, and an emoji may count as several: shorten it.`
  return null
}
