// npm's postinstall: puts Node 24 where npm's scripts find it, should npm not have done so. It comes as a package for
// each kind of machine, of which one fits; npm 9, which is Debian's, takes the link to that one away again with those
// that do not. And it says where the installing Node was too old: npm then leaves out what asks for a newer one, and a
// build would fail later.
//
// Plain JavaScript, since it must run on any Node, before Node 24 is there. It replaces nothing.
import * as fs from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the build's own tools ask for, below 23. */
const OLDEST_MINOR = new Map([
  [20, 19],
  [22, 12],
])

/** Where packages are installed, and the version that installed them: for the tests. */
const [, , directory = fileURLToPath(new URL('../node_modules', import.meta.url)), version = process.versions.node] =
  process.argv
const own = `node-linux-${process.arch}`
const link = join(directory, '.bin', 'node')

try {
  if (fs.existsSync(join(directory, own, 'bin', 'node')) && !fs.existsSync(link)) {
    fs.mkdirSync(join(directory, '.bin'), { recursive: true })
    fs.symlinkSync(join('..', own, 'bin', 'node'), link)
  }
} catch (error) {
  console.log(`Node 24 could not be linked to ${link}: npm's scripts run on Node ${version}. ${error}`)
}

const [major, minor] = version.split('.').map(Number)
if (major < 23 && !(minor >= (OLDEST_MINOR.get(major) ?? Number.POSITIVE_INFINITY))) {
  console.log(`Node ${version} is too old to install with: use 20.19, 22.12 or newer. npm itself can bring one:
  npm install --prefix ~/node24 ${own}@24 npm@11
  PATH=~/node24/node_modules/.bin:$PATH npm ci`)
  process.exitCode = 1
}
