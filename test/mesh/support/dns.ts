// A DNS server of a few lines: answers every question for A or AAAA records with those of the addresses it is set to,
// an error, or not at all.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { HOST } from './nodes.ts'

const HEADER_BYTES = 12
const AAAA = 28
const NAME_ERROR = 3
const SERVER_FAILURE = 2

export interface DnsServer {
  /** For dnsServers. */
  readonly address: string
  /** Addresses, an error, or silence. */
  answer: readonly string[] | 'no-such-name' | 'failure' | 'silence'
  readonly asked: string[]
  close(): void
}

function reply(question: Buffer, answer: Exclude<DnsServer['answer'], 'silence'>): Buffer {
  const code = answer === 'no-such-name' ? NAME_ERROR : answer === 'failure' ? SERVER_FAILURE : 0
  const end = HEADER_BYTES + nameOf(question).bytes + 4
  const kind = question.readUInt16BE(end - 4)
  const addresses = typeof answer === 'string' ? [] : answer.filter(address => isIPv6(address) === (kind === AAAA))
  const header = Buffer.from(question.subarray(0, end))
  header.writeUInt16BE(0x8180 | code, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(addresses.length, 6)
  header.writeUInt32BE(0, 8)
  // A pointer to the question's name; the kind, IN; ten minutes, as Docker says; so many bytes.
  const records = addresses.map(address => {
    const bytes = kind === AAAA ? bytesOfIPv6(address) : address.split('.').map(Number)
    return Buffer.from([0xc0, HEADER_BYTES, 0, kind, 0, 1, 0, 0, 2, 88, 0, bytes.length, ...bytes])
  })
  return Buffer.concat([header, ...records])
}

/** Written out, or with `::` once. */
function bytesOfIPv6(address: string): number[] {
  const [head = [], tail] = address.split('::').map(part => part.split(':').filter(word => word !== ''))
  const words = tail === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill('0'), ...tail]
  return [...words].flatMap(word => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 0xff])
}

function nameOf(question: Buffer): { readonly name: string; readonly bytes: number } {
  const labels: string[] = []
  let at = HEADER_BYTES
  for (let length = question[at]!; length > 0; length = question[at]!) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.'), bytes: at + 1 - HEADER_BYTES }
}

export async function startDns(answer: DnsServer['answer']): Promise<DnsServer> {
  const socket = createSocket('udp4')
  socket.bind(0, HOST)
  await once(socket, 'listening')
  const server: DnsServer = {
    address: `${HOST}:${socket.address().port}`,
    answer,
    asked: [],
    close: () => socket.close(),
  }
  socket.on('message', (question, from) => {
    server.asked.push(nameOf(question).name)
    if (server.answer !== 'silence') socket.send(reply(question, server.answer), from.port, from.address)
  })
  return server
}
