// The variables that say what players are given: for how long a token is good, and how much one player or one address
// may take.
import { duration, type Variable, wholeNumber } from './values.ts'

export const PLAYER_VARIABLES = {
  TOKEN_TTL: {
    ...duration('1s', '400d'),
    default: '30d',
    example: '12h',
    about:
      "How long a player's token is good for. A page renews it long before, as long as it is open and reaches a node. What is shorter than a minute is for tests.",
  },
  TOKEN_GRACE: {
    ...duration('0s', '400d'),
    default: '3d',
    example: '12h',
    about:
      "How long after its end a token is still renewed, for a page that proves to hold the player's seat in a game: as long as a laptop may sleep over a weekend. 0s: never.",
  },
  PLAYER_LOBBIES: {
    ...wholeNumber(0, 10_000),
    default: '4',
    example: '20',
    about:
      'Games that a player may have made and nobody has begun: one waits in one or two, a program makes thousands. 0: any number.',
  },
  PLAYER_GAMES: {
    ...wholeNumber(0, 10_000),
    default: '32',
    example: '8',
    about: 'Games in progress in which a player may have a seat. 0: any number.',
  },
  ADDRESS_PLAYERS: {
    ...wholeNumber(0, 1_000_000),
    default: '60',
    example: '300',
    about:
      'New players that one address may become at a node in ten minutes, at once or one by one: a school class, twice. Those whose address nobody tells (TRUST_PROXY) count together, as fifty. 0: any number.',
  },
  ADDRESS_GAMES: {
    ...wholeNumber(0, 1_000_000),
    default: '60',
    example: '300',
    about: 'New games that one address may make at a node in ten minutes, as above. 0: any number.',
  },
  PLAYER_CODES: {
    ...wholeNumber(0, 1_000_000),
    default: '20',
    example: '10',
    about:
      'Codes that lead nowhere, in ten minutes at a node, after which a player waits before the next: who mistypes needs a few, who guesses needs millions. 0: any number.',
  },
  ADDRESS_CODES: {
    ...wholeNumber(0, 1_000_000),
    default: '60',
    example: '300',
    about: 'The same of one address, as above. 0: any number.',
  },
} satisfies Record<string, Variable<unknown>>
