// The status page: the mesh as the node that answers sees it, drawn anew every second.
import '../shared/theme.ts'
import { render } from 'preact'
import { App } from './app.tsx'
import { poll } from './poll.ts'

const app = document.getElementById('app')!
// What stands there is for a page whose parts did not all arrive; public/recover.js loads it again.
app.replaceChildren()
render(<App />, app)
void poll()
