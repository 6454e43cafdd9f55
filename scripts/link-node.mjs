// npm's postinstall: puts Node 24 where npm's scripts find it, should npm not have done so. It comes as a package for each kind of
// machine, of which one fits; npm 9, which is Debian's, takes the link to that one away again with those that do not.
//
// Plain JavaScript, since it must run on any Node, before Node 24 is there. It never fails an installation, and replaces nothing.
import * as fs from 'node:fs'
import { join } from 'node:path'

/** Where packages are installed. */
const [, , directory = join(import.meta.dirname ?? 'scripts', '..', 'node_modules')] = process.argv
const own = `node-linux-${process.arch}`
const link = join(directory, '.bin', 'node')

try {
  if (fs.existsSync(join(directory, own, 'bin', 'node')) && !fs.existsSync(link)) {
    fs.mkdirSync(join(directory, '.bin'), { recursive: true })
    fs.symlinkSync(join('..', own, 'bin', 'node'), link)
  }
} catch (error) {
  console.log(`Node 24 could not be linked to ${link}: npm's scripts run on Node ${process.version}. ${error}`)
}
