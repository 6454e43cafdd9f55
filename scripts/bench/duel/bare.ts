// The least that any server of this kind must do: uWebSockets.js and msgpackr, two players a room, no copy, no proof,
// no limit. A frame is a list of messages as our own nodes send them, so that the same generator reads both.

import uws, { type WebSocket } from 'uWebSockets.js'
import { Packr } from 'msgpackr'
import { CELLS, cell, type Move } from './game.ts'

interface Room {
  readonly board: string[]
  readonly seats: WebSocket<Player>[]
  readonly moves: number[]
}

interface Player {
  room: Room
  seat: number
}

const packr = new Packr({ useRecords: false })
const small = process.env.BENCH_VIEW === 'small'
let open: Room | null = null

function enter(socket: WebSocket<Player>): void {
  const room = open ?? { board: Array.from({ length: CELLS }, (_, at) => cell(at)), seats: [], moves: [] }
  const player = socket.getUserData()
  player.room = room
  player.seat = room.seats.push(socket) - 1
  room.moves.push(0)
  open = room.seats.length < 2 ? room : null
}

function play(socket: WebSocket<Player>, bytes: ArrayBuffer): void {
  const { room, seat } = socket.getUserData()
  const { at, n } = packr.unpack(new Uint8Array(bytes)) as Move
  room.board[at] = cell(n)
  room.moves[seat]! += 1
  // Packed once for all; both frames of the mover go out in one write.
  const update = packr.pack([{ kind: 'update', view: { moves: room.moves, board: small ? [] : room.board } }])
  socket.cork(() => {
    socket.send(packr.pack([{ kind: 'ack', seq: n }]), true)
    socket.send(update, true)
  })
  for (const other of room.seats) if (other !== socket) other.send(update, true)
}

uws
  .App()
  .ws<Player>('/*', {
    upgrade: (res, req, context) =>
      res.upgrade(
        { room: { board: [], seats: [], moves: [] }, seat: 0 },
        req.getHeader('sec-websocket-key'),
        req.getHeader('sec-websocket-protocol'),
        req.getHeader('sec-websocket-extensions'),
        context,
      ),
    open: enter,
    message: play,
    close: socket => {
      const { room } = socket.getUserData()
      if (room === open) open = null
      room.seats.splice(room.seats.indexOf(socket), 1)
    },
  })
  .listen('127.0.0.1', 0, listening => {
    if (listening === false) throw new Error('no port is free')
    process.send?.({ kind: 'ready', port: uws.us_socket_local_port(listening) })
  })
