// How `npm run deploy` reaches the mesh that `npm start` runs: a socket in a private folder, named by a file under
// .minotaur/; and `npm run operate`, by its port for operators and its key's file, which are named there too.
// One request is one JSON line; its answer is a line per event, the last of which is `done` or `failed`.
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as v from 'valibot'
import { ExplainedError } from './arguments.ts'
import type { RollEvent, RollOptions } from './roll.ts'

/** Where a running mesh is written down, for this clone of the project. */
export const CONTROL_FILE = join(import.meta.dirname, '..', '..', '.minotaur', 'mesh.json')

const FileSchema = v.object({
  pid: v.number(),
  socket: v.string(),
  url: v.string(),
  opsPort: v.number(),
  keyFile: v.string(),
})
export type ControlFile = v.InferOutput<typeof FileSchema>

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const RequestSchema = v.object({ parallel: count, delayMs: v.pipe(v.number(), v.minValue(0)), overlap: v.boolean() })

export type ControlEvent = RollEvent | { readonly kind: 'done' } | { readonly kind: 'failed'; readonly error: string }
type Deploy = (options: RollOptions, onEvent: (event: RollEvent) => void) => Promise<void>

/** The mesh that runs now, or null. A file whose process is gone is none. */
export function runningMesh(file = CONTROL_FILE): ControlFile | null {
  try {
    const found = v.parse(FileSchema, JSON.parse(readFileSync(file, 'utf8')))
    process.kill(found.pid, 0)
    return found
  } catch {
    return null
  }
}

/** Listens until `close`. Deploys are done one at a time; a second one is refused. */
export async function serveControl(
  { socket, url, opsPort, keyFile, file = CONTROL_FILE }: Omit<ControlFile, 'pid'> & { file?: string },
  deploy: Deploy,
): Promise<{ close: () => void }> {
  let busy = false
  const sockets = new Set<Socket>()
  const server: Server = createServer(async connection => {
    sockets.add(connection)
    connection.once('close', () => sockets.delete(connection)).on('error', () => undefined)
    const send = (event: ControlEvent) => {
      if (connection.writable) connection.write(`${JSON.stringify(event)}\n`)
    }
    try {
      const [line] = await once(createInterface({ input: connection }), 'line')
      const options = v.parse(RequestSchema, JSON.parse(line))
      if (busy) throw new ExplainedError('a deploy is on its way already: wait for its end')
      busy = true
      try {
        await deploy(options, send)
      } finally {
        busy = false
      }
      send({ kind: 'done' })
    } catch (error) {
      send({ kind: 'failed', error: error instanceof Error ? error.message : String(error) })
    }
    connection.end()
  })
  await once(server.listen(socket), 'listening')
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, JSON.stringify({ pid: process.pid, socket, url, opsPort, keyFile } satisfies ControlFile))
  const close = () => {
    rmSync(file, { force: true })
    for (const connection of sockets) connection.destroy()
    server.close()
  }
  return { close }
}

/** Asks the running mesh to deploy, and hands on what happens. @throws ExplainedError where none runs or the deploy
 *  fails. */
export async function requestDeploy(
  options: RollOptions,
  onEvent: (event: RollEvent) => void,
  file = CONTROL_FILE,
): Promise<void> {
  const mesh = runningMesh(file)
  if (mesh === null) throw new ExplainedError('no mesh runs here: start one with `npm start` in another terminal')
  const connection = createConnection(mesh.socket)
  let last: ControlEvent | null = null
  try {
    connection.write(`${JSON.stringify(options)}\n`)
    for await (const line of createInterface({ input: connection })) {
      last = JSON.parse(line) as ControlEvent
      if (last.kind !== 'done' && last.kind !== 'failed') onEvent(last)
    }
  } catch (error) {
    throw new ExplainedError(`the mesh of process ${mesh.pid} cannot be asked: ${(error as Error).message}`)
  } finally {
    connection.destroy()
  }
  if (last?.kind === 'failed') throw new ExplainedError(`the deploy failed: ${last.error}`)
  if (last?.kind !== 'done') throw new ExplainedError('the mesh ended before the deploy did')
}
