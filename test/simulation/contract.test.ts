// The mesh of the simulator keeps what every mesh promises, in virtual time.
import test from 'ava'
import type { PeerId } from '../../protocol/ids.ts'
import { type Member, meshContract } from '../contracts/mesh.ts'
import { Agenda } from './simulator/agenda.ts'
import { SimulatedMesh } from './simulator/mesh.ts'
import { Network } from './simulator/network.ts'
import { Random } from './simulator/random.ts'
import { CLEAN } from './simulator/wire.ts'

const STEP_MS = 5
const LONG_MS = 20_000
const SETTLE_MS = 200

meshContract(test, 'simulated', async () => {
  const agenda = new Agenda()
  const network = new Network(agenda, new Random(1), CLEAN)
  const apart = new Set<PeerId>()
  network.listed = (a, b) => !apart.has(a) && !apart.has(b)
  const meshes: SimulatedMesh[] = []
  const make = (me: PeerId): Member => {
    const events: Member['events'][number][] = []
    const mesh = new SimulatedMesh(me, network, event => events.push(event))
    meshes.push(mesh)
    return { mesh, events }
  }
  const name = () => `n${meshes.length + 1}` as PeerId
  return {
    join: async () => make(name()),
    apart: async () => {
      apart.add(name())
      return make(name())
    },
    until: async condition => {
      for (const end = agenda.now + LONG_MS; !condition(); ) {
        if (agenda.now > end) return false
        agenda.runUntil(agenda.now + STEP_MS)
      }
      return true
    },
    settle: async () => agenda.runUntil(agenda.now + SETTLE_MS),
    end: async () => {
      for (const mesh of meshes) await mesh.stop()
    },
  }
})
