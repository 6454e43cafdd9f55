// Builds the two pages into web/dist: index.html (play) and status.html. Everything is a file of our own origin, as the
// gateway's content security policy demands: no inline script, style or data address is left in the pages.
import preact from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname

/** The first that know light-dark(), on which the themes rest. */
const BROWSERS = ['chrome123', 'firefox120', 'safari17.5']

/** The theme is chosen by script: without this the page would flash in the other one first. */
const blockRendering: Plugin = {
  name: 'block-rendering',
  transformIndexHtml: {
    order: 'post',
    handler: html => html.replaceAll('<script type="module"', '<script type="module" blocking="render"'),
  },
}

export default defineConfig({
  root: here,
  // Addresses are relative, so that the pages work below any path.
  base: './',
  plugins: [preact({ devToolsEnabled: false }), blockRendering],
  build: {
    outDir: `${here}/dist`,
    emptyOutDir: true,
    target: BROWSERS,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: [`${here}/index.html`, `${here}/status.html`] },
  },
  server: {
    port: 5173,
    proxy: {
      '/api/mesh': 'http://localhost:14000',
      '/api': 'http://localhost:4000',
      '^/play$': { target: 'ws://localhost:4000', ws: true },
    },
  },
})
