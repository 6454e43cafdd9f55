// [G1] The configuration of a session at an epoch is decided once.
import type { Configuration } from '../../../../protocol/configuration.ts'
import { checker } from '../checker.ts'
import { decidedIn } from '../chronicle.ts'

const text = ({ owner, backups, voters }: Configuration) => `${owner} [${backups}] [${voters}]`

export const oneConfiguration = checker('one configuration', (chronicle, fail) => {
  const check = (config: Configuration) => {
    const { session, epoch } = config
    const known = chronicle.story(session).configs.get(epoch)
    if (!known || known === config) return
    const [a, b] = [text(known), text(config)]
    if (a !== b) fail(`session ${session} has two configurations at epoch ${epoch}: ${a} and ${b}`)
  }
  return s => {
    if (s.kind === 'runs' || s.kind === 'holds') return check(s.config)
    const config = s.kind === 'sent' ? decidedIn(s.message) : null
    if (config) check(config)
  }
})
