// A later release: it reads and writes the old schema of its game and a new one.

import { runNode } from '../../../scripts/local/run-node.ts'
import { nextMinotaur } from '../../games/next/next-minotaur.ts'
import { reporting } from './reporting.ts'

export const minotaur = reporting(nextMinotaur())
runNode(import.meta.url)
