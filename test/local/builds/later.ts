// A release later still: it reads the old schema of its game and writes it no more.

import { runNode } from '../../../scripts/local/run-node.ts'
import { nextMinotaur } from '../../games/next/next-minotaur.ts'
import { reporting } from './reporting.ts'

export const minotaur = reporting(nextMinotaur([2]))
runNode(import.meta.url)
