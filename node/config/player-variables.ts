// The settings that say what players are given: for how long a token is good, and how much one player or one address
// may take.
import { duration, type Variable, wholeNumber } from './values.ts'

export const PLAYER_VARIABLES = {
  SOCKETS_PER_ADDRESS: {
    ...wholeNumber(0, 1_000_000, 'sockets'),
    default: '200',
    example: '20',
    about:
      "How many players' sockets one address may have open at one node. The default lets a school play through one address, and keeps one stranger from taking every socket. Of IPv6 a network (/64) counts as one address. 0: no limit.",
  },
  AWAY_AFTER: {
    ...duration('0s', '1h'),
    default: '15s',
    example: '1m',
    about:
      'How long a player may be without a connection before the game counts them as away. It is longer than a page takes to find another node when its own dies without a word. 0s: never.',
  },
  TOKEN_TTL: {
    ...duration('1s', '400d'),
    default: '30d',
    example: '12h',
    about:
      "How long a player's token is good for. A page that is open and reaches a node renews it long before it ends. Less than a minute is for tests.",
  },
  TOKEN_GRACE: {
    ...duration('0s', '400d'),
    default: '3d',
    example: '12h',
    about:
      "How long after its end a token is still renewed, for a page that proves to hold the player's seat in a game. A laptop may sleep over a weekend. 0s: never.",
  },
  PLAYER_LOBBIES: {
    ...wholeNumber(0, 10_000, 'games'),
    default: '4',
    example: '20',
    about:
      'How many games a player may have made that nobody has begun. A person waits in one or two, a program makes thousands. 0: any number.',
  },
  PLAYER_GAMES: {
    ...wholeNumber(0, 10_000, 'games'),
    default: '32',
    example: '8',
    about: 'In how many games in progress a player may have a seat. 0: any number.',
  },
  ADDRESS_PLAYERS: {
    ...wholeNumber(0, 1_000_000, 'in ten minutes'),
    default: '60',
    example: '300',
    about:
      'How many new players one address may become at a node. A school class needs half of it. Players whose address nobody tells (TRUST_PROXY) count together, as those of fifty addresses. 0: any number.',
  },
  ADDRESS_GAMES: {
    ...wholeNumber(0, 1_000_000, 'in ten minutes'),
    default: '60',
    example: '300',
    about: 'How many new games one address may make at a node, counted as for ADDRESS_PLAYERS. 0: any number.',
  },
  PLAYER_CODES: {
    ...wholeNumber(0, 1_000_000, 'in ten minutes'),
    default: '20',
    example: '10',
    about:
      'How many codes that lead nowhere a player may enter at a node before having to wait. A person who mistypes needs a few, a program that guesses needs millions. 0: any number.',
  },
  ADDRESS_CODES: {
    ...wholeNumber(0, 1_000_000, 'in ten minutes'),
    default: '60',
    example: '300',
    about: 'How many such codes may come from one address, counted as for ADDRESS_PLAYERS. 0: any number.',
  },
} satisfies Record<string, Variable<unknown>>
