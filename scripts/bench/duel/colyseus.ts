// The same work on Colyseus over uWebSockets: its rooms, its schema, an acknowledgement by message, and a patch after
// each command.
import { type Client, Room, Server } from '@colyseus/core'
import { schema, t } from '@colyseus/schema'
import { uWebSocketsTransport } from '@colyseus/uwebsockets-transport'
import { freePort } from '../../local/ports.ts'
import { CELLS, cell, type Move } from './game.ts'

const DuelState = schema({ board: t.array('string'), moves: t.array('number') })

class DuelRoom extends Room {
  override maxClients = 2
  override state = new DuelState()
  /** Patches go out with the commands, as ours do, and not by a clock. */
  override patchRate = null

  override onCreate(): void {
    for (let at = 0; at < CELLS; at++) this.state.board.push(cell(at))
    this.onMessage('move', (client: Client, { at, n }: Move) => {
      this.state.board[at] = cell(n)
      const seat = this.clients.indexOf(client as never)
      this.state.moves[seat] = (this.state.moves[seat] ?? 0) + 1
      client.send('ack', n)
      this.broadcastPatch()
    })
  }
}

// The transport looks for a bridge to Express, which is optional, and lets the rejection of its absence go unhandled.
process.on('unhandledRejection', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
})

const port = await freePort()
const server = new Server({ transport: new uWebSocketsTransport(), greet: false, gracefullyShutdown: false })
server.define('duel', DuelRoom)
await server.listen(port, '127.0.0.1')
process.send?.({ kind: 'ready', port })
