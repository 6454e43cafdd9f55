// A player opens the game in a second tab, which takes the seat from the first.
import { choose, type Fault } from '../fault.ts'

export const secondTab: Fault = (world, { pick }) => {
  const player = choose(
    world.players.filter(p => p.seated),
    pick,
  )
  player?.openTab()
  return player !== undefined
}
