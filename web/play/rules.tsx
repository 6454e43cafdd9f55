// The rules in a few lines, for who has never played: with their numbers where a game tells them, as another release
// may have others.
import type { Rules } from '../../protocol/minotaur.ts'

function lines(rules: Rules | null): string[] {
  return [
    rules
      ? `In each round you have ${rules.points} action points: to walk to a neighbouring hex costs ${rules.moveCost}, to strike somebody in your hex ${rules.attackCost}.`
      : 'In each round you spend a few action points: walk to a neighbouring hex, or strike somebody in yours.',
    `Everyone plans in secret. When all are ready${rules ? ` or ${rules.roundMs / 1000} seconds are over` : ' or time is up'}, everything happens at once: strikes first, then moves.`,
    ...(rules ? [`A strike takes ${rules.damage} of your ${rules.health} health. Without health you fall.`] : []),
    'You see only your own hex: who is there, who comes and who leaves. The walls you have seen stay on your map.',
    `${rules ? `From round ${rules.huntFrom} on` : 'After some rounds'} the Minotaur hunts, and it prefers whoever is alone.`,
    `Who is not connected is away: no round waits for them, and ${rules?.awayRounds ? `after ${rules.awayRounds} such rounds` : 'in the end'} they fall.`,
    'The last one standing wins.',
  ]
}

export function RuleList({ rules }: { readonly rules: Rules | null }) {
  return (
    <ul class="rule-list">
      {lines(rules).map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
