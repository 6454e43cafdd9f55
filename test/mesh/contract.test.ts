import test from 'ava'
import { type Member, meshContract } from '../contracts/mesh.ts'
import { at, pause, start, stopOpen, type TestNode, until } from './support/nodes.ts'

meshContract(test, 'libp2p', async () => {
  const nodes: TestNode[] = []
  return {
    async join(): Promise<Member> {
      const node = await start({ peers: nodes.map(({ mesh }) => at(mesh.port)) })
      nodes.push(node)
      return node
    },
    apart: () => start(),
    until,
    settle: () => pause(200),
    end: stopOpen,
  }
})
