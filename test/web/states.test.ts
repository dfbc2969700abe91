import { describe, expect, test } from 'vitest'
import { PAGE_PATHS } from '../../src/api/http/web/paths'
import { startTestApi } from '../support/api/api-client'
import { createTestDatabase } from '../support/postgres'
import { expectClean, ofPages, open, watched } from './browser'
import { PRICING, useDashboard, WITHOUT } from './dashboard'

/** Body of a request of the page. */
interface Asked {
  query: string
}

/** Without a file of prices and classes these figures are unknown: tokens of rewards, and some pools, have no price. */
const UNPRICED = [
  'decisive',
  'earned',
  'emission',
  'feeLike',
  'payers',
  'runway',
  'apr',
  'worstControl',
  'worstControlShare',
  'classHhi',
  'securityPrice',
]

describe.skipIf(WITHOUT)(`states of the dashboard in a browser (${WITHOUT ?? 'chromium'})`, () => {
  const dashboard = useDashboard('dashboard_states', 'Alpha')

  const { pages, whose } = ofPages(PAGE_PATHS, ['', 'operators', 'losses', 'method'])

  test(`${whose} says that nothing is indexed yet, and shows the chain once it is`, async () => {
    const empty = await createTestDatabase('dashboard_states_empty')
    const unready = await startTestApi(empty.url)
    const { page } = await watched(dashboard.browser, unready.url, 'light')
    for (const path of pages) {
      await page.goto(`${unready.url}/${path}`)
      await page.waitForSelector('.notice:has-text("Nothing is indexed yet")')
      expect(await page.locator('.stamp').count(), path).toBe(0)
    }
    // What the button asks for is answered by another server: as if the first block had come.
    await page.route('**/graphql', async (route) => {
      const { api } = dashboard
      const response = await route.fetch({ url: `${api.url}/graphql` })
      await route.fulfill({ response })
    })
    await page.click('button:text-is("Try again")')
    await page.waitForSelector('.stamp[data-block="3000"]')
    await page.close()
    await unready.close()
    await empty.drop()
  })

  test(`${whose} says why its own query fails and what to do, and shows its figures on a further try`, async () => {
    const { api, browser } = dashboard
    const { page } = await watched(browser, api.url, 'light')
    let fails = true
    await page.route('**/graphql', async (route) => {
      const { query } = route.request().postDataJSON() as Asked
      if (!fails || query.startsWith('query Position')) return route.continue()
      const extensions = { code: 'QUERY_TIMEOUT', hint: 'Ask for less.' }
      const message = 'The operation took longer than 10 s.'
      return route.fulfill({ json: { errors: [{ message, extensions }] } })
    })
    for (const path of pages) {
      fails = true
      await page.goto(`${api.url}/${path}`)
      const notice = page.locator('.notice.failed')
      await notice.waitFor()
      const text = await notice.innerText()
      for (const part of ['QUERY_TIMEOUT', 'took longer', 'Ask for less.']) {
        expect(text, path).toContain(part)
      }
      expect(await page.locator('.content').count(), path).toBe(0)
      fails = false
      await page.click('button:text-is("Try again")')
      await page.waitForSelector('.stamp[data-block="3000"]')
    }
    await page.close()
  }, 300_000)

  test('a block that is not indexed is named, and the last one is a press away', async () => {
    const { api, browser } = dashboard
    const { page } = await watched(browser, api.url, 'light')
    await open(page, `${api.url}/?block=99999`)
    expect(await page.locator('.notice.failed').innerText()).toContain('BLOCK_NOT_INDEXED')
    await page.click('button:text-is("Show the last block")')
    await page.waitForSelector('.stamp[data-block="3000"]')
    expect(new URL(page.url()).search).toBe('')
    await page.close()
  })

  test('charts say that there is nothing, that it is unknown, estimated, not indexed yet, or not final', async () => {
    const { api, browser } = dashboard
    const { page } = await watched(browser, api.url, 'light')
    const stateOf = async (path: string) => {
      await open(page, `${api.url}/${path}`)
      const figure = page.locator('figure.chart').first()
      const text = await figure.locator('.state').allInnerTexts()
      return [await figure.getAttribute('data-state'), text.join(' ')]
    }
    const { pools } = await api.ask(
      '{ pools(where: { protocol_eq: EIGENLAYER, operatorStakes_some: { shares_gt: "0" } }, limit: 1) { id } }',
    )
    const unit = `unit=${pools[0].id}`
    expect(await stateOf('slashings?block=1')).toEqual([
      'empty',
      expect.stringContaining('nothing'),
    ])
    expect(await stateOf('?unit=ETH&block=2000')).toEqual([
      'estimated',
      expect.stringContaining('lower bounds'),
    ])
    expect(await stateOf(`?${unit}`)).toEqual(['reorganised', expect.stringContaining('not final')])
    expect(await stateOf(`?${unit}&block=2000`)).toEqual(['ready', ''])
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch()
      const body = await response.json()
      Object.assign(body.data?._meta ?? {}, { lag: 40, head: 3040 })
      await route.fulfill({ response, json: body })
    })
    expect(await stateOf(`?${unit}`)).toEqual(['not-synced', expect.stringContaining('hatched')])
    await page.unroute('**/graphql')
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch()
      const text = await response.text()
      const body = text.replace(/"(value|stake)":"[^"]*"/g, '"$1":null')
      await route.fulfill({ response, body })
    })
    expect(await stateOf(`?${unit}`)).toEqual([
      'unavailable',
      expect.stringContaining('not available'),
    ])
    await page.close()
  })

  test('each figure of the method has an example from the chain, loaded when it is opened', async () => {
    const { api, browser } = dashboard
    const view = await watched(browser, api.url, 'light')
    const { page } = view
    await open(page, `${api.url}/method/hhi`)
    await page.waitForSelector('#hhi details[open]')
    const count = await page.locator('section[id]').count()
    expect(count).toBeGreaterThan(100)
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('details:not([open]) > summary > h2')) {
        one.parentElement!.click()
      }
    })
    await expect.poll(() => page.locator('section[id] dd a').count()).toBe(count)
    const examples = await page.locator('section[id]').evaluateAll((sections) =>
      sections.map(({ id, lastElementChild }) => {
        return [id, lastElementChild!.querySelector('dd:last-of-type')!.textContent] as const
      }),
    )
    const isNone = ([, text]: readonly [string, string]) => text.startsWith('No example')
    for (const [id, text] of examples.filter((one) => !isNone(one))) {
      expect(text, id).toMatch(/\d/)
    }
    const without = examples.filter(isNone).map(([id]) => id)
    expect(without).toEqual(UNPRICED)
    const { hhi } = (
      await api.ask(`{ concentration(of: OPERATORS, basis: SLASHABLE, ${PRICING}) { hhi } }`)
    ).concentration
    const rounded = Number(hhi).toPrecision(3)
    expect(await page.locator('#hhi dd').last().innerText()).toContain(`${rounded} of all`)
    const query = new URL((await page.locator('#hhi dd a').getAttribute('href'))!)
    const { data } = await api.send(query.searchParams.get('query')!)
    expect(data?.concentration.hhi).toBe(hhi)
    expectClean(view)
    const costs = [...view.costs].filter(([name]) => name.startsWith('Example_'))
    expect(costs).toHaveLength(count)
    for (const [name, cost] of costs) expect(cost, name).toBeLessThanOrEqual(12_000)
    await page.close()
  })

  test('a page whose code is not there any more, as after an upgrade of the server, says so and can be loaded anew', async () => {
    const { api, browser } = dashboard
    const { page } = await watched(browser, api.url, 'light')
    await open(page, `${api.url}/`)
    await page.route('**/assets/overlap-*.js', (route) => route.fulfill({ status: 404 }))
    await page.click('nav a:text-is("Overlap")')
    await page.waitForSelector('.notice.failed:has-text("another version of this page")')
    await page.unroute('**/assets/overlap-*.js')
    await page.click('button:text-is("Try again")')
    await page.waitForSelector('h1:has-text("Overlap")')
    await page.close()
  })
})
