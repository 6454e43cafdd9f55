// The settings that say where a node listens, and what stands in front of it.
import { basePath, hostName, onOff, origins, port, trustedProxy, type Variable } from './values.ts'

export const ADDRESS_VARIABLES = {
  PORT: { ...port, default: '4000', example: '8080', about: 'Port for players: pages and WebSocket.' },
  OPS_PORT: {
    ...port,
    default: null,
    unset: 'PORT with 10000 added, such as 14000',
    example: '9000',
    about: 'Port for operators: status page, metrics and commands.',
  },
  OPS_HOST: {
    ...hostName,
    default: null,
    unset: '127.0.0.1, or LISTEN_HOST where that is of this machine alone',
    example: '0.0.0.0',
    about:
      'Address to listen on for operators. Where other machines reach it, reading needs the token that `node node/operate.ts token` prints.',
  },
  OPS_PUBLIC: {
    ...onOff,
    default: 'off',
    example: 'on',
    about: 'Whether operators are answered on PORT as well, if they show the token.',
  },
  TRUST_PROXY: {
    ...trustedProxy,
    default: '0',
    example: '1',
    about:
      'How many proxies stand in front and append to X-Forwarded-For, or the header in which the last one names the client, such as cf-connecting-ip. Set it only where nobody reaches the node past them. With 0 the connection names the client; a private address is taken for a proxy: its sockets are not counted, and its new players, games and codes count together, as those of 50 addresses.',
  },
  BASE_PATH: {
    ...basePath,
    default: '/',
    example: '/minotaur/',
    about:
      'Path below which the game is found too, for a proxy that passes the path on. A proxy that takes it away needs no setting.',
  },
  ALLOW_ORIGINS: {
    ...origins,
    default: null,
    unset: "none but the node's own",
    example: 'https://example.org,https://example.com',
    about:
      "Origins of pages from elsewhere that may use the node and show the game within a frame. Pages of the node's own host need no setting.",
  },
  LISTEN_HOST: {
    ...hostName,
    default: null,
    unset: 'every address',
    example: '127.0.0.1',
    about: 'Address to listen on for players.',
  },
  MESH_PORT: { ...port, default: '4001', example: '5001', about: 'Port for peers.' },
  MESH_HOST: {
    ...hostName,
    default: null,
    unset: '127.0.0.1 where all peers are on this machine, else 0.0.0.0',
    example: '10.0.1.7',
    about: 'Address to listen on for peers.',
  },
  SHARE_PORT: {
    ...onOff,
    default: 'off',
    example: 'on',
    about:
      'Whether several nodes of one machine listen on the same PORT and OPS_PORT. The kernel balances new sockets over them.',
  },
} satisfies Record<string, Variable<unknown>>
