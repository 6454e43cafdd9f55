// The other end of the baseline: sends back whatever it is sent, and tells its parent where.
import { type AddressInfo, createServer } from 'node:net'

const server = createServer({ noDelay: true }, socket => socket.pipe(socket))
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
