// What a page says in passing, found by comparing what the link showed before and shows now.
import type { PlayerErrorCode } from '../../protocol/errors.ts'
import type { LinkState, Problem, Status } from '../link/state.ts'
import { momentName } from './clock.ts'

export interface Notice {
  readonly kind: 'moved' | 'refused' | 'problem' | 'lost'
  readonly text: string
}

/** A node's name, short enough for a line: of long ones, which begin alike, the end. */
export const shortNode = (name: string): string => (name.length > 16 ? name.slice(-6) : name)

/** In the player's words, where the node's own are for programmers. */
const FRIENDLY: Partial<Record<PlayerErrorCode, string>> = {
  'unknown-session': 'No game has this code. Check the letters with whoever sent it.',
  'session-over': 'This game is over.',
  'session-full': 'This game has begun, or has no place left.',
  'no-seat': 'You have no place in this game: join it by its code.',
  'no-backup': 'No second node could keep a copy of the game. Try again in a moment.',
  'too-fast': 'Too many things at once. Wait a second.',
  'too-many-unconfirmed': 'The game cannot be reached: wait until it answers.',
}

export const problemText = ({ code, text }: Pick<Problem, 'code' | 'text'>): string => FRIENDLY[code] ?? text

export function noticesBetween(before: LinkState, after: LinkState): Notice[] {
  const notices: Notice[] = []
  const [old, now] = [before.session, after.session]
  if (now && old?.session === now.session) {
    if (now.moves > old.moves) {
      notices.push({ kind: 'moved', text: `Moved to another node: the game goes on at ${shortNode(now.owner)}.` })
    }
    const last = old.results.at(-1)?.seq ?? 0
    for (const { seq, refusal } of now.results) {
      if (refusal && seq > last) notices.push({ kind: 'refused', text: refusal.text })
    }
  }
  if (now && now.savedAt !== null && old?.session !== now.session) {
    const text = `This game went on from ${momentName(now.savedAt)}; what came after is lost.`
    notices.push({ kind: 'lost', text })
  }
  for (const problem of after.problems) {
    if (!before.problems.includes(problem)) notices.push({ kind: 'problem', text: problemText(problem) })
  }
  return notices
}

/** For the pill in the header. */
export const STATUS_NAMES: Readonly<Record<Status, string>> = {
  connecting: 'Connecting',
  online: 'Online',
  moving: 'Changing node',
  offline: 'Offline',
  replaced: 'Open elsewhere',
  refused: 'Refused',
}
