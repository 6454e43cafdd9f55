// The mesh adapter's sizes and times, each with its reason. All times are milliseconds.
import { MESH_FRAME_BYTES_MAX, MESH_FRAME_MESSAGES_MAX, SNAPSHOT_BYTES_MAX } from '../../protocol/limits.ts'

const KiB = 1024
const MiB = 1024 * KiB

/** Before every frame's payload: its length (32 bits, big-endian) and whether the message goes on in the next frame. */
export const FRAME_HEADER_BYTES = 5
/** Payload of one frame. */
export const FRAME_PAYLOAD_BYTES_MAX = MESH_FRAME_BYTES_MAX - FRAME_HEADER_BYTES
export const FRAME_MESSAGES_MAX = MESH_FRAME_MESSAGES_MAX
/** Largest message that is put together from several frames: a snapshot, and what a `hold` says around it. */
export const MESSAGE_BYTES_MAX = SNAPSHOT_BYTES_MAX + 256 * KiB
/** Bytes that may wait for one slow peer. Beyond it the oldest messages are dropped: a peer is told again what it
 *  missed for so long, or is replaced. */
export const QUEUE_BYTES_MAX = 64 * MiB
/** Bytes that may wait in a slow peer's gossip stream. Beyond it the stream is cut, gossip goes over the direct
 *  stream, and a new one is opened. */
export const GOSSIP_BUFFER_BYTES_MAX = 32 * MiB
/** A gossiped message: one batch, which is no larger than a frame. Larger ones go over the direct streams. */
export const GOSSIPED_BYTES_MAX = FRAME_PAYLOAD_BYTES_MAX - 3
/** A gossiped batch with what gossipsub writes around it. */
export const GOSSIP_INBOUND_BYTES_MAX = 2 * MESH_FRAME_BYTES_MAX
/** yamux's window: also the most that one turn hands to the ciphers below, and twice a frame. */
export const STREAM_WINDOW_BYTES = 256 * KiB
/** A hello with a long release name is below 1 KiB. */
export const HELLO_BYTES_MAX = 4 * KiB

/** From a dial's start until the peer has answered our hello; generous, since machines are slow when a whole mesh
 *  starts on them. */
export const DIAL_TIMEOUT_MS = 8_000
/** From a connection's start until its hello, and from there until its streams stand. */
export const HANDSHAKE_TIMEOUT_MS = 8_000
/** Connections whose handshake is not over; each has a descriptor. It is less than the gateway keeps for the mesh,
 *  and more than the nodes that may start at once. */
export const HANDSHAKES_MAX = 128
/** A connection that was silent for so long gives way to a new one of the same peer: core pings four times a second. */
export const SILENT_AFTER_MS = 1_500
/** A peer that was silent for so long on an open connection is dialled anew. TCP repeats lost data ever more seldom,
 *  so otherwise a cut would last up to twice as long as it does. It is longer than a pause under load, and longer
 *  than SUSPECT_AFTER by default. */
export const STALLED_AFTER_MS = 3_000
/** Between two dials of an address that failed: doubled each time. */
export const BACKOFF_MIN_MS = 250
export const BACKOFF_MAX_MS = 5_000
/** An address whose dials have failed for so long is given up: it must not hold up a deploy. */
export const OUTCOME_AFTER_MS = 3_000
/** A lost peer's address is dialled for so long although nothing lists it: Swarm delists a node before it stops it. */
export const REMEMBER_MS = 60_000
/** Addresses that are dialled because a peer or a file names them: more than any mesh has nodes, and few enough for
 *  memory. */
export const TARGETS_MAX = 1_000
/** DNS is asked often while the mesh forms, then now and then. */
export const DNS_EAGER_MS = 250
export const DNS_EAGER_FOR_MS = 5_000
export const DNS_INTERVAL_MS = 2_000
export const DNS_TIMEOUT_MS = 1_000
/** How often the mesh checks what is due: dials, and missing gossip streams. */
export const TICK_MS = 50
export const REPAIR_LOOK_MS = 250
/** Between two repairs of one peer's gossip: a new stream takes some round trips. */
export const REPAIR_MS = 1_000
/** stop() waits so long for what is queued, then so long for the peers to close. */
export const STOP_FLUSH_MS = 2_000
export const STOP_CLOSE_MS = 1_000
