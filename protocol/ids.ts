// The names of things, branded so that no two of them can be mixed up. All travel as plain strings and numbers.

/** A session's full name: random, made once by the node that creates it. */
export type SessionId = string & { readonly __session: true }
/** A process of the mesh: its libp2p peer id (base58), fresh in every process and never stored. */
export type PeerId = string & { readonly __peer: true }
/** Who plays: the subject of a player's token. */
export type PlayerId = string & { readonly __player: true }
/** One queue of commands of one player, such as a browser's tab: random, lives as long as its queue. */
export type ClientId = string & { readonly __client: true }
/** What players tell each other to join a session, such as `KEPS`. */
export type Code = string & { readonly __code: true }
/** A player's socket, numbered by the node that holds it. */
export type SocketId = number & { readonly __socket: true }

/** Number of a session's configuration, 0, 1, 2 and so on. */
export type Epoch = number & { readonly __epoch: true }
/** Number of a session's state: how many states were replicated before it. Grows within and across epochs. */
export type Version = number & { readonly __version: true }
/** Number of a seat's command, from 1. */
export type Seq = number & { readonly __seq: true }
/** A player's place in a session, from 0. */
export type Seat = number & { readonly __seat: true }

/** As pages and operators are shown it: a peer id begins as all others do; its end tells it apart. */
export const shortPeer = (id: string): string => id.slice(-8)

/** The holder of a seat that nobody has taken yet. */
export const NOBODY = '' as ClientId
