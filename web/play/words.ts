// The log in words, from the viewer's side. One sentence for each entry; a round's beginning is its heading.
import type { Seat } from '../../protocol/ids.ts'
import type { Action, Hex, LogEntry, MinotaurView } from '../../protocol/minotaur.ts'
import { nameOf } from './cast.ts'
import { DIRECTION_NAMES, distance, placeName } from './directions.ts'

export type Tone = 'plain' | 'good' | 'bad' | 'grave'

export interface Sentence {
  readonly text: string
  readonly tone: Tone
  /** Where it was, seen from where the viewer is now; null if right there. */
  readonly place: string | null
}

export interface Chapter {
  readonly round: number
  readonly sentences: readonly Sentence[]
}

const where = (at: Hex | null): string | null => (at === null || distance(at) === 0 ? null : placeName(at))
const say = (text: string, tone: Tone = 'plain', at: Hex | null = null): Sentence => ({ text, tone, place: where(at) })
const list = (words: readonly string[]): string => words.join(', then ')

function who(
  view: MinotaurView,
  seat: Seat,
): { readonly subject: string; readonly object: string; readonly you: boolean } {
  const you = seat === view.seat
  const name = nameOf(view, seat)
  return you ? { subject: 'You', object: 'you', you } : { subject: name, object: name, you }
}

function walked(entry: LogEntry & { kind: 'walked' }): string {
  const way = list(entry.steps.map(step => DIRECTION_NAMES[step]))
  if (!entry.blocked) return `You went ${way}.`
  return way === '' ? 'You ran into a wall and stayed.' : `You went ${way}, and ran into a wall.`
}

function ended(view: MinotaurView, winner: Seat | null): Sentence {
  if (winner === view.seat) return say('You are the last one standing. You won!', 'good')
  if (winner !== null) return say(`${nameOf(view, winner)} won the game.`, 'grave')
  return say(view.round === 0 ? 'Nobody began this game: it is over.' : 'Nobody is left: a draw.', 'grave')
}

/** Null for what is no sentence of its own. */
export function sentence(view: MinotaurView, entry: LogEntry): Sentence | null {
  switch (entry.kind) {
    case 'round':
      return null
    case 'joined':
      return say(`${who(view, entry.seat).subject} joined.`)
    case 'withdrew':
      return say(`${who(view, entry.seat).subject} ${entry.round === 0 ? 'left' : 'gave up'}.`)
    case 'walked':
      return say(walked(entry))
    case 'came':
      return say(`${nameOf(view, entry.seat)} came in from the ${DIRECTION_NAMES[entry.from]}.`, 'plain', entry.at)
    case 'left':
      return say(`${nameOf(view, entry.seat)} left to the ${DIRECTION_NAMES[entry.to]}.`, 'plain', entry.at)
    case 'attack': {
      const [by, target] = [who(view, entry.by), who(view, entry.target)]
      const tone = target.you ? 'bad' : by.you ? 'good' : 'plain'
      return say(`${by.subject} struck ${target.object} for ${entry.damage}.`, tone, entry.at)
    }
    case 'hunt': {
      const target = who(view, entry.target)
      const tone = target.you ? 'bad' : 'plain'
      return say(`The Minotaur struck ${target.object} for ${entry.damage}.`, tone, entry.at)
    }
    case 'fell': {
      const { subject, you } = who(view, entry.seat)
      return say(`${subject} ${you ? 'have' : 'has'} fallen.`, 'grave')
    }
    case 'over':
      return ended(view, entry.winner)
    default:
      return entry satisfies never
  }
}

/** Oldest first; what happened before the game is round 0. */
export function chapters(view: MinotaurView): Chapter[] {
  const rounds = new Map<number, Sentence[]>()
  for (const entry of view.log) {
    const sentences = rounds.get(entry.round) ?? []
    rounds.set(entry.round, sentences)
    const said = sentence(view, entry)
    if (said) sentences.push(said)
  }
  return [...rounds].sort(([a], [b]) => a - b).map(([round, sentences]) => ({ round, sentences }))
}

export function actionName(view: MinotaurView, action: Action): string {
  return action.kind === 'move' ? `Move ${DIRECTION_NAMES[action.direction]}` : `Strike ${nameOf(view, action.target)}`
}

/** What the Minotaur takes in this round; 0 while it sleeps. */
export const huntDamage = ({ round, rules }: MinotaurView): number => Math.max(0, round - rules.huntFrom + 1)
