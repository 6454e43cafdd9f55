// The settings that weigh what may be lost against what must wait.
import { duration, oneOf, onOff, text, type Variable, wholeNumber } from './values.ts'

export const SAFETY_VARIABLES = {
  BACKUPS: {
    ...wholeNumber(0, 3, 'nodes'),
    default: '1',
    example: '2',
    about: 'How many nodes hold a copy of each session besides its owner. So many may crash at once without a loss.',
  },
  QUORUM: {
    ...oneOf(['voters', 'any'] as const),
    default: 'voters',
    example: 'any',
    about:
      'Which nodes must be heard for a session to go on. With voters it is most of the nodes that decide on the session; without them it pauses. With any the nodes that are left go on after FORCE_AFTER; a cut of the network may then fork the session, and the half in which less was done is lost.',
  },
  FORCE_AFTER: {
    ...duration('2s', '1d'),
    default: '30s',
    example: '5m',
    about: 'With QUORUM=any: how long a session waits for its voters before it goes on without them.',
  },
  CHECKPOINT_EVERY: {
    ...duration('0s', '1h'),
    default: '5s',
    example: '1s',
    about:
      'With STATE_DIR: how often a session that changes is copied there. What is newer than its checkpoint is lost when all nodes die at once. 0s: never.',
  },
  MAY_BE_ALONE: {
    ...onOff,
    default: 'off',
    example: 'on',
    about:
      'Whether this node may be the only one. Then it does not wait for peers that nobody lists, and goes on with saved sessions although nobody has answered whether others run them.',
  },
  CLUSTER: {
    ...text(128),
    default: null,
    unset: 'the service that DNS_CLUSTER_QUERY names, or no name',
    example: 'minotaur-staging',
    about:
      'Name of the mesh. Nodes of two names never mesh, even if one finds the other and both have one key. Do not change it while sessions run: another name is another mesh.',
  },
} satisfies Record<string, Variable<unknown>>
