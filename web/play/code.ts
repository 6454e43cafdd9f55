// The short code by which players find a game: typed, pasted, or in the address of a link that somebody shared.

const LENGTH_MAX = 10
/** Those of older sessions have four letters. */
const LETTERS = /^[A-Z]{4,10}$/

/** The code in what somebody typed or pasted, also a whole link; null if there is none. */
export function codeIn(text: string): string | null {
  const word = text
    .slice(text.lastIndexOf('#') + 1)
    .replace(/[\s-]/g, '')
    .toUpperCase()
  return LETTERS.test(word) ? word : null
}

/** What an input of codes keeps of what is typed: capitals only. */
export const tidyCode = (text: string): string =>
  (codeIn(text) ?? text.toUpperCase().replace(/[^A-Z]/g, '')).slice(0, LENGTH_MAX)

/** `top`: where the game stands, with a slash at its end. */
export const shareLink = (top: string, code: string): string => `${top}#${code}`
