import fc from 'fast-check'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { STORAGE } from '../../src/protocols/storage'
import { verifyBundle } from '../../src/state-proof/verify'
import { BUNDLES } from '../support/proof/bundles'
import { mutatedBundles } from '../support/proof/mutations'
import { expectClean, open, violations, watched } from './browser'
import { useDashboard, WITHOUT } from './dashboard'

const MUTATED = fc.sample(mutatedBundles, { numRuns: 100, seed: 20 })

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

describe.skipIf(WITHOUT)(`the verifier in a browser (${WITHOUT ?? 'chromium'})`, () => {
  const dashboard = useDashboard('dashboard_proofs', 'Alpha')

  test('accepts what Node accepts, refuses what Node refuses, with the same words, and asks nobody', async () => {
    const view = await watched(dashboard.browser, dashboard.api.url, 'light')
    const { page } = view
    await open(page, `${dashboard.api.url}/quality`)
    const [first] = Object.values(BUNDLES)
    // The verifier itself is loaded with the first bundle.
    await saidOf(page, first!)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    for (const text of Object.values(BUNDLES)) {
      const { bundle } = verifyBundle(text, STORAGE)
      const said = await saidOf(page, text)
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
    expect(asked).toEqual([])
    expectClean(view)
    await page.close()
  })
})
