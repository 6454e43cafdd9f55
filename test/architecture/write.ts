// `npx node test/architecture/write.ts`: writes the transcripts in ARCHITECTURE.md anew. Read the text around them
// again when they change.
import { readFileSync, writeFileSync } from 'node:fs'
import { PAGE, withStories } from './page.ts'

writeFileSync(PAGE, withStories(readFileSync(PAGE, 'utf8')))
