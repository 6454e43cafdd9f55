// The game through nginx, Caddy and HAProxy as Debian has them, with TLS, set up as node/gateway/PROXIES.md says.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import test from 'ava'
import { encodeToNode } from '../../protocol/codec.ts'
import { PLAYER_PROTOCOL } from '../../protocol/version.ts'
import { signIn, targetOf } from '../../scripts/load/sign-in.ts'
import { type Ground, ground } from '../browser/ground.ts'
import { PlayerPage } from '../browser/player-page.ts'
import {
  changed,
  configuration,
  type Front,
  makeCertificate,
  type Place,
  startCaddy,
  startHaproxy,
  startNginx,
} from './programs.ts'

/** The last one is passed on to the nodes as it is, the one before is taken away. */
const PATHS = ['/', '/minotaur/', '/games/minotaur/']
const DEVICE = { viewport: { width: 1280, height: 800 }, ignoreHTTPSErrors: true }
/** Longer than the time-outs of all of them, which are a minute. */
const IDLE_MS = 65_000

let here: Ground
let place: Place
const proxies = new Map<string, Front>()

test.before(async () => {
  here = await ground({ BASE_PATH: '/games/minotaur/' })
  const certificate = makeCertificate(mkdtempSync(join(tmpdir(), 'minotaur-proxies-')))
  setDefaultCACertificates([...getCACertificates(), readFileSync(certificate.certificate, 'utf8')])
  place = { certificate, nodes: new URL(here.url).host.replace('localhost', '127.0.0.1') }
  proxies.set('nginx', await startNginx(place))
  proxies.set('caddy', await startCaddy(place))
  proxies.set('haproxy', await startHaproxy(place))
})
test.after.always(async () => {
  for (const proxy of proxies.values()) await proxy.stop()
  await here?.leave()
  if (place) rmSync(place.certificate.folder, { recursive: true })
})

for (const name of ['nginx', 'caddy', 'haproxy']) {
  for (const path of PATHS) {
    test(`${name} leads two people into one game at ${path}`, async t => {
      const { url } = proxies.get(name)!
      const host = await PlayerPage.open(here.browser, `${url}${path}`, DEVICE)
      await host.chooseName('Ariadne')
      await host.create()
      const link = await host.page.locator('.share-link').getAttribute('href')
      t.true(link!.startsWith(`${url}${path}#`), link!)
      const guest = await PlayerPage.open(here.browser, link!, DEVICE)
      await guest.chooseName('Theseus')
      await guest.page.getByRole('button', { name: 'Join' }).click()
      await guest.until(shown => shown.screen === 'lobby')
      await host.page.locator('[data-player="Theseus"]').waitFor()
      await host.page.reload()
      await host.until(shown => shown.screen === 'lobby' && shown.status === 'online')
      t.deepEqual([...host.errors, ...guest.errors], [])
      await host.close()
      await guest.close()
    })
  }

  test(`${name} keeps what operators see from the outside, leads to the path's slash, and takes a cookie of 6 KB`, async t => {
    const { url } = proxies.get(name)!
    for (const path of ['/status', '/metrics', '/minotaur/api/mesh', '/games/minotaur/status'])
      t.is((await fetch(`${url}${path}`)).status, 404, path)
    const bare = await fetch(`${url}/minotaur`)
    t.is(bare.url, `${url}/minotaur/`)
    t.regex(await bare.text(), /<title>Minotaur/)
    t.is((await fetch(`${url}/`, { headers: { cookie: `other=${'x'.repeat(6_000)}` } })).status, 200)
  })
}

test('who says nothing for longer than the time-outs of all of them stays connected', async t => {
  const links = await Promise.all(
    [...proxies].map(async ([name, { url }]) => {
      const target = targetOf(`${url}/minotaur/`)
      const token = await signIn(target, 'Ariadne')
      const socket = new WebSocket(target.play)
      const ended = new Promise<string>(resolve =>
        socket.addEventListener('close', ({ code }) => resolve(String(code))),
      )
      await new Promise((resolve, reject) => {
        socket.onopen = resolve
        socket.onerror = () => reject(new Error(`${name} opens no socket`))
      })
      // The link's own socket asks for signs of life; this one leaves that to the node.
      socket.send(encodeToNode([{ kind: 'auth', protocol: PLAYER_PROTOCOL, token }]) as Uint8Array<ArrayBuffer>)
      return { name, socket, ended }
    }),
  )
  for (const { name, socket, ended } of links) {
    t.is(await Promise.race([ended, sleep(name === links[0]!.name ? IDLE_MS : 0, 'open')]), 'open', name)
    socket.close()
  }
})

test('a proxy that takes Upgrade away is recognised: the page says so, and so does the log', async t => {
  const file = configuration('nginx.conf')
  const eats = changed(file, [
    ['proxy_set_header Upgrade    $http_upgrade;', ''],
    ['proxy_set_header Connection $minotaur_connection;', ''],
  ])
  const proxy = await startNginx(place, eats)
  t.teardown(() => proxy.stop())
  const player = await PlayerPage.open(here.browser, `${proxy.url}/minotaur/`, DEVICE)
  await player.chooseName('Icarus')
  await player.page.locator('[data-paused-note]').getByText('not over a WebSocket').waitFor()
  const said = here.mesh.nodes.flatMap(node => node.log.filter(line => line.reason !== undefined))
  t.true(said.some(({ reason, msg }) => reason === 'upgrade-eaten' && /PROXIES\.md/.test(msg!)))
  t.true(said.some(({ reason }) => reason === 'no-websocket'))
  await player.close()
})

test("nginx as Debian sets it up by itself speaks HTTP/1.0, which nodes don't", async t => {
  const proxy = await startNginx(place, changed(configuration('nginx.conf'), [['proxy_http_version 1.1;', '']]))
  t.teardown(() => proxy.stop())
  t.is((await fetch(`${proxy.url}/`)).status, 505)
})
