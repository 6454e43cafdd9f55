// `npm run bench`: distributions of times, and their ratio to what the machine itself needs for a round trip.
import { defineCommand, runMain } from 'citty'
import { roundTripMs } from './bench/baseline.ts'
import { bytes } from './bench/bytes.ts'
import { benchCommand } from './bench/command.ts'
import { drain } from './bench/drain.ts'
import { duel } from './bench/duel.ts'
import { growth } from './bench/growth.ts'
import { memory } from './bench/memory.ts'
import { benchReplication } from './bench/replication.ts'
import { takeover } from './bench/takeover.ts'
import { orExplain, wholeNumber } from './local/arguments.ts'
import { type Distribution, showDistribution } from './local/distribution.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const numbers = (name: string, text: string, range: { min: number; max: number }) =>
  text.split(',').map(part => wholeNumber(name, part, range))

async function baseline(): Promise<(name: string, times: Distribution) => void> {
  const unit = await roundTripMs()
  say(`a round trip over loopback TCP between two processes: ${unit.toFixed(3)} ms`)
  return (name, times) =>
    say(`  ${name.padEnd(30)} ${showDistribution(times)}; p50 is ${(times.p50 / unit).toFixed(0)} round trips`)
}

const COPIES = {
  backups: { type: 'string', default: '0,1,2', valueHint: 'K,…', description: 'copies besides the owner' },
} as const

const command = defineCommand({
  meta: { name: 'command', description: "One player's commands, one at a time: how long until each is confirmed?" },
  args: COPIES,
  run: called =>
    orExplain(called, async args => {
      const show = await baseline()
      for (const backups of numbers('backups', args.backups, { min: 0, max: 2 })) {
        say(`${backups} ${backups === 1 ? 'backup' : 'backups'}`)
        const result = await benchCommand(backups)
        show('at the owner', result.atOwner)
        show('passed on by another node', result.passedOn)
      }
    }),
})

const replication = defineCommand({
  meta: {
    name: 'replication',
    description: 'What do copies cost? The same play with none, one and two of each session.',
  },
  args: COPIES,
  run: called =>
    orExplain(called, async args => {
      const show = await baseline()
      for (const backups of numbers('backups', args.backups, { min: 0, max: 2 })) {
        const { perSecond, cpuUsPerCommand, latencyMs, ok } = await benchReplication(backups)
        say(`${backups} ${backups === 1 ? 'backup' : 'backups'}`)
        say(
          `  ${Math.round(perSecond)} commands a second, ${Math.round(cpuUsPerCommand)} us of processor time each, on all nodes`,
        )
        show('latency', latencyMs)
        if (ok) continue
        say('  WRONG: the verdict of this run does not hold')
        process.exitCode = 1
      }
    }),
})

await runMain(
  defineCommand({
    meta: { name: 'npm run bench --', description: 'Measures meshes of real processes on this machine.' },
    subCommands: { duel, drain, takeover, memory, bytes, growth, command, replication },
  }),
)
