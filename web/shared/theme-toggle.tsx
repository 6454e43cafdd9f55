// The switch between dark and light, for the corner of a page.
import { theme, toggleTheme } from './theme.ts'

export function ThemeToggle() {
  const other = theme.value === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      class="button quiet small icon-only"
      onClick={toggleTheme}
      aria-label={`Use the ${other} theme`}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        {other === 'light' ? (
          <g fill="none" stroke="currentColor" stroke-width="1.8">
            <circle cx="10" cy="10" r="3.6" />
            <path d="M10 1.5v2.8M10 15.7v2.8M1.5 10h2.8M15.7 10h2.8M4 4l2 2M14 14l2 2M16 4l-2 2M6 14l-2 2" />
          </g>
        ) : (
          <path fill="currentColor" d="M16.8 12.4A7.4 7.4 0 0 1 7.6 3.2a7.4 7.4 0 1 0 9.2 9.2z" />
        )}
      </svg>
    </button>
  )
}
