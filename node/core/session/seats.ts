// How a session's seats may change by one step.
//
// [G2] A seat's commands are applied once each, in order: its last number stays or rises by one. Seats are never taken
// away, nor given to another player, so a number always means the same command.
interface Seat {
  readonly player: string
  readonly last: number
}

/** What is wrong, in words; null: nothing. */
export function flawInSeats(before: readonly Seat[], after: readonly Seat[]): string | null {
  if (before === after) return null
  if (after.length < before.length || after.length > before.length + 1) return `has ${after.length} seats`
  for (const [i, { player, last }] of before.entries()) {
    const now = after[i]!
    if (now.player !== player) return `seat ${i} would be another player's`
    if (now.last !== last && now.last !== last + 1) return `seat ${i} would go from command ${last} to ${now.last}`
  }
  return null
}
