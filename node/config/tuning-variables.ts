// The settings that are right as they are: they stand here for tests, for measurements, and for machines that are
// unlike all others.
import { duration, onOff, text, type Variable, wholeNumber } from './values.ts'

export const TUNING_VARIABLES = {
  SUSPECT_AFTER: {
    ...duration('100ms', '5m'),
    default: '2s',
    example: '500ms',
    about:
      'After how much silence a peer is suspected. A longer time delays a takeover; a shorter one costs pauses on busy machines, but never a command.',
  },
  TRUST_REFUSED: {
    ...onOff,
    default: 'on',
    example: 'off',
    about:
      'Whether a peer counts as dead when its address refuses connections. Turn it off where a firewall refuses in the name of others.',
  },
  ALONE_AFTER: {
    ...duration('0s', '1h'),
    default: '10s',
    example: '30s',
    about:
      'How long a node waits when nobody answers who its peers are (no such name, a failure, silence). After that it is ready all the same, since it may be the very first. It is longer than a restarting resolver is away, and must be shorter than the start_period of the health check.',
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
      'With STATE_DIR: how long after SIGTERM a node that has parked its sessions stays, to give them to a node that comes late and has another directory. It leaves once others have resumed them, and at DRAIN_DEADLINE in any case. 0s: at once.',
  },
  HANDOFF_WINDOW: {
    ...wholeNumber(1, 10_000, 'sessions'),
    default: '256',
    example: '512',
    about:
      'How many sessions a leaving node moves at one time. With more of them a drain is sooner done, and each session pauses longer.',
  },
  REBALANCE_AFTER: {
    ...duration('0s', '1d'),
    default: '30s',
    example: '5m',
    about:
      'How long no node must have come or gone before nodes with more than their share give sessions and sockets away, a few at a time. 0s: never.',
  },
  MEMORY_FULL: {
    ...wholeNumber(10, 95, 'percent'),
    default: '70',
    example: '60',
    about:
      "Share of its heap or container that a node may use before it begins no more games and takes others' sessions only where nobody has more room. From half-way between this and all of it, the node takes nothing at all.",
  },
  REHEARSE: {
    ...wholeNumber(0, 2_000, 'sessions'),
    default: '200',
    example: '0',
    about:
      'How many sessions a node hands over within itself before it is ready, so that the first real ones find warm code. It takes a second or two of a processor. 0: none.',
  },
  STATIC_DIR: {
    ...text(4096),
    default: 'web/dist',
    example: '/srv/pages',
    about: "Directory of the built pages. A relative path starts at the project's directory.",
  },
} satisfies Record<string, Variable<unknown>>
