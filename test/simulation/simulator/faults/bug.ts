// A bug of ours in one session at one node, as an exception there shows it: the node stops the session, and takes no
// part in it any more.
import { choose, type Fault } from '../fault.ts'

export const bug: Fault = (world, { pick, other }) => {
  const struck = choose(
    world.living().filter(p => p.node.parts().length > 0),
    pick,
  )
  struck?.post(() => {
    const part = choose(struck.node.parts(), other)
    if (part) struck.node.fence(part.config.session)
  })
  return struck !== undefined
}
