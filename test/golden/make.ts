// Adds what the present release has no bytes of yet. What is there already stays as it is, whatever today's code would
// write.
import { ExplainedError } from '../../scripts/local/arguments.ts'
import { KINDS, sessionIn } from './kinds.ts'
import { add, currentRelease, KEPT, nameOf } from './release.ts'
import { samples } from './samples/index.ts'
import { toText } from './text.ts'

/** @returns the release, and the files that are new. @throws ExplainedError where a sample is missing. */
export function make(kept = KEPT): { readonly release: string; readonly added: readonly string[] } {
  const release = nameOf(currentRelease())
  const added: string[] = []
  const keep = (file: string, content: Uint8Array): boolean => {
    const isNew = add(release, file, content, kept)
    if (isNew) added.push(file)
    return isNew
  }
  const text = (value: unknown) => new TextEncoder().encode(toText(value))
  for (const { folder, names, decode } of KINDS) {
    for (const name of names) {
      const bytes = samples[folder]?.[name]
      if (!bytes) throw new ExplainedError(`no sample of ${folder}/${name}: write one in test/golden/samples/`)
      // Bytes and what they mean belong together: where the one is kept, the other is not made anew.
      if (!keep(`${folder}/${name}.bin`, bytes)) continue
      keep(`${folder}/${name}.json`, text(decode(bytes)))
      if (folder === 'snapshot') keep(`${folder}/${name}.session.json`, text(sessionIn(bytes)))
    }
  }
  return { release, added }
}
