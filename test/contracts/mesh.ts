// What every mesh promises to the driver, as tests that run over any of them: libp2p's on real sockets, the simulator's
// in virtual time. A world says how meshes of its kind are made, and how its time passes.
import type { ExecutionContext, TestFn } from 'ava'
import type { Mesh, MeshEvent } from '../../node/mesh/mesh.ts'
import type { PeerId } from '../../protocol/ids.ts'
import { SNAPSHOT_BYTES_MAX } from '../../protocol/limits.ts'
import type { MeshMessage } from '../../protocol/mesh.ts'

/** A mesh and all that it has told, in order. */
export interface Member {
  readonly mesh: Mesh
  readonly events: readonly MeshEvent[]
}

export interface World {
  /** One more node, which finds all others of its world and is found by them. */
  join(): Promise<Member>
  /** One more node, which lists nobody and is listed by nobody. */
  apart(): Promise<Member>
  /** Lets time pass until it is so; false where it is still not so after a long time. */
  until(condition: () => boolean): Promise<boolean>
  /** Lets so much time pass that whatever was sent has arrived, or never will. */
  settle(): Promise<void>
  /** Ends every node. */
  end(): Promise<void>
}

export const messagesOf = ({ events }: Member, from?: PeerId): MeshMessage[] =>
  events.flatMap(event =>
    event.kind === 'message' && (from === undefined || event.from === from) ? [event.message] : [],
  )
export const toldOf = ({ events }: Member, peer: PeerId): string[] =>
  events.flatMap(event =>
    event.kind !== 'message' && event.kind !== 'discovery' && event.peer === peer ? [event.kind] : [],
  )
export const pingsOf = (member: Member, from?: PeerId): number[] =>
  messagesOf(member, from).flatMap(message => (message.kind === 'ping' ? [message.n] : []))
export const meshed = (...members: readonly Member[]): boolean =>
  members.every(a => members.every(b => a === b || toldOf(a, b.mesh.me).at(-1) === 'peer-up'))

export function meshContract(test: TestFn, name: string, begin: () => Promise<World>): void {
  const check = (title: string, run: (world: World, t: ExecutionContext) => Promise<void>) =>
    test(`${name}: ${title}`, async t => {
      const world = await begin()
      try {
        await run(world, t)
      } finally {
        await world.end()
      }
    })

  check('nodes find each other, and each is told so once', async (world, t) => {
    const members = [await world.join(), await world.join(), await world.join()]
    t.true(await world.until(() => meshed(...members)))
    await world.settle()
    for (const a of members) for (const b of members) if (a !== b) t.deepEqual(toldOf(a, b.mesh.me), ['peer-up'])
    t.true(members.every(({ mesh }) => mesh.ready()))
  })

  check('who is told to dial meets whoever is there, and is met; the same again changes nothing', async (world, t) => {
    const members = [await world.apart(), await world.apart(), await world.apart()]
    const [a, b, c] = members as [Member, Member, Member]
    await world.settle()
    t.deepEqual(
      [a, b, c].map(({ events }) => events),
      [[], [], []],
    )
    a.mesh.dial([...b.mesh.addresses(), ...a.mesh.addresses()])
    t.true(await world.until(() => meshed(a, b)))
    t.deepEqual(c.events, [])
    for (const member of members) for (const { mesh } of members) member.mesh.dial(mesh.addresses())
    t.true(await world.until(() => meshed(a, b, c)))
    await world.settle()
    for (const x of members) for (const y of members) if (x !== y) t.deepEqual(toldOf(x, y.mesh.me), ['peer-up'])
  })

  check('to dial what is no address, or where nobody is, harms nothing', async (world, t) => {
    const [a, b, gone] = [await world.join(), await world.join(), await world.apart()]
    t.true(await world.until(() => meshed(a, b)))
    const left = gone.mesh.addresses()
    await gone.mesh.stop()
    a.mesh.dial([...left, '', 'nowhere', '127.0.0.1', '127.0.0.1:0', '127.0.0.1:99999', '[::1:4001', 'a.b:4001'])
    await world.settle()
    a.mesh.send(b.mesh.me, { kind: 'ping', n: 1 })
    a.mesh.flush()
    t.true(await world.until(() => pingsOf(b).length > 0))
    // An address that was heard of is waited for, as a listed one is, but not for ever.
    t.true(await world.until(() => [a, b].every(({ mesh }) => mesh.ready())))
    t.true(meshed(a, b))
  })

  check('messages to one peer arrive once, in order, over many frames and turns', async (world, t) => {
    const [a, b] = [await world.join(), await world.join()]
    t.true(await world.until(() => meshed(a, b)))
    const numbers = Array.from({ length: 3_000 }, (_, n) => n)
    for (const n of numbers) {
      a.mesh.send(b.mesh.me, { kind: 'ping', n })
      if (n % 700 === 0) a.mesh.flush()
    }
    a.mesh.flush()
    t.true(await world.until(() => pingsOf(b).length >= numbers.length))
    t.deepEqual(pingsOf(b, a.mesh.me), numbers)
    t.deepEqual(messagesOf(a), [])
  })

  check('a message with the largest snapshot arrives whole, and in its place', async (world, t) => {
    const [a, b] = [await world.join(), await world.join()]
    t.true(await world.until(() => meshed(a, b)))
    const bytes = new Uint8Array(SNAPSHOT_BYTES_MAX).map((_, i) => i * 31 + (i >> 8))
    const large: MeshMessage = { kind: 'append-delta', ...IDS, delta: { at: 0, remove: 0, insert: bytes } }
    const order: MeshMessage[] = [{ kind: 'ping', n: 1 }, large, { kind: 'ping', n: 2 }, large, { kind: 'ping', n: 3 }]
    for (const message of order) a.mesh.send(b.mesh.me, message)
    a.mesh.flush()
    t.true(await world.until(() => messagesOf(b).length >= order.length))
    const got = messagesOf(b)
    t.deepEqual(
      got.map(({ kind }) => kind),
      order.map(({ kind }) => kind),
    )
    for (const message of got) {
      if (message.kind === 'append-delta') t.true(Buffer.from(message.delta.insert).equals(Buffer.from(bytes)))
    }
  })

  check('gossip reaches every peer once, and not who sent it', async (world, t) => {
    const members = [await world.join(), await world.join(), await world.join()]
    t.true(await world.until(() => meshed(...members)))
    const numbers = Array.from({ length: 200 }, (_, n) => n)
    for (const { mesh } of members) {
      for (const n of numbers) mesh.gossip({ kind: 'ping', n })
      mesh.flush()
    }
    t.true(await world.until(() => members.every(member => pingsOf(member).length >= 2 * numbers.length)))
    await world.settle()
    for (const member of members) {
      for (const { mesh } of members) {
        const got = pingsOf(member, mesh.me).sort((x, y) => x - y)
        t.deepEqual(got, member.mesh === mesh ? [] : numbers)
      }
    }
  })

  check('what is gossiped the moment a peer is up reaches it', async (world, t) => {
    const [a, b] = [await world.join(), await world.join()]
    let gossiped = false
    const gossipWhenUp = () => {
      if (!gossiped && toldOf(a, b.mesh.me).includes('peer-up')) {
        gossiped = true
        a.mesh.gossip({ kind: 'ping', n: 7 })
        a.mesh.flush()
      }
      return pingsOf(b, a.mesh.me).length > 0
    }
    t.true(await world.until(gossipWhenUp))
    t.deepEqual(pingsOf(b, a.mesh.me), [7])
  })

  check('what is sent to nobody, or to oneself, is lost and harms nothing', async (world, t) => {
    const [a, b] = [await world.join(), await world.join()]
    t.true(await world.until(() => meshed(a, b)))
    a.mesh.send('nobody' as PeerId, { kind: 'ping', n: 1 })
    a.mesh.send(a.mesh.me, { kind: 'ping', n: 2 })
    a.mesh.send(b.mesh.me, { kind: 'ping', n: 3 })
    a.mesh.flush()
    t.true(await world.until(() => pingsOf(b).length > 0))
    await world.settle()
    t.deepEqual([pingsOf(a), pingsOf(b)], [[], [3]])
  })

  check('who stops sends what it has queued first; then its peers are told that it is gone', async (world, t) => {
    const members = [await world.join(), await world.join(), await world.join()]
    const [a, b, c] = members as [Member, Member, Member]
    t.true(await world.until(() => meshed(...members)))
    for (let n = 0; n < 500; n++) a.mesh.send(b.mesh.me, { kind: 'ping', n })
    a.mesh.send(c.mesh.me, { kind: 'bye' })
    await a.mesh.stop()
    t.true(await world.until(() => [b, c].every(member => toldOf(member, a.mesh.me).includes('peer-down'))))
    t.deepEqual(pingsOf(b), [...Array(500).keys()])
    t.deepEqual(messagesOf(c), [{ kind: 'bye' }])
    t.true(meshed(b, c))
  })

  check('a peer is told of between its peer-up and its peer-down only', async (world, t) => {
    const [a, b] = [await world.join(), await world.join()]
    t.true(await world.until(() => meshed(a, b)))
    for (let n = 0; n < 100; n++) b.mesh.send(a.mesh.me, { kind: 'ping', n })
    await b.mesh.stop()
    t.true(await world.until(() => toldOf(a, b.mesh.me).includes('peer-down')))
    await world.settle()
    const kinds = a.events.map(({ kind }) => kind)
    t.is(kinds[0], 'peer-up')
    t.is(kinds.lastIndexOf('message') + 1, kinds.indexOf('peer-down'))
    t.is(kinds.filter(kind => kind === 'peer-down').length, 1)
  })
}

const IDS = { session: 's', epoch: 1, version: 1 } as unknown as Pick<
  Extract<MeshMessage, { kind: 'append-delta' }>,
  'session' | 'epoch' | 'version'
>
