import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { useRecordedApi } from '../support/api/recorded-api'
import { MIDDLEWARE } from '../support/middleware/truth'
import { expectClean, launch, open, watched } from './browser'
import { WITHOUT } from './dashboard'

interface Request {
  id: string
  status: string
  operatorId: string
  operatorSet: { avsId: string }
  vetoDeadline: string
}

describe.skipIf(WITHOUT)(`requested slashings in a browser (${WITHOUT ?? 'chromium'})`, () => {
  const api = useRecordedApi('dashboardrequests', MIDDLEWARE)
  let browser: Browser
  /** Those of an operator of which some are pending come first. */
  let all: Request[]
  let pool: string

  beforeAll(async () => {
    browser = await launch()
    const { slashingRequests, pools } = await api.ask(
      '{ pools(limit: 1, orderBy: id_ASC) { id } slashingRequests(limit: 1000) { id status operatorId operatorSet { avsId } vetoDeadline } }',
    )
    all = slashingRequests.toSorted(
      (a: Request, b: Request) =>
        Number(b.status === 'REQUESTED') - Number(a.status === 'REQUESTED'),
    )
    pool = pools[0].id
  })
  afterAll(() => browser?.close())

  /** Texts of the rows of the table of requests, by column. */
  const rowsOf = async (page: Page) => {
    const table = page.locator('section.table', { hasText: 'Requested slashings of EigenLayer' })
    const more = table.locator('button', { hasText: /^All \d+ rows$/ })
    if ((await more.count()) > 0) {
      await more.click()
      await more.waitFor({ state: 'detached' })
    }
    return Promise.all(
      (await table.locator('tbody tr').all()).map((row) => row.locator('td, th').allInnerTexts()),
    )
  }
  const utc = (seconds: string) =>
    new Date(Number(seconds) * 1000).toISOString().slice(0, 16).replace('T', ' ')

  // In CI the page without filters and that of one operator.
  test.each(someOf(['slashings', 'service', 'operator'] as const, 2))(
    'page %s: pending ones first, with the end of the time for a veto and what they would take',
    async (name) => {
      const [first] = all
      const pages = {
        slashings: 'slashings',
        service: `services/${first!.operatorSet.avsId}?unit=${pool}`,
        operator: `operators/${first!.operatorId}?unit=${pool}`,
      }
      const requests =
        name === 'operator' ? all.filter((one) => one.operatorId === first!.operatorId) : all
      const seen = await watched(browser, api.url, 'light')
      await open(seen.page, `${api.url}/${pages[name]}`)
      const rows = await rowsOf(seen.page)
      expect(rows).toHaveLength(requests.length)
      const pending = requests.filter(({ status }) => status === 'REQUESTED')
      expect(pending.length).toBeGreaterThan(0)
      const states = rows.slice(0, pending.length).map((cells) => cells[1])
      expect(states.map((state) => /\d{4}-\d\d-\d\d \d\d:\d\d/.exec(state!)?.[0]).sort()).toEqual(
        pending.map(({ vetoDeadline }) => utc(vetoDeadline)).sort(),
      )
      const losses = rows.slice(0, pending.length).map((cells) => cells.at(-2))
      const isTold = /: (at most )?[\d<]|would refuse it/
      expect(losses.filter((text) => !isTold.test(text!) || /\d{7}/.test(text!))).toEqual([])
      // Exact where it is pointed at.
      const exact = await seen.page.locator('td li[title*="base units"]').first()
      expect(await exact.getAttribute('title')).toMatch(
        /^0x[\da-f]{40}: (at most )?\d+ base units$/,
      )
      expect(
        rows.slice(pending.length).every(([, state]) => /^(vetoed|executed) in block/.test(state!)),
      ).toBe(true)
      expectClean(seen)
      await seen.page.close()
    },
  )
})
