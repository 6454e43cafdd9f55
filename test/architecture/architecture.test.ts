// What ARCHITECTURE.md tells of the code is so: its transcripts are played, its mutants exist, its map has every
// folder.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { words } from '../core/laid.ts'
import { mutants } from '../simulation/mutants/index.ts'
import { ROOT } from '../tidy/source.ts'
import { fenced, PAGE, shown, withStories } from './page.ts'
import { failover, handoff, type Story } from './stories.ts'

const page = readFileSync(PAGE, 'utf8')

test('a page without a place for a transcript is refused', t =>
  void t.throws(() => withStories(page.replace('transcript:failover:end', '')), { message: /failover/ }))

/** It is what the page shows, and ends as the text beside it says. */
function ends(t: ExecutionContext, name: string, story: Story): void {
  const { h, session } = story
  t.is(shown(page, name), fenced(story), 'npx node test/architecture/write.ts, and read the text around it again')
  t.deepEqual(h.broken(), [])
  t.is(h.owner(session), 'B')
  t.deepEqual(words(h, session), ['move 1', 'move 2'])
  t.is(h.acked('A', 1), 2)
  t.is(h.heard('A', 1).filter(m => m.kind === 'ack' && m.seq === 2).length, 1)
}

test('[G3] [E8] in the handoff that is shown no move is lost or made twice, and A leaves', t => {
  const story = handoff()
  ends(t, 'handoff', story)
  t.deepEqual([...story.h.exits], [['A', true]])
})

test('[G5] [E7] in the failover that is shown no move is lost or made twice, and A keeps its vote', t => {
  const story = failover()
  ends(t, 'failover', story)
  t.true(story.h.config('A', story.session)!.voters.includes('A' as never))
})

test('each rule of epochs names mutants of it, and none that is harmless', t => {
  const rules = [...page.matchAll(/^- \*\*\[(E\d)\].*$/gm)]
  t.is(rules.length, 9)
  for (const [text, rule] of rules) {
    const named = [...text.matchAll(/\(((?:`\w+`(?:, )?)+)\)/g)].flatMap(([, list]) => list!.match(/\w+/g) ?? [])
    t.true(named.length > 0, rule)
    const caught = mutants.filter(m => m.rule === rule && typeof m.caughtBy === 'string').map(m => m.name)
    t.deepEqual(
      named.filter(name => !caught.includes(name)),
      [],
      rule,
    )
  }
})

test('the map of the code names every folder', t => {
  const folders = ['node', 'web', 'scripts'].flatMap(top =>
    readdirSync(join(ROOT, top), { withFileTypes: true }).flatMap(entry =>
      entry.isDirectory() && entry.name !== 'dist' ? [`${top}/${entry.name}/`] : [],
    ),
  )
  t.deepEqual(
    folders.filter(folder => !page.includes(`\`${folder}\``)),
    [],
  )
})
