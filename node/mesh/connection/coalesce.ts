// Makes fewer writes, because a system call costs more than what it writes. libp2p hands a socket each header, body and
// tag of a frame separately; here all that is written within one callback of the event loop leaves together. And yamux
// announces a new window after every frame it reads; here it does so only when half of the window is used, which is all
// that the sender needs to keep going. Both change what the libraries do not offer as settings: if a library looks
// different from what is known here, nothing is changed.
import type { Socket } from 'node:net'
import type { MultiaddrConnection, Stream } from '@libp2p/interface'

/** From this many unsent bytes on, a socket asks its writers to wait. Corked bytes count, so it must hold what one
 *  turn writes. */
export const SOCKET_BUFFER_BYTES = 1024 * 1024

/** Writes that come in one callback leave with one system call. */
export function writeTogether(connection: MultiaddrConnection): void {
  const { socket } = connection as unknown as { socket?: Socket }
  if (typeof socket?.cork !== 'function') return
  const write = socket.write
  let corked = false
  const release = () => {
    corked = false
    socket.uncork()
  }
  socket.write = function together(this: Socket, ...args: unknown[]) {
    if (!corked) {
      corked = true
      socket.cork()
      process.nextTick(release)
    }
    return Reflect.apply(write, this, args)
  } as Socket['write']
}

interface Windowed {
  recvWindow: number
  recvWindowCapacity: number
  sendWindowUpdate(): void
}

const isWindowed = (stream: object): stream is Windowed =>
  ['recvWindow', 'recvWindowCapacity'].every(name => typeof Reflect.get(stream, name) === 'number') &&
  typeof Reflect.get(stream, 'sendWindowUpdate') === 'function'

/** The stream's reader announces its window only when half of it is used. The first announcement also accepts the
 *  stream, so it is sent at once. */
export function tellWindowSeldom(stream: Stream): void {
  if (!isWindowed(stream)) return
  const tell = stream.sendWindowUpdate
  let told = false
  stream.sendWindowUpdate = function seldom(this: Windowed) {
    if (told && this.recvWindowCapacity > this.recvWindow / 2) return
    told = true
    tell.call(this)
  }
}
