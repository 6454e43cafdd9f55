// Every variable of the environment that a node reads, in one table: how it is read, its default, and what it is for.
// The help and the table in OPERATIONS.md are printed from it (describe.ts), so that no setting is without its
// documentation.
import { PLAYER_VARIABLES } from './player-variables.ts'
import {
  basePath,
  domainName,
  duration,
  hostName,
  hostPorts,
  oneOf,
  onOff,
  origins,
  port,
  text,
  trustedProxy,
  type Variable,
  wholeNumber,
} from './values.ts'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export const VARIABLES = {
  PORT: { ...port, default: '4000', example: '8080', about: 'Port for players: pages and WebSocket.' },
  LISTEN_HOST: {
    ...hostName,
    default: null,
    unset: 'every address',
    example: '127.0.0.1',
    about: 'Address to listen on for players.',
  },
  SHARE_PORT: {
    ...onOff,
    default: 'off',
    example: 'on',
    about:
      'Let several nodes of one machine listen on the same PORT and OPS_PORT; the kernel balances new sockets over them.',
  },
  BASE_PATH: {
    ...basePath,
    default: '/',
    example: '/minotaur/',
    about:
      'Path below which the game is found too, for a proxy that passes it on. One that takes it away needs no setting.',
  },
  OPS_PORT: {
    ...port,
    default: null,
    unset: 'PORT with 10000 added, such as 14000',
    example: '9000',
    about: 'Port for operators: status page, metrics, commands.',
  },
  OPS_HOST: {
    ...hostName,
    default: null,
    unset: '127.0.0.1, or LISTEN_HOST where that is of this machine alone',
    example: '0.0.0.0',
    about:
      'Address to listen on for operators. Where others than this machine reach it, reading needs the token that `node node/operate.ts token` prints.',
  },
  OPS_PUBLIC: {
    ...onOff,
    default: 'off',
    example: 'on',
    about: 'Answer operators on PORT as well, for the token.',
  },
  TRUST_PROXY: {
    ...trustedProxy,
    default: '0',
    example: '1',
    about:
      'How many proxies stand in front and append to X-Forwarded-For, or the header in which the last one tells the client, such as cf-connecting-ip. Only where nobody reaches the node past them. 0: the connection tells; private addresses are taken for proxies: their sockets are not counted, and their new players, games and codes count together, as of 50 addresses.',
  },
  SOCKETS_PER_ADDRESS: {
    ...wholeNumber(0, 1_000_000),
    default: '200',
    example: '20',
    about:
      "Players' sockets that one address may have open at one node: a school shares an address, a stranger has one as well. Of IPv6 a network (/64) counts as one. 0: no limit.",
  },
  ALLOW_ORIGINS: {
    ...origins,
    default: null,
    unset: "none but the node's own",
    example: 'https://example.org,https://example.com',
    about:
      "Origins of pages from elsewhere that may use the node, and show the game within a frame. A page of the node's own host needs no setting.",
  },
  STATIC_DIR: {
    ...text(4096),
    default: 'web/dist',
    example: '/srv/pages',
    about: "Built pages; a relative path starts at the project's directory.",
  },
  ...PLAYER_VARIABLES,
  MESH_PORT: { ...port, default: '4001', example: '5001', about: 'Port for peers.' },
  MESH_HOST: {
    ...hostName,
    default: null,
    unset: '127.0.0.1 where all peers are on this machine, else 0.0.0.0',
    example: '10.0.1.7',
    about: 'Address to listen on for peers.',
  },
  MESH_PEERS: {
    ...hostPorts,
    default: null,
    unset: 'none',
    example: '10.0.1.7:4001,10.0.1.8:4001',
    about:
      'Peers to dial; of others it learns from those. A node without peers, that nobody else dials, is a mesh of one.',
  },
  DNS_CLUSTER_QUERY: {
    ...domainName,
    default: null,
    unset: 'none',
    example: 'tasks.minotaur_node',
    about:
      'Name whose addresses are peers to dial at MESH_PORT, asked again every few seconds: A records, or AAAA where the node listens on IPv6 or there are no others.',
  },
  ALONE_AFTER: {
    ...duration('0s', '1h'),
    default: '10s',
    example: '30s',
    about:
      'How long a node that nobody answers who its peers are (no such name, a failure, silence) waits before it is ready all the same, for it may be the very first. Longer than a resolver is away when it starts anew, shorter than the start_period of the health check.',
  },
  MAY_BE_ALONE: {
    ...onOff,
    default: 'off',
    example: 'on',
    about:
      'This node may be the only one: it does not wait for peers that nobody lists, and goes on with saved sessions although nobody has answered whether others run them.',
  },
  CLUSTER: {
    ...text(128),
    default: null,
    unset: 'the service that DNS_CLUSTER_QUERY names, or no name',
    example: 'minotaur-staging',
    about:
      'Name of the mesh. Nodes of two names never mesh, even if one finds the other and both have one key. Another name is another mesh: it is not changed while sessions run.',
  },
  MESH_KEY_FILE: {
    ...text(4096),
    default: null,
    unset: 'a key that everyone knows, where all peers are on this machine; else an error',
    example: '/run/secrets/mesh_key',
    about:
      "File with the mesh's secret, at least 32 characters. Only who has it can mesh, operate nodes, or sign players' tokens. Several lines are several keys, to change them one deploy after the other: the first is used, each is accepted.",
  },
  MESH_KEY: {
    ...text(1024),
    default: null,
    unset: 'see MESH_KEY_FILE',
    example: '"$(openssl rand -hex 32)"',
    about: 'The secret itself, for a machine of your own: other users may see what is in an environment.',
  },
  TRUST_REFUSED: {
    ...onOff,
    default: 'on',
    example: 'off',
    about:
      'Take a peer whose address refuses connections for dead. Off where a firewall refuses in the name of others.',
  },
  RELEASE: { ...text(128), default: 'dev', example: '1.4.2', about: "What is deployed: the image's tag." },
  SLOT: {
    ...text(64),
    default: null,
    unset: 'none',
    example: '{{.Task.Slot}}',
    about: "Swarm's slot: tells a node which one it has come to replace.",
  },
  HOST: {
    ...text(253),
    default: null,
    unset: "the machine's name",
    example: '{{.Node.Hostname}}',
    about: 'Machine that the node runs on: backups are kept on another one.',
  },
  BACKUPS: {
    ...wholeNumber(0, 3),
    default: '1',
    example: '2',
    about: 'Nodes that hold a copy of each session besides its owner: so many may crash at once.',
  },
  SUSPECT_AFTER: {
    ...duration('100ms', '5m'),
    default: '2s',
    example: '500ms',
    about: 'Silence after which a peer is suspected. Too short costs pauses, never a command.',
  },
  QUORUM: {
    ...oneOf(['voters', 'any'] as const),
    default: 'voters',
    example: 'any',
    about:
      'Who must be heard for a session to go on. voters: most of the nodes that decide on it; else it pauses. any: after FORCE_AFTER those who are left will do; a cut may then fork it, and the half that did less is lost.',
  },
  FORCE_AFTER: {
    ...duration('2s', '1d'),
    default: '30s',
    example: '5m',
    about: 'With QUORUM=any: how long a session waits for its voters before it goes on without them.',
  },
  DRAIN_DEADLINE: {
    ...duration('1s', '1h'),
    default: '50s',
    example: '20s',
    about: "Time to hand over all sessions after SIGTERM; keep it below Swarm's stop_grace_period.",
  },
  REBALANCE_AFTER: {
    ...duration('0s', '1d'),
    default: '30s',
    example: '5m',
    about:
      'When no node has come or gone for so long, nodes with more than their share give sessions and sockets away, a few at a time. 0s: never.',
  },
  AWAY_AFTER: {
    ...duration('0s', '1h'),
    default: '15s',
    example: '1m',
    about:
      'How long a player may be without a connection before their game counts them as away: longer than a page takes to find another node when its own dies without a word. 0s: never.',
  },
  STATE_DIR: {
    ...text(4096),
    default: null,
    unset: 'none: what finds no other node is lost',
    example: '/var/lib/minotaur',
    about:
      'Directory for sessions that a leaving node could hand to nobody, and for checkpoints. Who starts next resumes them; nodes may share it.',
  },
  CHECKPOINT_EVERY: {
    ...duration('0s', '1h'),
    default: '5s',
    example: '1s',
    about:
      'With STATE_DIR: how often a session that changes is copied there, for the day when all nodes die. 0s: never.',
  },
  COLD_AFTER: {
    ...duration('0s', '1h'),
    default: '5s',
    example: '30s',
    about:
      'How long a node that finds checkpoints of sessions which no node runs waits for nodes that know more, before it goes on from them.',
  },
  PARK_AFTER: {
    ...duration('0s', '1h'),
    default: '5s',
    example: '1s',
    about: 'With STATE_DIR: how long a leaving node without peers waits for one before it parks its sessions.',
  },
  SUCCESSOR_WAIT: {
    ...duration('0s', '1h'),
    default: '50s',
    example: '0s',
    about:
      'With STATE_DIR: how long after SIGTERM a node that has parked its sessions stays to give them to one that comes late and has another directory; below DRAIN_DEADLINE. It leaves once others have resumed them. 0s: at once.',
  },
  HANDOFF_WINDOW: {
    ...wholeNumber(1, 10_000),
    default: '256',
    example: '512',
    about: 'Sessions that a leaving node moves at one time. More is sooner done, and pauses each session longer.',
  },
  MEMORY_FULL: {
    ...wholeNumber(10, 95),
    default: '70',
    example: '60',
    about:
      "Share of its memory, in percent of its heap or container, above which a node begins no games and is given others' only where nobody has more room. Half-way from there to all of it, it takes nothing at all.",
  },
  REHEARSE: {
    ...wholeNumber(0, 2_000),
    default: '200',
    example: '0',
    about:
      'Sessions that a node hands over within itself before it is ready, so that the first real ones find code that is warm. It takes a second or two of a processor. 0: none.',
  },
  LOG_LEVEL: { ...oneOf(LOG_LEVELS), default: 'info', example: 'debug', about: 'Least level that is logged.' },
} satisfies Record<string, Variable<unknown>>

export type VariableName = keyof typeof VARIABLES
export const VARIABLE_NAMES = Object.keys(VARIABLES) as readonly VariableName[]
export const variable = (name: VariableName): Variable<unknown> => VARIABLES[name]
