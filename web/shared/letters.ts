// Capitals as a chisel would cut them: straight strokes only, ten units high. The name of the game and the codes of its
// sessions are drawn with these, so that they look the same on every system without a font to download.

interface Letter {
  readonly width: number
  /** Data of an SVG path, to be stroked. */
  readonly path: string
}

const LETTERS: Readonly<Record<string, Letter>> = {
  A: { width: 8, path: 'M0 10 4 0 8 10M1.8 5.5 4 7.8 6.2 5.5' },
  B: { width: 6.5, path: 'M0 0V10H4.2L6.5 8.3V6.6L4.2 5H0M4.2 5 5.9 3.5V1.5L4 0H0' },
  C: { width: 7, path: 'M7 1.8 5 0H2.5L0 2.5V7.5L2.5 10H5L7 8.2' },
  D: { width: 7, path: 'M0 0V10H3.5L7 6.8V3.2L3.5 0Z' },
  E: { width: 6, path: 'M6 0H0V10H6M0 5H4.5' },
  F: { width: 6, path: 'M6 0H0V10M0 5H4.5' },
  G: { width: 7.2, path: 'M7 1.8 5 0H2.5L0 2.5V7.5L2.5 10H5L7.2 8V5.5H4.2' },
  H: { width: 7, path: 'M0 0V10M7 0V10M0 5H7' },
  I: { width: 0, path: 'M0 0V10' },
  J: { width: 5, path: 'M5 0V7.8L3 10H1.6L0 8.4' },
  K: { width: 6.5, path: 'M0 0V10M6.2 0 0 5.6M2 3.9 6.5 10' },
  L: { width: 5.5, path: 'M0 0V10H5.5' },
  M: { width: 8.4, path: 'M0 10V0L4.2 6 8.4 0V10' },
  N: { width: 7, path: 'M0 10V0L7 10V0' },
  O: { width: 8, path: 'M2.5 0H5.5L8 2.5V7.5L5.5 10H2.5L0 7.5V2.5Z' },
  P: { width: 6.2, path: 'M0 10V0H4L6.2 1.8V3.9L4 5.7H0' },
  Q: { width: 8, path: 'M2.5 0H5.5L8 2.5V7.5L5.5 10H2.5L0 7.5V2.5ZM5 7 8.2 10.6' },
  R: { width: 6.5, path: 'M0 10V0H4L6.2 1.8V3.9L4 5.7H0M3.2 5.7 6.5 10' },
  S: { width: 6, path: 'M6 1.5 4.4 0H1.8L0 1.7V3.3L6 6.7V8.3L4.2 10H1.6L0 8.5' },
  T: { width: 7, path: 'M0 0H7M3.5 0V10' },
  U: { width: 7, path: 'M0 0V7.5L2.5 10H4.5L7 7.5V0' },
  V: { width: 8, path: 'M0 0 4 10 8 0' },
  W: { width: 10.4, path: 'M0 0 2.6 10 5.2 3 7.8 10 10.4 0' },
  X: { width: 7, path: 'M0 0 7 10M7 0 0 10' },
  Y: { width: 7, path: 'M0 0 3.5 4.8 7 0M3.5 4.8V10' },
  Z: { width: 6.5, path: 'M0 0H6.5L0 10H6.5' },
}
const BLANK: Letter = { width: 4, path: '' }

export interface Line {
  readonly width: number
  readonly letters: readonly { readonly x: number; readonly path: string }[]
}

/** Sets capitals side by side, `gap` units apart. What is no letter is a blank. */
export function setLine(text: string, gap: number): Line {
  let x = 0
  const letters = [...text.toUpperCase()].map(character => {
    const letter = LETTERS[character] ?? BLANK
    const at = x
    x += letter.width + gap
    return { x: at, path: letter.path }
  })
  return { width: Math.max(0, x - gap), letters }
}
