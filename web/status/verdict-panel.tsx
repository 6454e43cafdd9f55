// The verdict, above everything else.
import type { History } from './history.ts'
import { verdict } from './verdict.ts'

const SIGNS = { good: 'M-5 0-1.500 4 5-4', busy: 'M-5 0H5M1-4 5 0 1 4', bad: 'M0-6V1M0 5V5.500' } as const

export function VerdictPanel({ history }: { readonly history: History }) {
  const said = verdict(history)
  if (!said) return null
  const { tone, title, details } = said
  return (
    <section class={`panel verdict ${tone}`} aria-label="How the mesh is" data-verdict={tone}>
      <svg viewBox="-12 -12 24 24" width="36" height="36" aria-hidden="true">
        <circle r="11" />
        <path d={SIGNS[tone]} />
      </svg>
      <div role="status">
        <h2>{title}</h2>
        {details.map(text => (
          <p key={text}>{text}</p>
        ))}
      </div>
    </section>
  )
}
