import test from 'ava'
import { clientAddress, isOwnMachine, type TrustProxy } from '../../../node/gateway/admission/client-address.ts'

const from = (...bytes: number[]) => ({ getRemoteAddress: () => Uint8Array.from(bytes).buffer })
const headers = (...lines: [string, string][]) => ({
  forEach: (each: (name: string, value: string) => void) => {
    for (const line of lines) each(...line)
  },
})
const mapped = (...four: number[]) => from(...Array(10).fill(0), 255, 255, ...four)
const six = (...head: number[]) => from(...head, ...Array(16 - head.length).fill(1))
const NEAR = from(10, 0, 0, 2)

test('a connection is counted by its IPv4 address, or the half of its IPv6 address that names the network', t => {
  const address = (origin: ReturnType<typeof from>) => clientAddress(origin, headers(), 0)
  t.is(address(from(203, 0, 113, 9)), '203.0.113.9')
  t.is(address(mapped(203, 0, 113, 9)), '203.0.113.9')
  t.is(
    address(six(0x20, 1, 0xd, 0xb8, 0, 1, 0, 2)),
    address(from(0x20, 1, 0xd, 0xb8, 0, 1, 0, 2, 9, 9, 9, 9, 9, 9, 9, 9)),
  )
  t.not(address(six(0x20, 1, 0xd, 0xb8, 0, 1, 0, 2)), address(six(0x20, 1, 0xd, 0xb8, 0, 1, 0, 3)))
  t.is(address(from()), null)
})

test('a private address is nobody in particular', t => {
  const privates = [
    [10, 0, 0, 1],
    [127, 0, 0, 1],
    [172, 16, 0, 1],
    [172, 31, 255, 255],
    [192, 168, 1, 1],
    [169, 254, 0, 1],
    [100, 64, 0, 1],
    [0, 0, 0, 0],
  ]
  for (const four of privates)
    for (const origin of [from(...four), mapped(...four)]) t.is(clientAddress(origin, headers(), 0), null)
  for (const head of [
    [0xfd, 1],
    [0xfe, 0x80],
  ])
    t.is(clientAddress(six(...head), headers(), 0), null)
  for (const four of [
    [172, 32, 0, 1],
    [100, 128, 0, 1],
    [11, 0, 0, 1],
  ]) {
    t.is(clientAddress(from(...four), headers(), 0), four.join('.'))
  }
})

const told = (trust: TrustProxy, ...lines: [string, string][]) => clientAddress(NEAR, headers(...lines), trust)

test('without TRUST_PROXY no header is believed', t => {
  t.is(clientAddress(from(203, 0, 113, 9), headers(['x-forwarded-for', '198.51.100.1']), 0), '203.0.113.9')
})

test('of X-Forwarded-For only what trusted proxies wrote is believed', t => {
  const list: [string, string] = ['x-forwarded-for', '192.0.2.66, 198.51.100.1, 203.0.113.9']
  t.is(told(1, list), '203.0.113.9')
  t.is(told(2, list), '198.51.100.1')
  t.is(told(4, list), null)
  t.is(told(1), null)
  t.is(told(1, ['x-forwarded-for', '192.0.2.66'], ['x-forwarded-for', '203.0.113.9']), '203.0.113.9')
})

test('a header by its name', t => {
  t.is(told('cf-connecting-ip', ['x-forwarded-for', '192.0.2.66'], ['cf-connecting-ip', '203.0.113.9']), '203.0.113.9')
  t.is(told('cf-connecting-ip', ['x-forwarded-for', '192.0.2.66']), null)
})

test('addresses are read as proxies write them', t => {
  const one = told(1, ['x-forwarded-for', '2001:db8:0:2::1'])
  for (const text of [
    '[2001:db8:0:2::99]:4711',
    '2001:DB8::2:0:0:0:7',
    '[2001:db8:0:2:a:b:c:d]',
    '2001:db8:0:2::203.0.113.9',
  ]) {
    t.is(told(1, ['x-forwarded-for', text]), one, text)
  }
  t.is(told(1, ['x-forwarded-for', '203.0.113.9:4711']), '203.0.113.9')
  t.is(told(1, ['x-forwarded-for', '::ffff:203.0.113.9']), '203.0.113.9')
  t.is(told(1, ['x-forwarded-for', '::ffff:cb00:7109']), '203.0.113.9')
  for (const text of ['unknown', '', '_hidden', '1.2.3', '::1', '1.2.3.4.5', 'fe80::1%eth0', '[::1']) {
    t.is(told(1, ['x-forwarded-for', text]), null, text)
  }
})

test('this machine is told by the connection alone', t => {
  t.true(isOwnMachine(from(127, 0, 0, 1)))
  t.true(isOwnMachine(mapped(127, 0, 0, 1)))
  t.true(isOwnMachine(from(...Array(15).fill(0), 1)))
  t.false(isOwnMachine(NEAR))
  t.false(isOwnMachine(from()))
})
