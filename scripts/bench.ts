// `npm run bench`: distributions of times, and their ratio to what the machine itself needs for a round trip.
import { defineCommand, runMain } from 'citty'
import { VARIABLES } from '../node/config/variables.ts'
import { roundTripMs } from './bench/baseline.ts'
import { bytes } from './bench/bytes.ts'
import { benchCommand } from './bench/command.ts'
import { drain } from './bench/drain.ts'
import { duel } from './bench/duel.ts'
import { benchFailover } from './bench/failover.ts'
import { growth } from './bench/growth.ts'
import { benchHandoff, runsFor } from './bench/handoff.ts'
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

const REHEARSE = {
  rehearse: {
    type: 'string',
    default: VARIABLES.REHEARSE.default,
    valueHint: 'N',
    description: 'REHEARSE of the nodes; 0 is a cold start',
  },
} as const
const rehearseOf = (args: { rehearse: string }) => wholeNumber('rehearse', args.rehearse, { min: 0, max: 2_000 })

const handoff = defineCommand({
  meta: { name: 'handoff', description: 'A node of a local mesh is told to leave: how long do its sessions pause?' },
  args: {
    sessions: { type: 'string', default: '1,100,1000', valueHint: 'N,…', description: 'sessions on the leaving node' },
    runs: { type: 'string', valueHint: 'N', description: 'runs of each; without it, more for fewer sessions' },
    ...REHEARSE,
  },
  run: called =>
    orExplain(called, async args => {
      const sizes = numbers('sessions', args.sessions, { min: 1, max: 50_000 })
      const show = await baseline()
      for (const sessions of sizes) {
        const runs = args.runs === undefined ? runsFor(sessions) : wholeNumber('runs', args.runs, { min: 1, max: 1000 })
        say(`${sessions} ${sessions === 1 ? 'session' : 'sessions'}, ${runs} ${runs === 1 ? 'run' : 'runs'}`)
        const result = await benchHandoff(sessions, runs, rehearseOf(args), () => {
          if (process.stderr.isTTY) process.stderr.write('.')
        })
        show('median pause of a session', result.medianPauses)
        show('longest pause of a session', result.longestPauses)
        show('SIGTERM to the last one moved', result.lastMoved)
        show('SIGTERM to the exit', result.exits)
        if (result.stayed + result.badExits > 0) {
          say(`  WRONG: ${result.stayed} sessions did not move, ${result.badExits} nodes exited with an error`)
          process.exitCode = 1
        }
      }
    }),
})

const failover = defineCommand({
  meta: { name: 'failover', description: 'A node of a local mesh is killed: how long until its sessions run again?' },
  args: {
    sessions: { type: 'string', default: '1,100,500', valueHint: 'N,…', description: 'sessions on the killed node' },
    runs: { type: 'string', default: '3', valueHint: 'N', description: 'runs of each' },
    ...REHEARSE,
  },
  run: called =>
    orExplain(called, async args => {
      const runs = wholeNumber('runs', args.runs, { min: 1, max: 100 })
      const show = await baseline()
      for (const sessions of numbers('sessions', args.sessions, { min: 1, max: 10_000 })) {
        say(`${sessions} ${sessions === 1 ? 'session' : 'sessions'}`)
        for (let run = 0; run < runs; run++) {
          const { resumed, gone } = await benchFailover(sessions, rehearseOf(args))
          show('from the kill until it runs again', resumed)
          if (gone.length === 0 && resumed.count === sessions) continue
          say(`  WRONG: ${gone.length} sessions are gone, ${resumed.count} of ${sessions} run again`)
          process.exitCode = 1
        }
      }
    }),
})

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
    subCommands: { duel, drain, takeover, memory, bytes, growth, handoff, failover, command, replication },
  }),
)
