// The player's page.
import '../shared/theme.ts'
import { render } from 'preact'
import { App } from './app.tsx'
import { begin } from './store.ts'

begin()
const app = document.getElementById('app')!
// What stands there is for a page whose parts did not all arrive, as may happen once in the middle of a deploy.
app.replaceChildren()
render(<App />, app)
