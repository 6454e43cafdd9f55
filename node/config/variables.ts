// Every variable of the environment that a node reads, in groups by their importance: how each is read, its default,
// and what it is for. The help and the tables in OPERATIONS.md are printed from them (describe.ts), so that no setting
// is without its documentation.
import { ADDRESS_VARIABLES } from './address-variables.ts'
import { DEPLOY_VARIABLES } from './deploy-variables.ts'
import { PLAYER_VARIABLES } from './player-variables.ts'
import { SAFETY_VARIABLES } from './safety-variables.ts'
import { TUNING_VARIABLES } from './tuning-variables.ts'
import { oneOf, type Variable } from './values.ts'

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const LOG_VARIABLES = {
  LOG_LEVEL: {
    ...oneOf(LOG_LEVELS),
    default: 'info',
    example: 'debug',
    about: 'Least level that is logged. The log goes to stdout, one JSON object a line.',
  },
} satisfies Record<string, Variable<unknown>>

export const VARIABLES = {
  ...DEPLOY_VARIABLES,
  ...ADDRESS_VARIABLES,
  ...SAFETY_VARIABLES,
  ...PLAYER_VARIABLES,
  ...LOG_VARIABLES,
  ...TUNING_VARIABLES,
}

export type VariableName = keyof typeof VARIABLES
export const VARIABLE_NAMES = Object.keys(VARIABLES) as readonly VariableName[]
export const variable = (name: VariableName): Variable<unknown> => VARIABLES[name]

export interface Group {
  readonly title: string
  readonly names: readonly VariableName[]
}

const group = (title: string, ...parts: readonly object[]): Group => ({
  title,
  names: parts.flatMap(part => Object.keys(part)) as VariableName[],
})

/** The most important first; what nobody should touch is last. */
export const GROUPS: readonly Group[] = [
  group('What a deploy sets', DEPLOY_VARIABLES),
  group('Where a node listens, and what is in front of it', ADDRESS_VARIABLES),
  group('What may be lost, and what must wait', SAFETY_VARIABLES),
  group('What players may take, and what is logged', PLAYER_VARIABLES, LOG_VARIABLES),
  group('What is right as it is', TUNING_VARIABLES),
]
