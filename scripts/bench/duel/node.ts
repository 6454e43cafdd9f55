// The real node with the benchmark's game.
import { runNode } from '../../local/run-node.ts'

export { duel as minotaur } from './game.ts'

runNode(import.meta.url)
