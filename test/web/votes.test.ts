import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import { MIDDLEWARE, middlewareTruth } from '../support/middleware/truth'
import type { TestDatabase } from '../support/postgres'
import { CHROMIUM, expectClean, launch, open, violations, watched } from './browser'
import { WITHOUT } from './dashboard'

/* The page of a service that is on eigenlayer-middleware. */

let database: TestDatabase
let api: TestApi
let browser: Browser

beforeAll(async () => {
  if (WITHOUT !== null) return
  database = await createIndexedDatabase('votespage', MIDDLEWARE)
  api = await startTestApi(database.url)
  browser = await launch()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await api?.close()
  await database?.drop()
})

describe.skipIf(WITHOUT)(`a service that votes in a browser (${WITHOUT ?? CHROMIUM})`, () => {
  test('its page has the votes of each operator beside the stake, and the last ejections', async () => {
    const { avs } = middlewareTruth(MIDDLEWARE).at(-1)!.avsMiddleware
    const view = await watched(browser, api.url, 'light')
    await open(view.page, `${api.url}/services/${avs.toLowerCase()}`)
    const { votes, ejections } = await api.ask(`{
      votes: quorumStakes(where: {isMember_eq: true}, limit: 200) { id }
      ejections(limit: 100) { id }
    }`)
    const rows = (title: string) =>
      view.page
        .locator('section.table')
        .filter({ has: view.page.locator(`h2:text-is("${title}")`) })
    const shown = rows('Votes, and the stake behind them').locator('tbody tr')
    expect(await shown.count()).toBe(Math.min(votes.length, 50))
    expect(await shown.first().textContent()).toMatch(/%.*blocks ago/)
    expect(await rows('Ejections, the last first').locator('tbody tr').count()).toBe(
      Math.min(ejections.length, 50),
    )
    expectClean(view)
    expect(await violations(view.page)).toEqual([])
    await expect.poll(() => view.costs.get('Service')).toBeLessThan(50_000)
  })
})
