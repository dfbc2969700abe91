import { readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'

/** Queries without indentation; what shows one to people puts it back (data/client.ts). */
const queries: Plugin = {
  name: 'queries',
  enforce: 'pre',
  load(id) {
    const [path, query] = id.split('?')
    if (query !== 'raw' || !path?.endsWith('.graphql')) return null
    const text = readFileSync(path, 'utf8').replace(/^ +/gm, '')
    return `export default ${JSON.stringify(text)}`
  },
}

/** The dashboard, built into lib/web, from where the API serves it. */
export default defineConfig({
  root: import.meta.dirname,
  // Relative: it may be served under a prefix that no one tells it.
  base: './',
  // Pictures for previews of links: scripts/previews.mjs.
  publicDir: 'public',
  plugins: [queries],
  build: {
    outDir: '../lib/web',
    emptyOutDir: true,
    target: 'es2022',
    // Scripts and styles are files: the policy of the page allows no inline ones.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What nearly all pages use is one file: small ones compress badly.
        codeSplitting: {
          groups: [
            {
              name: 'shared',
              test: /src\/(ui|format)\/|src\/method\/\w*-?defin|(queries\/slashing-requests|sentences\/series)\.|src\/chart\/(bars|figure|picture|plot|scale|series-figure|sparkline)/,
            },
            // A list and the page of one of it have much in common, as have pages of one subject.
            ...Object.entries({
              people: 'operators?|services?|stakers?|slashings',
              market: 'rewards|base|both|pools',
              harm: 'losses|resilience|load',
              rules: 'governance|exits|layers',
            }).map(([name, pages]) => ({
              name,
              test: new RegExp(`src/(pages|queries|sentences)/(${pages})[./]`),
            })),
          ],
        },
      },
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
