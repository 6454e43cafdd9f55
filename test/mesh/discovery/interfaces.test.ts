import { networkInterfaces } from 'node:os'
import test from 'ava'
import { lastKnown } from '../../../node/mesh/discovery/interfaces.ts'

test('who asks for the addresses of this machine when no descriptor is left is told what was so before', t => {
  let fails = false
  const ask = lastKnown(() => {
    if (fails) throw Object.assign(new Error('EMFILE'), { code: 'ERR_SYSTEM_ERROR', syscall: 'uv_interface_addresses' })
    return networkInterfaces()
  })
  const before = ask()
  fails = true
  t.deepEqual(ask(), before)
})

test('other exceptions are not hidden', t => {
  const ask = lastKnown(() => {
    throw new TypeError('a bug')
  })
  t.throws(ask, { instanceOf: TypeError })
})
