// Which pages may use this node: its own pages, and those whose origins an operator names. A browser says of what
// origin a page is, and no page can say otherwise. A client that is no browser says nothing, and is let in.
//
// A page is the node's own if it comes from the host that the node was asked for by, as the request or the proxy in
// front names it, or if the browser itself says that both are of one origin. Ports do not count, because proxies leave
// them out or change them. Nothing rests on them: a player's token is kept by origin, and no browser sends it unasked.
// This must never be taken for a check of who somebody is.
import type { HttpRequest } from 'uWebSockets.js'

/** What a request says of the page that it comes from; empty where it says nothing. */
export interface Caller {
  readonly origin: string
  /** The name that the node was asked for by, with its port. */
  readonly host: string
  readonly forwardedHost: string
  readonly fetchSite: string
}

export const callerOf = (req: HttpRequest): Caller => ({
  origin: req.getHeader('origin'),
  host: req.getHeader('host'),
  forwardedHost: req.getHeader('x-forwarded-host'),
  fetchSite: req.getHeader('sec-fetch-site'),
})

export interface Origins {
  /** Null: the page is welcome. Else what is wrong, and what to do. */
  faultOf(caller: Caller): string | null
  /** Headers that let a page from elsewhere read the answer; none for other pages. */
  sharing(caller: Caller): Readonly<Record<string, string>>
  /** Origins that may show the page within their own, as in a content security policy. */
  readonly framing: string
}

/** `allowed`: such as `https://example.org`; `*` is everybody. */
export function createOrigins(allowed: readonly string[]): Origins {
  const named = (origin: string) => allowed.includes(origin) || allowed.includes('*')
  return {
    faultOf(caller) {
      const { origin, host, forwardedHost, fetchSite } = caller
      if (origin === '' || named(origin) || fetchSite === 'same-origin') return null
      const own = [host, forwardedHost.split(',')[0]!.trim()].map(name => URL.parse(`http://${name}`)?.hostname)
      const page = URL.parse(origin)?.hostname
      if (page !== undefined && page !== '' && own.includes(page)) return null
      return (
        `This node was asked for as "${host}" by a page of "${origin}", which is not its own. ` +
        'Whoever runs it: let the proxy pass the header Host on, or name the origin in ALLOW_ORIGINS.'
      )
    },
    sharing({ origin }) {
      if (allowed.length === 0) return {}
      return { vary: 'origin', ...(origin !== '' && named(origin) && { 'access-control-allow-origin': origin }) }
    },
    framing: allowed.length === 0 ? "'none'" : allowed.join(' '),
  }
}
