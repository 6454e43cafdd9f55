// How a program becomes a player: a name for a token, as the page does it.

/** Any node, or a balancer before them. */
export interface Target {
  /** `http://host:port` */
  readonly http: string
  /** `ws://host:port/play` */
  readonly play: string
}

/** From any address of the mesh: `http://host:port` or `ws://host:port/play`. @throws TypeError where it is no address. */
export function targetOf(address: string): Target {
  const url = new URL(address)
  const secure = url.protocol === 'https:' || url.protocol === 'wss:'
  return { http: `http${secure ? 's' : ''}://${url.host}`, play: `ws${secure ? 's' : ''}://${url.host}/play` }
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
