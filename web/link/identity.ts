// Names that a client gives itself and what it wishes for: 120 bits, so unique among all that a player's clients ever
// make.
import type { ClientId } from '../../protocol/ids.ts'

export const newId = (random: () => number): ClientId =>
  Array.from({ length: 24 }, () => Math.floor(random() * 32).toString(32)).join('') as ClientId
