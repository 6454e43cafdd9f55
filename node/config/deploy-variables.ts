// The settings that a deploy decides on: who the peers are, the secret that they share, where sessions are saved, and
// how a node is told from others.
import { domainName, duration, hostPorts, text, type Variable } from './values.ts'

export const DEPLOY_VARIABLES = {
  MESH_KEY_FILE: {
    ...text(4096),
    default: null,
    unset: 'a key that everyone knows, where all peers are on this machine; else an error',
    example: '/run/secrets/mesh_key',
    about:
      "File with the mesh's secret, of at least 32 characters. Only who has it can mesh, operate nodes, or sign players' tokens. Several lines are several keys, to change them one deploy after the other: the first is used, each is accepted.",
  },
  MESH_KEY: {
    ...text(1024),
    default: null,
    unset: 'see MESH_KEY_FILE',
    example: '"$(openssl rand -hex 32)"',
    about:
      'The secret itself, in place of a file, for a machine of your own: other users may see what is in an environment.',
  },
  DNS_CLUSTER_QUERY: {
    ...domainName,
    default: null,
    unset: 'none',
    example: 'tasks.minotaur_node',
    about:
      'Name whose addresses are the peers, which are dialled at MESH_PORT. It is asked again every few seconds: for A records, or for AAAA where the node listens on IPv6 or there are no others.',
  },
  MESH_PEERS: {
    ...hostPorts,
    default: null,
    unset: 'none',
    example: '10.0.1.7:4001,10.0.1.8:4001',
    about:
      'Peers to dial, where no DNS name lists them; a node learns of other peers from these. A node without peers, that nobody else dials, is a mesh of one.',
  },
  STATE_DIR: {
    ...text(4096),
    default: null,
    unset: 'none: a session that finds no other node is lost',
    example: '/var/lib/minotaur',
    about:
      'Directory for checkpoints, and for sessions that a leaving node could hand to nobody. The node that starts next resumes them; nodes may share it.',
  },
  DRAIN_DEADLINE: {
    ...duration('1s', '1h'),
    default: '50s',
    example: '20s',
    about:
      "How long a node may take to hand over all its sessions after SIGTERM. It must be below Swarm's stop_grace_period, after which the process is killed.",
  },
  RELEASE: {
    ...text(128),
    default: 'dev',
    example: '1.4.2',
    about: "Name of what is deployed, such as the image's tag. Logs, metrics and the status page show it.",
  },
  SLOT: {
    ...text(64),
    default: null,
    unset: 'none',
    example: '{{.Task.Slot}}',
    about: "Swarm's slot. It tells a node which one it has come to replace.",
  },
  HOST: {
    ...text(253),
    default: null,
    unset: "the machine's name",
    example: '{{.Node.Hostname}}',
    about: 'Machine that the node runs on. The backup of a session is kept on another machine where there is one.',
  },
} satisfies Record<string, Variable<unknown>>
