// A later release: it reads and writes the old schema of its game and a new one.
import { nextMinotaur } from '../../games/next/next-minotaur.ts'
import { reporting } from './reporting.ts'
import { runNode } from './run-node.ts'

export const minotaur = reporting(nextMinotaur())
runNode(import.meta.url)
