import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { settled } from './browser'
import { useDashboard, WITHOUT } from './dashboard'

/** Moves the clock of the page by more than the time between two questions for the stamp. */
const wait = (page: Page) => page.clock.runFor(13_000)

describe.skipIf(WITHOUT)(`new blocks in a browser (${WITHOUT ?? 'chromium'})`, () => {
  const dashboard = useDashboard('dashboard_refresh', 'Alpha')

  test('a page of the last block takes them over where it stands, one of a block does not', async () => {
    const { api, browser } = dashboard
    const page = await browser.newPage()
    await page.clock.install()
    const asked: string[] = []
    let last: number | null = 2990
    await page.route('**/graphql', async (route) => {
      const { query } = route.request().postDataJSON() as { query: string }
      const name = /query (\w+)/.exec(query)![1]!
      asked.push(name)
      if (last === null) return route.abort()
      const response = await route.fetch()
      const body = await response.json()
      if (body.data?._meta) body.data._meta.block.number = last
      return route.fulfill({ response, json: body })
    })
    const countOf = (name: string) => asked.filter((one) => one === name).length

    await page.goto(`${api.url}/slashings`)
    await settled(page)
    await page.waitForSelector('.stamp[data-block="2990"]')
    const top = await page.locator('figure.chart').first().boundingBox()
    await wait(page)
    await expect.poll(() => countOf('Position')).toBe(2)
    expect(countOf('Slashings')).toBe(1)
    last = 2991
    await wait(page)
    await page.waitForSelector('.stamp[data-block="2991"]')
    await expect.poll(() => countOf('Slashings')).toBe(2)
    await settled(page)
    expect(await page.locator('figure.chart').first().boundingBox()).toEqual(top)
    last = null
    await wait(page)
    await page.waitForSelector('text=The server does not answer any more')
    expect(await page.locator('.stamp[data-block="2991"]').count()).toBe(1)

    last = 2990
    await page.goto(`${api.url}/slashings?block=2000`)
    await settled(page)
    asked.length = 0
    await wait(page)
    expect(asked).toEqual([])
    await page.close()
  })
})
