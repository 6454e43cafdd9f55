// Every error a player or operator can be told, in one place. SPEC.md explains each; a test holds the two against each
// other.

export const PLAYER_ERRORS = {
  'bad-frame': 'The frame is not a list of messages in msgpack.',
  'bad-message': 'A message is unknown or lacks a field.',
  'frame-too-large': 'The frame is larger than a player may send.',
  'too-fast': 'More messages than a player may send in a second.',
  'bad-protocol': "The client speaks another version of the players' protocol.",
  'bad-token': 'The token is missing, malformed, expired, or signed with another key.',
  'not-authenticated': 'The first message of a socket must be auth.',
  'unknown-session': 'No session has this id or code.',
  'session-over': 'The session has ended.',
  'another-incarnation': 'The session was resumed from a disk, under another name.',
  'session-full': 'Every seat of the session is taken, or its game has begun.',
  'too-many-games': 'The player, or their address, has or makes more games than one may.',
  'too-many-tries': 'Too many codes that lead nowhere: wait before trying another.',
  'no-seat': 'The player has no seat in this session: join first.',
  'not-attached': 'The socket is in no session: say hello first.',
  'seat-held': 'Another client holds the seat.',
  'seq-expected': 'A command came out of order; the error tells the number expected.',
  'too-many-unconfirmed': 'More commands are unconfirmed than a client may have.',
  'bad-command': 'The game does not know this command.',
  impossible: 'The game does not allow this action now.',
  'too-late': 'The command was meant for a moment of the game that is over.',
  'game-failed': 'The game has an error, and could not do this.',
  'node-draining': 'This node is leaving: connect again to reach another.',
  'node-full': 'No node has memory left for another session: try again soon.',
  'no-backup': 'No peer could back the session up: try again soon.',
} as const
export type PlayerErrorCode = keyof typeof PLAYER_ERRORS

export const OPERATOR_ERRORS = {
  'bad-operator-token':
    'The token is missing, malformed, expired, or not signed for operators with the key of this mesh.',
  'bad-request': 'The request is not a command of an operator as JSON.',
  'request-too-large': 'The request has more bytes than an operator needs.',
  'which-node': 'The command must name the node that it is for.',
  'unknown-node': 'No node of the mesh has this slot or id.',
  'another-node': 'The command is for another node than the one that was reached.',
  'not-draining': 'The node does not drain: there is nothing to take back.',
  'no-copy': 'The node holds no copy of the session that it can run.',
  'goes-on': 'The session needs no force: most of its nodes are heard, or it goes on in another incarnation.',
  'node-leaves': 'The node drains, and begins nothing.',
  'not-here': 'The node does not run the session now.',
  'drain-final': 'A signal told the process to leave: that is not taken back.',
  'nobody-to-take': 'No other node would take the sessions of this one.',
  'not-running': 'The node is starting, or has left: it takes no commands.',
} as const
export type OperatorErrorCode = keyof typeof OPERATOR_ERRORS

/** Why a command was applied without effect. It is part of the command's stored result. */
export interface Refusal {
  readonly code: PlayerErrorCode
  /** What happened, to what, and what to do; for the player's eyes. */
  readonly text: string
}
