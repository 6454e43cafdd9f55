// [E1, G6] A version is acknowledged, and shown, only when every backup of its epoch has confirmed it at that epoch.
import { checker } from '../checker.ts'
import { tellsOf } from '../history.ts'

export const backed = checker('backed', (chronicle, fail) => s => {
  const at = tellsOf(s)
  if (!at) return
  const story = chronicle.story(at.session)
  const confirms = story.confirms.get(at.epoch)
  for (const backup of story.configs.get(at.epoch)?.backups ?? []) {
    const confirmed = confirms?.get(backup) ?? -1
    if (confirmed < at.version) {
      fail(
        `version ${at.version} of ${at.session} is told at epoch ${at.epoch}, but ${backup} has confirmed ${confirmed}`,
      )
    }
  }
  if (at.epoch === 0) fail(`${at.session} is told of at epoch 0, which nobody else knows`)
})
