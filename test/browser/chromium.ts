// A real browser for tests: Chromium as installed on this machine, headless, talking to nothing but the nodes under
// test.
import { access } from 'node:fs/promises'
import { type Browser, chromium } from 'playwright-core'

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

async function find(): Promise<string> {
  for (const place of PLACES) {
    if (!place) continue
    const found = await access(place).then(
      () => true,
      () => false,
    )
    if (found) return place
  }
  throw new Error('no Chromium found: install one (apt-get install chromium) or set CHROMIUM to its path')
}

/** Close it after the test. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await find(), args: ARGS })
}
