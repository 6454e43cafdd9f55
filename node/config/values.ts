// How the text of a variable is read: each kind is a schema and the words that tell a person what it takes.
// Text in, value out; nothing here knows a variable's name, the environment, or a file.
import * as v from 'valibot'

export interface Kind<T> {
  readonly schema: v.GenericSchema<string, T>
  /** Continues "expected …". */
  readonly expects: string
  /** The same in few words, with its unit: a cell of a table. */
  readonly takes: string
}

export interface HostPort {
  readonly host: string
  readonly port: number
}

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/
const HOST_PORT = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/

/** `2s`, `1.5s`, `500ms` to whole milliseconds; NaN where it is none. */
function parseDuration(text: string): number {
  const [, amount, unit] = DURATION.exec(text) ?? []
  return unit === undefined ? Number.NaN : Math.round(Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS])
}

export function duration(least: string, most: string): Kind<number> {
  const [leastMs, mostMs] = [parseDuration(least), parseDuration(most)]
  return {
    schema: v.pipe(v.string(), v.transform(parseDuration), v.number(), v.minValue(leastMs), v.maxValue(mostMs)),
    expects: `a duration from ${least} to ${most}, a number and ms, s, m, h or d`,
    takes: `${least} to ${most}`,
  }
}

/** `unit`: what is counted. */
export function wholeNumber(least: number, most: number, unit: string): Kind<number> {
  return {
    schema: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.minValue(least), v.maxValue(most)),
    expects: `a whole number from ${least} to ${most} (${unit})`,
    takes: `${least} to ${most} ${unit}`,
  }
}

export const port: Kind<number> = {
  ...wholeNumber(0, 65_535, 'port'),
  expects: 'a port from 0 to 65535 (0: any that is free)',
  takes: 'a port',
}

export const onOff: Kind<boolean> = {
  schema: v.pipe(
    v.picklist(['on', 'off']),
    v.transform(text => text === 'on'),
  ) as v.GenericSchema<string, boolean>,
  expects: 'on or off',
  takes: 'on or off',
}

export function oneOf<const T extends readonly string[]>(words: T): Kind<T[number]> {
  const schema = v.picklist(words) as v.GenericSchema<string, T[number]>
  return { schema, expects: `one of ${words.join(', ')}`, takes: words.join(', ') }
}

export function text(most: number): Kind<string> {
  const schema = v.pipe(v.string(), v.maxLength(most))
  return { schema, expects: `a text of at most ${most} characters`, takes: 'a text' }
}

export const hostName: Kind<string> = {
  schema: v.pipe(v.string(), v.regex(/^[A-Za-z0-9:._-]{1,253}$/)),
  expects: 'a name or an address, without a port',
  takes: 'a host',
}

export const domainName: Kind<string> = {
  schema: v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,253}$/)),
  expects: 'a name, without a port',
  takes: 'a name',
}

/** How many proxies append to X-Forwarded-For, or the name of a header in lower case. */
export const trustedProxy: Kind<number | string> = {
  schema: v.pipe(
    v.string(),
    v.transform(text => text.toLowerCase()),
    v.regex(/^(?:[0-9]|[a-z][a-z0-9-]{0,62})$/),
    v.transform(text => (/^\d$/.test(text) ? Number(text) : text)),
  ),
  expects: 'a number of proxies from 0 to 9, or the name of a header',
  takes: '0 to 9 proxies, or a header',
}

/** Empty for the top. What it may hold means nothing special to a router or in an address. */
export const basePath: Kind<string> = {
  schema: v.pipe(
    v.string(),
    v.regex(/^\/(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*\/?)?$/),
    v.maxLength(200),
    v.transform(path => path.replace(/\/$/, '')),
  ),
  expects: 'a path that begins with a slash, of letters, digits and . _ ~ - between slashes',
  takes: 'a path',
}

/** A comma between entries; blanks and an empty entry at the end do no harm. */
const listed = v.pipe(
  v.string(),
  v.transform(list => list.split(',').map(entry => entry.trim())),
  v.transform(entries => entries.filter(entry => entry !== '')),
)

/** As browsers send them: scheme, host in lower case, port where it is not the scheme's own. */
export const origins: Kind<readonly string[]> = {
  schema: v.pipe(
    listed,
    v.array(
      v.pipe(
        v.string(),
        v.check(entry => entry === '*' || isOrigin(entry)),
      ),
    ),
  ),
  expects: 'origins, separated by commas, or * for all',
  takes: 'origins, or *',
}

const isOrigin = (text: string) => /^https?:\/\/[^*]+$/.test(text) && URL.parse(text)?.origin === text

export const hostPorts: Kind<readonly HostPort[]> = {
  schema: v.pipe(
    listed,
    v.array(
      v.pipe(
        v.string(),
        v.regex(HOST_PORT),
        v.transform(toHostPort),
        v.check(({ port }) => isPort(port)),
      ),
    ),
  ),
  expects: 'host:port, separated by commas',
  takes: 'host:port, …',
}

const isPort = (port: number) => port >= 1 && port <= 65_535

function toHostPort(entry: string): HostPort {
  const [, address, name, port] = HOST_PORT.exec(entry) ?? []
  return { host: address ?? name ?? '', port: Number(port) }
}

/** Whether only this machine can be meant. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\./.test(host)

export interface Variable<T> extends Kind<T> {
  /** Read like a set value; null: none, and `unset` says what holds instead. */
  readonly default: string | null
  readonly unset?: string
  readonly example: string
  readonly about: string
}
