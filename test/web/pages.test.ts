import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PAGE_PATHS } from '../../src/api/http/web/paths'
import { someOf } from '../long.mjs'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'
import {
  CHROMIUM,
  cutTexts,
  expectClean,
  launch,
  ofPages,
  open,
  reads,
  settled,
  violations,
  watched,
} from './browser'

const HOSTILE = '<img src=x onerror=alert(1)> "><script>x()</script> \u202egnp'
const PRICING =
  'pricing: { numeraire: ETH, prices: [{ asset: "0x0000000000000000000000000000000000000000", value: "1" }] }'

let database: TestDatabase
let empty: TestDatabase
let api: TestApi
let browser: Browser
let operator: string
let service: string
let folder: string
let staker: string

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) return
  database = await createIndexedDatabase('dashboard', BOTH)
  empty = await createTestDatabase('dashboard_empty')
  const plain = await startTestApi(database.url)
  const { overview, concentration } = await plain.ask(`{
    concentration(of: STAKERS, ${PRICING}) { shares(limit: 1) { member { id } } }
    overview(${PRICING}) { topOperators(limit: 1) { operator { id } } topAvss(limit: 1) { avs { id } } }
  }`)
  await plain.close()
  operator = overview.topOperators[0].operator.id
  staker = concentration.shares[0].member.id
  service = overview.topAvss[0].avs.id
  folder = mkdtempSync(join(tmpdir(), 'labels-'))
  const labels = join(folder, 'labels.json')
  writeFileSync(labels, labelsOf(operator))
  api = await startTestApi(database.url, {}, [], { labelFiles: [labels] })
  browser = await launch()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await api?.close()
  await database?.drop()
  await empty?.drop()
  if (folder) rmSync(folder, { recursive: true })
})

/** A label file that gives an operator a name which is an attack. */
function labelsOf(address: string): string {
  return JSON.stringify({
    name: 'hostile',
    asOf: '2026-10-01',
    source: 'a test',
    chainId: 31337,
    names: { [address]: HOSTILE },
    groupings: {},
  })
}

/** Every page, and those of one operator, one service, one staker and one scenario. */
const pages = () => [
  ...PAGE_PATHS,
  `operators/${operator}`,
  `services/${service}`,
  `stakers/${staker}`,
  `simulate?kind=operator&target=${operator}&percent=50&keep=90`,
]

const WITHOUT = existsSync(CHROMIUM) ? null : `skipped: there is no ${CHROMIUM}`

describe.skipIf(WITHOUT)(`the dashboard in a browser (${WITHOUT ?? CHROMIUM})`, () => {
  test.each(someOf(['light', 'dark'] as const, 1))(
    'every page is without errors, requests to other hosts and faults of accessibility, and its query runs as its link has it: %s',
    async (theme) => {
      const view = await watched(browser, api.url, theme)
      for (const path of pages()) {
        await open(view.page, `${api.url}/${path}`)
        expect(await view.page.locator('h1').count(), path).toBe(1)
        expect(await view.page.locator('.notice.failed').count(), path).toBe(0)
        const text = await view.page.locator('main').innerText()
        expect(text, path).not.toMatch(/NaN|undefined|\[object|Infinity/)
        expect(await violations(view.page), path).toEqual([])
        const link = await view.page.locator('.stamp a').getAttribute('href')
        const { data } = await api.send(new URL(link!).searchParams.get('query')!)
        expect(data?._meta.block.number, path).toBe(3000)
        // At the width of a small phone nothing moves the page sideways.
        await view.page.setViewportSize({ width: 320, height: 700 })
        const wide = await view.page.evaluate(() => document.documentElement.scrollWidth)
        expect(wide, path).toBeLessThanOrEqual(320)
        await expect.poll(() => cutTexts(view.page), { message: path }).toEqual([])
        await view.page.setViewportSize({ width: 1280, height: 900 })
      }
      expectClean(view)
      for (const [name, cost] of view.costs) {
        console.log(`${name}: cost ${cost}`)
        expect(cost, name).toBeLessThanOrEqual(12_000)
      }
      await view.page.close()
    },
    600_000,
  )

  test('figures are those of the API, to the last digit', async () => {
    const { page } = await watched(browser, api.url, 'light')
    await open(page, `${api.url}/?block=2000`)
    const { overview, concentration, seriesOf } = await api.ask(`{
      overview(block: { number: 2000 }, ${PRICING}) { now { stake capitalAtRisk slashableLeverage } }
      concentration(of: OPERATORS, basis: SLASHABLE, block: { number: 2000 }, ${PRICING}) {
        hhi
        third: nakamotoAt(threshold: "1/3") { count }
      }
      seriesOf(from: 2000, to: 2000, every: 1, ${PRICING}, figures: [{ figure: MEMBERS }]) { points { values { value } } }
    }`)
    const { stake, capitalAtRisk, slashableLeverage } = overview.now
    const { hhi, third } = concentration
    const holding = seriesOf.points[0].values[0].value
    for (const value of [stake, hhi, third.count, capitalAtRisk]) expect(value).not.toBeNull()
    const shown = await page
      .locator('.cards summary')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.exact))
    expect(shown).toEqual(
      [stake, holding, third.count, hhi, capitalAtRisk, slashableLeverage].map((value) =>
        String(value ?? ''),
      ),
    )
    await page.close()
  })

  test('the slider changes stamp, figures and link, and a link restores the whole view', async () => {
    const { page } = await watched(browser, api.url, 'light')
    await open(page, `${api.url}/`)
    const before = await page.locator('.cards summary').allInnerTexts()
    await page.locator('#block').fill('1500')
    await page.waitForSelector('.stamp[data-block="1500"]')
    await settled(page)
    expect(new URL(page.url()).searchParams.get('block')).toBe('1500')
    const after = await page.locator('.cards summary').allInnerTexts()
    expect(after).not.toEqual(before)
    await page.click('nav a:text-is("Operators")')
    await page.click('th button:has-text("Services")')
    await page.waitForSelector('th[aria-sort="descending"]:has-text("Services")')
    await settled(page)
    const link = page.url()
    const rows = await page.locator('tbody tr').allInnerTexts()
    const other = await watched(browser, api.url, 'light')
    await open(other.page, link)
    expect(await other.page.locator('tbody tr').allInnerTexts()).toEqual(rows)
    expect(await other.page.locator('.stamp').getAttribute('data-block')).toBe('1500')
    await other.page.close()
    await page.close()
  })

  test('the simulator runs a slash and shows the loss that the API computes', async () => {
    const view = await watched(browser, api.url, 'light')
    const { page } = view
    await open(page, `${api.url}/simulate`)
    await page.selectOption('select[name=target]', operator)
    await page.fill('input[name=percent]', '40')
    await page.click('button:text-is("Run")')
    await page.waitForSelector('summary[data-metric=loss]')
    const { simulate } = await api.ask(`{ simulate(${PRICING}, shocks: [
      { group: { operators: ["${operator}"], fraction: "40/100" } }
    ]) { capitalLossValue } }`)
    const loss = page.locator('summary[data-metric=loss]')
    expect(await loss.getAttribute('data-exact')).toBe(simulate.capitalLossValue)
    expect(new URL(page.url()).searchParams.get('percent')).toBe('40')
    expectClean(view)
    await page.close()
  })

  test('hostile names stay text', async () => {
    const view = await watched(browser, api.url, 'light')
    await open(view.page, `${api.url}/operators/${operator}`)
    expect(await view.page.locator('main').innerText()).toContain('<img src=x onerror=alert(1)>')
    expect(await view.page.locator('main img, main script').count()).toBe(0)
    expectClean(view)
    await view.page.close()
  })

  test('the keyboard alone reaches a chart and reads its points', async () => {
    const { page } = await watched(browser, api.url, 'light')
    await open(page, `${api.url}/`)
    for (let tabs = 0; tabs < 80; tabs++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement?.matches('.plot') ?? false)) break
    }
    const reading = page.locator('.plot .reading')
    await page.keyboard.press('End')
    await reads(reading, /block 3000/)
    await page.keyboard.press('ArrowLeft')
    await reads(reading, /block 29\d\d/)
    await page.keyboard.press('Escape')
    await reads(reading, /^(?!.*block)/s)
    await page.close()
  })

  test('a chart is also a table, and files with the stamp', async () => {
    const { page } = await watched(browser, api.url, 'light')
    await open(page, `${api.url}/`)
    const chart = page.locator('figure').first()
    for (const kind of ['CSV', 'SVG', 'PNG']) {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        chart.getByRole('button', { name: kind }).click(),
      ])
      expect(file.suggestedFilename()).toBe(`stake-over-time-3000.${kind.toLowerCase()}`)
      const chunks: Buffer[] = []
      for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
      const body = Buffer.concat(chunks)
      if (kind === 'PNG') expect(body.subarray(1, 4).toString()).toBe('PNG')
      else expect(body.toString()).toMatch(/block 3000 · time/)
    }
    await chart.getByRole('button', { name: 'Table' }).click()
    expect(await chart.locator('tbody tr').count()).toBeGreaterThan(30)
    await page.close()
  })

  // The overview asks for its series apart, and those of one operator are of another kind.
  const told = () => ofPages(pages(), ['', 'losses', `operators/${operator}`])
  test(`${told().whose} says that the index is behind, that it stopped, or that the API fails`, async () => {
    const { page } = await watched(browser, api.url, 'light')
    let change: (meta: Record<string, unknown>) => void = () => {}
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch()
      const body = await response.json()
      // The overview asks for its series apart, without the stamp.
      if (body.data?._meta) change(body.data._meta)
      await route.fulfill({ response, json: body })
    })
    for (const path of told().pages) {
      change = (meta) => Object.assign(meta, { lag: 40, head: 3040 })
      await open(page, `${api.url}/${path}`)
      expect(await page.locator('.stamp.behind').innerText(), path).toContain('40 blocks behind')
      change = (meta) => Object.assign(meta, { hasIndexingErrors: true, indexingError: 'LP2004' })
      await open(page, `${api.url}/${path}`)
      expect(await page.locator('.stamp.invalid').innerText(), path).toContain('stopped: LP2004')
    }
    await page.unroute('**/graphql')
    await page.route('**/graphql', (route) => route.abort())
    for (const path of told().pages) {
      await page.goto(`${api.url}/${path}`)
      await page.waitForSelector('.notice.failed:has-text("NO_ANSWER")')
    }
    await page.close()
  }, 300_000)

  test('an empty index says so', async () => {
    const unready = await startTestApi(empty.url)
    const { page } = await watched(browser, unready.url, 'light')
    await page.goto(unready.url)
    await page.waitForSelector('.notice:has-text("Nothing is indexed yet")')
    await page.close()
    await unready.close()
  })

  test('it works under a path prefix of a proxy', async () => {
    const proxy = createServer((incoming, outgoing) => {
      if (!incoming.url?.startsWith('/some/where/')) return outgoing.writeHead(404).end()
      const url = new URL(incoming.url.slice('/some/where'.length), api.url)
      const { method, headers } = incoming
      const sent = request(url, { method, headers: { ...headers, host: url.host } }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      })
      incoming.pipe(sent)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const base = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/some/where/`
    const view = await watched(browser, base, 'light')
    for (const path of ['', `operators/${operator}`, 'method/hhi']) {
      await open(view.page, `${base}${path}`)
      expect(await view.page.locator('.stamp').count(), path).toBe(1)
    }
    await view.page.click('nav a:text-is("Pools")')
    await view.page.waitForSelector('h1:has-text("Pools and vaults")')
    expect(view.page.url()).toBe(`${base}pools`)
    expectClean(view)
    await view.page.close()
    await new Promise((resolve) => proxy.close(resolve))
  })
})
