// The programs that stand in front of nodes, as Debian has them, each on a port of loopback with the configuration that
// the documents show: only its addresses and certificate are others here. A configuration that no longer has what is to
// be changed is an error.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../scripts/local/ports.ts'

export interface Certificate {
  /** Holds the rest; a folder of the test's own. */
  readonly folder: string
  readonly certificate: string
  readonly key: string
  /** Both in one file. */
  readonly both: string
}

export interface Place {
  readonly certificate: Certificate
  /** Where nodes listen, as host:port. */
  readonly nodes: string
}

type Changes = readonly (readonly [from: string, to: string])[]

export interface Front {
  readonly url: string
  stop(): Promise<void>
}

/** For `localhost`, good for a day. */
export function makeCertificate(folder: string): Certificate {
  const [certificate, key, both] = ['localhost.pem', 'localhost.key', 'both.pem'].map(name => join(folder, name))
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1']
  execFileSync('openssl', ['req', ...made, ...named, '-keyout', key!, '-out', certificate!], { stdio: 'pipe' })
  writeFileSync(both!, readFileSync(certificate!, 'utf8') + readFileSync(key!, 'utf8'))
  return { folder, certificate: certificate!, key: key!, both: both! }
}

export const configuration = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8')

/** Each must be there, and is changed wherever it is. @throws Error */
export function changed(text: string, changes: Changes): string {
  return changes.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`the configuration has no "${from}"`)
    return now.replaceAll(from, to)
  }, text)
}

const PATHS = ({ certificate, key }: Certificate): Changes => [
  ['/etc/ssl/certs/example.org.pem', certificate],
  ['/etc/ssl/private/example.org.key', key],
]

/** `site`: instead of the file that the documents show. */
export async function startNginx({ certificate, nodes }: Place, site = configuration('nginx.conf')): Promise<Front> {
  const port = await freePort()
  const { folder } = certificate
  const listens: Changes = [['listen 443 ssl', `listen 127.0.0.1:${port} ssl`]]
  const siteFile = join(folder, `site-${port}.conf`)
  writeFileSync(siteFile, changed(site, [...listens, ...PATHS(certificate), ['127.0.0.1:4000', nodes]]))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map(name => `${name}_temp_path ${folder}/${name};`)
    .join(' ')
  const main = join(folder, `nginx-${port}.conf`)
  writeFileSync(
    main,
    `daemon off; master_process off; pid ${folder}/nginx-${port}.pid; error_log stderr;
events {} http { access_log off; ${temporary} include ${siteFile}; }`,
  )
  return start('nginx', ['-e', 'stderr', '-p', folder, '-c', main], port)
}

export async function startCaddy({ certificate, nodes }: Place): Promise<Front> {
  const port = await freePort()
  const file = join(certificate.folder, 'Caddyfile')
  const site: Changes = [['example.org {', `https://localhost:${port} {\n\tbind 127.0.0.1`]]
  const text = changed(configuration('Caddyfile'), [...PATHS(certificate), ...site, ['127.0.0.1:4000', nodes]])
  writeFileSync(file, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${text}`)
  const home = { HOME: certificate.folder, XDG_DATA_HOME: certificate.folder, XDG_CONFIG_HOME: certificate.folder }
  return start('caddy', ['run', '--adapter', 'caddyfile', '--config', file], port, home)
}

export async function startHaproxy({ certificate, nodes }: Place): Promise<Front> {
  const port = await freePort()
  const file = join(certificate.folder, 'haproxy.cfg')
  const changes: Changes = [
    ['bind :443', `bind 127.0.0.1:${port}`],
    ['/etc/ssl/private/example.org.pem', certificate.both],
    ['127.0.0.1:4000', nodes],
  ]
  writeFileSync(file, changed(configuration('haproxy.cfg'), changes))
  return start('haproxy', ['-db', '-f', file], port)
}

const STARTS_WITHIN_MS = 20_000

async function start(program: string, args: readonly string[], port: number, env = {}): Promise<Front> {
  // Debian keeps two of them where only root looks.
  const PATH = `${process.env.PATH}:/usr/sbin`
  const child = spawn(program, args, { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (said = `${said}${text}`.slice(-4_000)))
  child.on('error', error => (said = `${error.message}: install it (apt-get install ${program})`))
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  for (const end = performance.now() + STARTS_WITHIN_MS; !(await answers(port)); await sleep(50)) {
    const ended = child.pid === undefined || child.exitCode !== null
    if (ended || performance.now() > end) {
      kill()
      throw new Error(`${program} does not listen: ${said}`)
    }
  }
  return {
    url: `https://localhost:${port}`,
    async stop() {
      process.off('exit', kill)
      await ended(child)
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
