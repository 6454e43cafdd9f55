// Versions of what crosses a wire. A peer or player that speaks another one is refused with a message that says which.

/** Of the players' protocol (SPEC.md, part P). */
export const PLAYER_PROTOCOL = 1
/** Of the mesh's protocol (SPEC.md, part M); also part of the name of its streams and topics. */
export const MESH_PROTOCOL = 1
/** Of the bytes of a snapshot around the game's own state. */
export const SNAPSHOT_FORMAT = 1
