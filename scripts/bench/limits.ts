// Settings of nodes under a benchmark: all players come from one address, each has a session or many, and nobody is too
// fast.
export const UNLIMITED = {
  ADDRESS_PLAYERS: '0',
  ADDRESS_GAMES: '0',
  SOCKETS_PER_ADDRESS: '0',
  PLAYER_LOBBIES: '0',
  PLAYER_GAMES: '0',
  PLAYER_CODES: '0',
  ADDRESS_CODES: '0',
} as const
