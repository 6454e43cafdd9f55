// Every size that a wire has to keep, with its reason. Their relations are asserted by test/protocol/limits.test.ts.

const KiB = 1024

/** A player's frame: the largest real one, 64 commands of an action, is below 8 KiB. */
export const PLAYER_FRAME_BYTES_MAX = 16 * KiB
/** Messages in one player's frame: a whole window of commands, and a hello before it. */
export const PLAYER_FRAME_MESSAGES_MAX = 80
/** Commands that a client may have unconfirmed, and results that a seat keeps: so every resend finds its result
 *  [G2]. */
export const COMMANDS_UNCONFIRMED_MAX = 64
/** Holders before the present one that a seat remembers, to tell a client that comes late that it was replaced. */
export const FORMER_HOLDERS_MAX = 16
/** Levels of lists and maps in a command's body: decoding takes thousands, encoding for a peer would not. */
export const BODY_LEVELS_MAX = 16
/** Values in a command's body: each takes a byte of its frame at least, so no frame has more. */
export const BODY_VALUES_MAX = PLAYER_FRAME_BYTES_MAX
/** Levels of lists and maps in any value of ours, so that nobody's stack ends while it is read: a game's state has the
 *  most. */
export const VALUE_LEVELS_MAX = 256
/** A frame between peers: well below yamux's window of 256 KiB. Larger messages are cut into such frames. */
export const MESH_FRAME_BYTES_MAX = 128 * KiB
/** Messages in one frame between peers. */
export const MESH_FRAME_MESSAGES_MAX = 64
/** A snapshot above this is offered without its bytes: only who claims it is sent them. */
export const OFFERED_SNAPSHOT_BYTES_MAX = 64 * KiB
/** A session's snapshot: it must cross the mesh within a drain, and a node holds thousands. */
export const SNAPSHOT_BYTES_MAX = 4 * KiB * KiB
/** Games in one list: more than a player may have a seat in by default, and a list stays below 64 KiB whatever the
 *  names are. */
export const GAMES_LISTED_MAX = 32
/** A name that a player picks, in characters. */
export const NAME_LENGTH_MAX = 24
