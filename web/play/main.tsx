// The player's page.
import '../shared/theme.ts'
import { render } from 'preact'
import { App } from './app.tsx'
import { begin } from './store.ts'

begin()
const app = document.getElementById('app')!
// What stands there is for a page whose parts did not all arrive; public/recover.js loads it again.
app.replaceChildren()
render(<App />, app)
