// `npm run load`: bots on real sockets, a deploy in the middle if asked for, and a verdict over every command.

import { defineCommand, runMain } from 'citty'
import { SingleBar } from 'cli-progress'
import { VARIABLES } from '../node/config/variables.ts'
import { passed, showAftermath, showOutcome } from './load/report.ts'
import { runLoad } from './load/run.ts'
import { type Target, targetOf } from './load/sign-in.ts'
import { ANY_NUMBER } from './load/tables.ts'
import { duration, orExplain, UsageError, wholeNumber } from './local/arguments.ts'
import { requestDeploy } from './local/control.ts'
import { type Aftermath, aftermath, kill } from './local/kill.ts'
import { LocalMesh } from './local/local-mesh.ts'
import { freePort } from './local/ports.ts'
import { type RollEvent, roll } from './local/roll.ts'
import { ERROR, showLine, showRollEvent } from './local/show.ts'

/** As Swarm does it by default: one after another, without waiting for the old ones. */
const DEPLOY = { parallel: 1, delayMs: 1000, overlap: true }

interface Ground {
  readonly target: Target
  readonly deploy: (onEvent: (event: RollEvent) => void) => Promise<void>
  /** Kills a node. Null where that can't be done from here. */
  readonly kill: (() => Promise<() => Aftermath>) | null
  readonly end: () => Promise<unknown>
}

/** A mesh of the run's own, whose nodes share one port as they share Swarm's. */
async function ownMesh(say: (text: string) => void, env: Record<string, string>): Promise<Ground> {
  const port = await freePort()
  const mesh = await LocalMesh.start({
    port,
    env,
    onLine: (node, line) => {
      if (line.level >= ERROR) say(showLine(node, line))
    },
  })
  return {
    target: targetOf(`http://127.0.0.1:${port}`),
    deploy: onEvent => roll(mesh, DEPLOY, onEvent),
    kill: async () => {
      const [dead] = mesh.serving()
      const at = await kill(mesh, dead!)
      return () => aftermath(mesh.nodes, dead!, at)
    },
    end: () => mesh.kill(),
  }
}

function meshAt(url: string): Ground {
  if (!URL.canParse(url)) throw new UsageError(`--url is an address such as ws://localhost:4000/play, not "${url}"`)
  const deploy: Ground['deploy'] = onEvent => requestDeploy(DEPLOY, onEvent)
  return { target: targetOf(url), deploy, kill: null, end: async () => undefined }
}

const args = {
  players: { type: 'string', default: '200', valueHint: 'N', description: 'how many players' },
  seconds: { type: 'string', default: '30', valueHint: 'S', description: 'how long they play' },
  sessions: { type: 'string', valueHint: 'N', description: 'sessions at one time; without it, games of two to four' },
  pace: { type: 'string', default: '200ms', valueHint: 'T', description: 'between two commands of one player' },
  deploy: { type: 'boolean', default: false, description: 'roll a deploy over the mesh after a third of the time' },
  kill: {
    type: 'boolean',
    default: false,
    description: 'kill a node after a third of the time: no warning, no goodbye',
  },
  url: { type: 'string', valueHint: 'ws://…', description: 'a running mesh; without it, one is started for the run' },
  seed: { type: 'string', default: '1', valueHint: 'N', description: 'what the players draw their choices from' },
  json: { type: 'boolean', default: false, description: 'print the outcome as JSON, and nothing else' },
} as const

const command = defineCommand({
  meta: {
    name: 'npm run load --',
    description:
      'Lets bots play real games over real sockets, and checks that no acknowledged command is lost or doubled.',
  },
  args,
  run: called =>
    orExplain(called, async args => {
      const players = wholeNumber('players', args.players, { min: 2, max: 20_000 })
      const seconds = wholeNumber('seconds', args.seconds, { min: 1, max: 86_400 })
      const sessions =
        args.sessions === undefined
          ? null
          : wholeNumber('sessions', args.sessions, { min: 1, max: Math.floor(players / 2) })
      if (sessions !== null && players / sessions > 6) throw new UsageError('a session takes at most 6 players')
      const paceMs = duration('pace', args.pace)
      const seed = wholeNumber('seed', args.seed, { min: 0, max: 2 ** 31 })
      const say = args.json ? () => undefined : (text: string) => process.stdout.write(`${text}\n`)
      const bar = new SingleBar({
        format: '{bar} {value}/{total} s · {acked} commands confirmed',
        noTTYOutput: false,
        stopOnComplete: true,
      })
      const isShown = !args.json && process.stdout.isTTY
      if (args.kill && (args.deploy || args.url !== undefined))
        throw new UsageError('--kill goes with neither --deploy nor --url')
      // As nodes are by default; and a log of single sessions tells when each of them went on.
      const env = { ...ANY_NUMBER, REHEARSE: VARIABLES.REHEARSE.default, ...(args.kill ? { LOG_LEVEL: 'debug' } : {}) }
      const ground = args.url === undefined ? await ownMesh(say, env) : meshAt(args.url)
      try {
        say(`${players} players on ${ground.target.play}`)
        if (isShown) bar.start(seconds, 0, { acked: 0 })
        let after: (() => Aftermath) | null = null
        const deploy = () => ground.deploy(event => say(showRollEvent(event)))
        const killOne = async () => {
          after = (await ground.kill?.()) ?? null
        }
        const trouble = args.deploy ? deploy : args.kill ? killOne : null
        const outcome = await runLoad({
          target: ground.target,
          players,
          sessions,
          seconds,
          paceMs,
          seed,
          trouble,
          onProgress: ({ elapsedMs, acked }) => {
            if (isShown) bar.update(Math.round(elapsedMs / 1000), { acked })
          },
        })
        bar.stop()
        process.stdout.write(`${args.json ? JSON.stringify(outcome) : showOutcome(outcome)}\n`)
        const left = (after as (() => Aftermath) | null)?.()
        if (left) say(showAftermath(left))
        if (!passed(outcome) || (left && left.gone.length > 0)) process.exitCode = 1
      } finally {
        bar.stop()
        await ground.end()
      }
    }),
})

await runMain(command)
