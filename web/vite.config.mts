import { defineConfig } from 'vite'

/** The dashboard, built into lib/web, from where the API serves it. */
export default defineConfig({
  root: import.meta.dirname,
  // Relative: it may be served under a prefix that no one tells it.
  base: './',
  // Pictures for previews of links: scripts/previews.mjs.
  publicDir: 'public',
  build: {
    outDir: '../lib/web',
    emptyOutDir: true,
    target: 'es2022',
    // Scripts and styles are files: the policy of the page allows no inline ones.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
