// Runs in the report before uPlot, which formats numbers by the browser's language: where that is none that Intl knows
// (a Chromium without a locale says `en-US@posix`), no chart would be drawn.
try {
  new Intl.NumberFormat(navigator.language)
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US' })
}
