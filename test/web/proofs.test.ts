import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { STORAGE } from '../../src/protocols/storage'
import { verifyBundle } from '../../src/state-proof/verify'
import { IS_LONG } from '../long.mjs'
import { BUNDLES } from '../support/proof/bundles'
import { mutatedBundles } from '../support/proof/mutations'
import { launch, open, violations, watched } from './browser'
import { WITHOUT } from './dashboard'

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
const MUTATED = fc.sample(mutatedBundles, { numRuns: IS_LONG ? 100 : 30, seed: 20 })

/** What the page says of a bundle: the figure's value, or the reason of the refusal. */
async function saidOf(page: Page, text: string): Promise<string> {
  // What is shown of another file goes away first.
  await page.setInputFiles('.verify input[type=file]', [])
  await page.waitForSelector('.verify [role=status]:empty', { state: 'attached' })
  const file = { name: 'bundle.json', mimeType: 'application/json', buffer: Buffer.from(text) }
  await page.setInputFiles('.verify input[type=file]', file)
  const said = page.locator('.verify .refused, .verify dl.facts')
  await said.waitFor()
  return (await said.textContent()) ?? ''
}

/** The same by Node. */
function refusalOf(text: string): string | null {
  try {
    verifyBundle(text, STORAGE)
    return null
  } catch (error) {
    return `Refused: ${(error as Error).message}`
  }
}

/** What the dashboard must know before it shows a page. */
const POSITION = {
  _meta: { block: { number: 488, timestamp: null }, explorer: null },
  first: [],
  pools: [],
}
const UNAVAILABLE = { message: 'nothing is indexed here', extensions: { code: 'UNAVAILABLE' } }

/** The dashboard as it is built, with an API that has no figures: the verifier needs none. */
function serveFiles(): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.url === '/graphql') {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const isPosition = Buffer.concat(chunks).includes('query Position')
      response.writeHead(200, { 'content-type': 'application/json' })
      const body = isPosition ? { data: POSITION } : { errors: [UNAVAILABLE] }
      return response.end(JSON.stringify(body))
    }
    const [, file] = /^\/(assets\/[\w.-]+)$/.exec(request.url ?? '') ?? []
    const isPage = request.url === '/quality'
    if (!isPage && file === undefined) return response.writeHead(404).end()
    const type = isPage ? 'text/html' : file!.endsWith('.css') ? 'text/css' : 'text/javascript'
    response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY })
    response.end(readFileSync(join('lib/web', file ?? 'index.html')))
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

describe.skipIf(WITHOUT)(`the verifier in a browser (${WITHOUT ?? 'chromium'})`, () => {
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    server = await serveFiles()
    browser = await launch()
  })

  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  test('accepts what Node accepts, refuses what Node refuses, with the same words, and asks nobody', async () => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { page, foreign } = await watched(browser, base, 'light')
    const uncaught: string[] = []
    page.on('pageerror', (error) => uncaught.push(String(error)))
    await open(page, `${base}/quality`)
    const [first] = Object.values(BUNDLES)
    // The verifier itself is loaded with the first bundle.
    await saidOf(page, first!)
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    for (const text of Object.values(BUNDLES)) {
      const { bundle, assumed, notProven } = verifyBundle(text, STORAGE)
      const said = await saidOf(page, text)
      // What is proven, what is assumed, and what is left open, as the command says it.
      const all = await page.textContent('.verify [role=status]')
      for (const item of [...assumed, ...notProven]) expect(all).toContain(item)
      expect(all!.includes('Not proven')).toBe(notProven.length > 0)
      expect(said).toContain(bundle.figure.meaning)
      expect(said).toContain(bundle.block.hash)
      const { value } = bundle.figure
      const parts = typeof value === 'object' ? Object.values(value) : [value]
      for (const part of parts) expect(said).toContain(String(part))
    }
    expect(await violations(page)).toEqual([])
    // A file is read as UTF-8, which has no lone surrogates.
    const texts = MUTATED.map((text) => Buffer.from(text).toString())
    for (const text of texts) {
      const refusal = refusalOf(text)
      const said = await saidOf(page, text)
      if (refusal !== null) expect(said).toBe(refusal)
      else expect(said).toContain('Proven')
    }
    await page.fill('.verify input[name=hash]', `0x${'12'.repeat(32)}`)
    expect(await saidOf(page, first!)).toMatch(/^Refused: it is proven for the block 0x/)
    // The page itself goes on asking its API, which is not there.
    expect(asked.filter((path) => path !== '/graphql')).toEqual([])
    expect([...foreign, ...uncaught]).toEqual([])
    await page.close()
  })
})
