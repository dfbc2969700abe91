import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

const ASSETS = 'lib/web/assets'
const files = readdirSync(ASSETS)
const textOf = (name: string) => readFileSync(join(ASSETS, name), 'utf8')
const gzipped = (names: Iterable<string>) =>
  [...names].reduce((sum, name) => sum + gzipSync(textOf(name), { level: 9 }).length, 0)

/** A script and all that it imports before it runs. */
function withImports(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found
  found.add(name)
  for (const [, imported] of textOf(name).matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)) {
    withImports(imported!, found)
  }
  return found
}

describe('the dashboard as it is built', () => {
  const html = readFileSync('lib/web/index.html', 'utf8')
  const entry = /src="\.\/assets\/([^"]+)"/.exec(html)![1]!
  const isVerifier = (name: string) => /^check-.*\.js$/.test(name)
  const isExample = (name: string) => /^example-.*\.js$/.test(name)
  const overview = files.find((name) => /^overview-.*\.js$/.test(name))!

  test('the first view has at most 60 kB of scripts and 15 kB of styles, gzipped', () => {
    const scripts = gzipped(withImports(overview, withImports(entry)))
    const styles = gzipped(files.filter((name) => name.endsWith('.css')))
    console.log(`first view: ${scripts} bytes of scripts, ${styles} of styles`)
    expect(scripts).toBeLessThanOrEqual(60_000)
    expect(styles).toBeLessThanOrEqual(15_000)
  })

  test('the verifier of proofs, which is loaded with the first bundle, has at most 15 kB, gzipped', () => {
    const scripts = gzipped(files.filter(isVerifier))
    console.log(`verifier: ${scripts} bytes of scripts`)
    expect(scripts).toBeGreaterThan(1_000)
    expect(scripts).toBeLessThanOrEqual(15_000)
    expect([...withImports(entry), ...withImports(overview)].filter(isVerifier)).toEqual([])
  })

  test('examples of figures, which are loaded with the first one that is opened, have at most 5 kB, gzipped', () => {
    const scripts = gzipped(files.filter(isExample))
    console.log(`examples: ${scripts} bytes of scripts`)
    expect(scripts).toBeGreaterThan(1_000)
    expect(scripts).toBeLessThanOrEqual(5_000)
    const method = files.find((name) => /^method-.*\.js$/.test(name))!
    expect([...withImports(entry), ...withImports(method)].filter(isExample)).toEqual([])
  })

  test('all pages together have at most 90 kB of scripts, gzipped', () => {
    const scripts = gzipped(
      files.filter((name) => name.endsWith('.js') && !isVerifier(name) && !isExample(name)),
    )
    console.log(`all pages: ${scripts} bytes of scripts`)
    expect(scripts).toBeLessThanOrEqual(90_000)
  })

  test('names no other host, and has no inline script or style', () => {
    const named = files.flatMap((name) => [...textOf(name).matchAll(/https?:\/\/[\w.-]+/g)])
    // Names of XML languages, which nothing is loaded from.
    const hosts = new Set(named.map(([url]) => url).filter((url) => url !== 'http://www.w3.org'))
    expect([...hosts]).toEqual([])
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)/)
  })

  test('no text of anybody becomes HTML', () => {
    const sources = readdirSync('web/src', { recursive: true, encoding: 'utf8' })
    for (const name of sources.filter((one) => /\.tsx?$/.test(one))) {
      const text = readFileSync(join('web/src', name), 'utf8')
      expect(text, name).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|dangerouslySet|eval\(/)
    }
  })
})

describe('the queries of the dashboard', () => {
  test('are valid in the schema, and their types are those that were generated', () => {
    const printed = execFileSync(process.execPath, ['scripts/web-types.mjs', '--print'], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    })
    expect(printed).toBe(readFileSync('web/src/data/types.generated.ts', 'utf8'))
  })
})
