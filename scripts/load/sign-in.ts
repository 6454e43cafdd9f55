// How a program becomes a player: a name for a token, as the page does it.

/** Any node, or a balancer before them. */
export interface Target {
  /** `http://host:port`, and the path below which the game stands */
  readonly http: string
  /** `ws://host:port/play`, or `/play` below that path */
  readonly play: string
}

/** From any address of the mesh: `http://host:port/`, `https://host/minotaur/` or `ws://host:port/play`. @throws
 *  TypeError where it is no address. */
export function targetOf(address: string): Target {
  const url = new URL(address)
  const secure = url.protocol === 'https:' || url.protocol === 'wss:'
  const at = `${secure ? 's' : ''}://${url.host}${url.pathname.replace(/(?:\/(?:play|status))?\/?$/, '')}`
  return { http: `http${at}`, play: `ws${at}/play` }
}

/** A token for a new player. @throws Error where the node refuses. */
export async function signIn({ http }: Target, name: string): Promise<string> {
  const response = await fetch(`${http}/api/name`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  if (!response.ok) throw new Error(`${http}/api/name answered ${response.status}: ${await response.text()}`)
  const { token } = (await response.json()) as { token: string }
  return token
}
