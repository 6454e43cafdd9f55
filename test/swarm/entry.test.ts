// The image's entry script: it hands SIGTERM on, leaves as the node left, and stays a second after a crash.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import test from 'ava'
import { monotonicNow } from '../../node/ops/monotonic-clock.ts'

const script = join(import.meta.dirname, '..', '..', 'scripts', 'entry.sh')

/** Runs the script over a program that says so when it is up. @returns exit code, and what happened when. */
async function runs(program: string, signals: readonly NodeJS.Signals[] = []) {
  const child = spawn(script, [process.execPath, '-e', `${program}; console.log(process.pid)`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const exited = once(child, 'exit')
  const [pid] = await once(lines, 'line')
  const said: string[] = []
  lines.on('line', line => said.push(line))
  for (const signal of signals) child.kill(signal)
  return { pid: Number(pid), child, exited, said }
}

/** The program lives until it is told to leave, says so, and takes its time. */
const ORDERLY = `
  const stay = setInterval(() => {}, 1000)
  process.on('SIGTERM', () => { console.log('leaving'); setTimeout(() => process.exit(CODE), 300) })`

test('SIGTERM reaches the node, and the script leaves when the node has left', async t => {
  const { exited, said, pid } = await runs(ORDERLY.replace('CODE', '0'), ['SIGTERM'])
  const [code] = await exited
  t.is(code, 0)
  t.deepEqual(said, ['leaving'])
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
})

test('a second SIGTERM changes nothing', async t => {
  const { exited, said, child } = await runs(ORDERLY.replace('CODE', '0'), ['SIGTERM'])
  await new Promise(resolve => setTimeout(resolve, 100))
  child.kill('SIGTERM')
  const [code] = await exited
  t.is(code, 0)
  t.true(said.length >= 1)
})

test("the exit code is the node's", async t => {
  const { exited } = await runs(ORDERLY.replace('CODE', '7'), ['SIGTERM'])
  const [code] = await exited
  t.is(code, 7)
})

test('after a crash the script stays for a second, so that the address refuses instead of falling silent', async t => {
  const { pid, exited } = await runs('setInterval(() => {}, 1000)')
  const killedAt = monotonicNow()
  process.kill(pid, 'SIGKILL')
  const [code] = await exited
  t.is(code, 137)
  t.true(monotonicNow() - killedAt >= 1000)
})
