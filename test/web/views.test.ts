import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { WebFiles } from '../../src/api/http/web/files'
import { PAGE_PATHS } from '../../src/api/http/web/paths'
import { expectClean, ofPages, open, settled, violations, watched } from './browser'
import { PRICING, useDashboard, WITHOUT } from './dashboard'

const NAME = 'Alpha <b>Operator</b>'

describe.skipIf(WITHOUT)(`views of the dashboard in a browser (${WITHOUT ?? 'chromium'})`, () => {
  const dashboard = useDashboard('dashboard_views', NAME)

  test('Ctrl and K find an operator by its name, the arrow and Enter go there, Escape closes', async () => {
    const { api, browser, operator } = dashboard
    const view = await watched(browser, api.url, 'light')
    const { page } = view
    await open(page, `${api.url}/?block=2000`)
    await page.keyboard.press('Control+k')
    await page.waitForSelector('dialog.search input:focus')
    await page.keyboard.type('alpha')
    await page.waitForSelector('dialog.search li a')
    await expect.poll(() => page.locator('dialog.search li').first().innerText()).toContain(NAME)
    expect(await page.locator('dialog.search li b b, dialog.search img').count()).toBe(0)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForSelector(`h1:has-text("Operator ${operator.slice(0, 6)}")`)
    await page.waitForSelector('dialog.search', { state: 'detached' })
    const url = new URL(page.url())
    expect([url.pathname, url.searchParams.get('block')]).toEqual([
      `/operators/${operator}`,
      '2000',
    ])
    await page.keyboard.press('Meta+k')
    await page.waitForSelector('dialog.search input:focus')
    await page.keyboard.type('0xzz')
    await page.waitForSelector('dialog.search:has-text("Nothing is found")')
    await page.keyboard.press('Escape')
    await page.waitForSelector('dialog.search', { state: 'detached' })
    expectClean(view)
    await page.close()
  })

  test('a search leads to a page for everything that it finds', async () => {
    const { api, browser } = dashboard
    const { page } = await watched(browser, api.url, 'light')
    const { pools, stakers } = await api.ask(
      '{ pools(limit: 1) { address assetId } stakers(limit: 1) { address } }',
    )
    for (const [text, expected] of [
      [pools[0].address, 'tr.chosen'],
      [pools[0].assetId, 'tr.chosen'],
      [
        stakers[0].address,
        `main :has-text("${stakers[0].address.slice(0, 6)}"), input[value="${stakers[0].address}"]`,
      ],
    ]) {
      await open(page, api.url)
      await page.getByRole('button', { name: 'Search' }).click()
      await page.fill('dialog.search input', text)
      await page.locator('dialog.search li a').first().click()
      await page.waitForSelector(expected)
    }
    await page.close()
  })

  test('a theme that was chosen stays on the next page, in new windows, and with the page that was left', async () => {
    const { api, browser } = dashboard
    const view = await watched(browser, api.url, 'light')
    const { page } = view
    const shown = () => page.evaluate(() => document.documentElement.dataset.theme)
    await open(page, `${api.url}/?block=2000`)
    await page.click('header button:text-is("Dark")')
    await page.waitForSelector('header button:text-is("Light")')
    expect([await shown(), new URL(page.url()).search]).toEqual(['dark', '?block=2000&theme=dark'])
    const link = page.locator('header nav a:text-is("Operators")')
    await link.focus()
    expect(await link.getAttribute('href')).toBe(`${api.url}/operators?block=2000&theme=dark`)
    await link.click()
    await page.waitForSelector('h1:text-is("Operators")')
    expect([await shown(), new URL(page.url()).search]).toEqual(['dark', '?block=2000&theme=dark'])
    await page.click('header button:text-is("Light")')
    await page.goBack()
    await page.waitForSelector('h1:text-is("Overview")')
    await expect.poll(shown).toBe('dark')
    expectClean(view)
    await page.close()
  })

  test('compare puts two blocks side by side, each with its own stamp and figures, and says what changed', async () => {
    const { api, browser } = dashboard
    const view = await watched(browser, api.url, 'light')
    const { page } = view
    await open(page, `${api.url}/?block=2500`)
    await page.click('button:text-is("Compare with another block")')
    await page.waitForSelector('.compare')
    await page.locator('#compare').fill('1500')
    await page.waitForSelector('.stamp[data-block="1500"]')
    await settled(page)
    expect(await page.locator('h1').allInnerTexts()).toEqual(['Block 1500 beside block 2500'])
    expect(
      await page
        .locator('.stamp')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.block)),
    ).toEqual(['1500', '2500'])
    const stakes: string[] = []
    for (const number of [1500, 2500]) {
      const { overview } = await api.ask(
        `{ overview(block: { number: ${number} }, ${PRICING}) { now { stake } } }`,
      )
      stakes.push(overview.now.stake)
    }
    const cards = page.locator('summary[data-metric=stake][data-exact]')
    expect(
      await cards.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.exact)),
    ).toEqual(stakes)
    expect(await page.locator('.sentences').first().innerText()).toMatch(
      /(More|Less|As) fragile (than|as) at block 1500/,
    )
    expect(await violations(page)).toEqual([])
    // The link is the view.
    const other = await watched(browser, api.url, 'light')
    await open(other.page, page.url())
    await other.page.waitForSelector('.stamp[data-block="1500"]')
    await other.page.close()
    expectClean(view)
    await page.close()
  })

  const beside = ofPages(PAGE_PATHS, ['', 'slashings', 'losses'])
  test(`two blocks of ${beside.whose} stand beside each other without faults of accessibility`, async () => {
    const { api, browser } = dashboard
    const view = await watched(browser, api.url, 'dark')
    for (const path of beside.pages) {
      await open(view.page, `${api.url}/${path}?block=2500&compare=2000`)
      await view.page.waitForFunction(
        () => document.querySelectorAll('.compare .content:not(.stale)').length === 2,
      )
      expect(await violations(view.page), path).toEqual([])
    }
    expectClean(view)
    await view.page.close()
  }, 300_000)

  test('two scenarios stand side by side, with the losses of the API, and a link has both', async () => {
    const { api, browser, operator, service } = dashboard
    const view = await watched(browser, api.url, 'light')
    const { page } = view
    await open(page, `${api.url}/simulate?kind=operator&target=${operator}&percent=40`)
    await page.click('button:text-is("Compare with another scenario")')
    const second = page.locator('section[aria-label="Second scenario"]')
    await second.locator('select[name=kind]').selectOption('service')
    await second.locator('select[name=target]').selectOption(service)
    await second.locator('button:text-is("Run")').click()
    await second.locator('summary[data-metric=loss]').waitFor()
    const { first, other } = await api.ask(`{
      first: simulate(${PRICING}, shocks: [{ group: { operators: ["${operator}"], fraction: "40/100" } }]) { capitalLossValue }
      other: simulate(${PRICING}, shocks: [{ byzantineAvs: { avs: "${service}" } }]) { capitalLossValue }
    }`)
    const losses = () =>
      page
        .locator('summary[data-metric=loss]')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.exact))
    const expected = [first.capitalLossValue, other.capitalLossValue]
    expect(await losses()).toEqual(expected)
    expect(await page.locator('.sentences').first().innerText()).toMatch(/loses|Both lose/)
    expect(await violations(page)).toEqual([])
    await open(page, page.url())
    await second.locator('summary[data-metric=loss]').waitFor()
    expect(await losses()).toEqual(expected)
    expectClean(view)
    await page.close()
  })

  test('one chart with its stamp is shown in a page of somebody else, and a whole page is not', async () => {
    const { api, browser } = dashboard
    const view = await watched(browser, api.url, 'light')
    await open(view.page, `${api.url}/concentration?block=2000`)
    const link = await view.page
      .locator('figure:has-text("Lorenz curve") a:text-is("Embed")')
      .getAttribute('href')
    const frames = createServer((_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(
        `<iframe id="one" src="${new URL(link!, api.url)}"></iframe><iframe id="page" src="${api.url}/concentration"></iframe>`,
      )
    })
    await new Promise<void>((resolve) => frames.listen(0, '127.0.0.1', resolve))
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(frames.address() as AddressInfo).port}/`)
    const one = page.frameLocator('#one')
    await one.locator('figure').waitFor()
    expect(await one.locator('figure').count()).toBe(1)
    expect(await one.locator('header, .cards, .controls').locator('visible=true').count()).toBe(0)
    expect(await one.locator('.stamp').getAttribute('data-block')).toBe('2000')
    expect(await page.frameLocator('#page').locator('main').count()).toBe(0)
    await page.close()
    await open(view.page, new URL(link!, api.url).href)
    expect(await violations(view.page)).toEqual([])
    expectClean(view)
    await view.page.close()
    await new Promise((resolve) => frames.close(resolve))
  })

  test('addresses lead to the explorer that was set, in a window of its own, and names do not', async () => {
    const { api, browser, operator } = dashboard
    const { page } = await watched(browser, api.url, 'light')
    await open(page, `${api.url}/operators/${operator}`)
    const links = await page
      .locator('main a[target=_blank][href^="https://explorer.example/"]')
      .evaluateAll((all) =>
        all.map((one) => [one.getAttribute('href'), one.getAttribute('rel'), one.textContent]),
      )
    expect(links).toContainEqual([
      `https://explorer.example/address/${operator}`,
      'noopener noreferrer',
      operator,
    ])
    for (const [, , text] of links) expect(text).not.toContain('Alpha')
    await page.close()
  })

  test('every page has a preview of its own, a picture without figures', async () => {
    const { api } = dashboard
    const titles = new Set<string>()
    for (const path of [...PAGE_PATHS, 'operators/0x1/']) {
      const base = new URL(path, `${api.url}/`)
      const html = await (await fetch(base)).text()
      const of = (name: string) =>
        new RegExp(`property="${name}" content="([^"]+)"`).exec(html)![1]!
      titles.add(of('og:title'))
      const picture = await fetch(new URL(of('og:image'), base))
      const body = Buffer.from(await picture.arrayBuffer())
      // A PNG says its width and height in its header.
      expect([body.toString('latin1', 1, 4), body.readUInt32BE(16), body.readUInt32BE(20)]).toEqual(
        ['PNG', 1200, 630],
      )
    }
    expect(titles.size).toBe(PAGE_PATHS.length)
    const named = new WebFiles('https://restaking.example/a"b').find('/operators', false)!
    expect(String(named.representation.body)).toContain(
      'property="og:image" content="https://restaking.example/a&#34;b/previews/operators.png"',
    )
  })

  test('in the unit of a pool amounts are whole tokens, and a heading has the name first, as text', async () => {
    const { api, browser, operator } = dashboard
    const view = await watched(browser, api.url, 'light')
    const { page } = view
    const { operatorById } = await api.ask(
      `{ operatorById(id: "${operator}") { stakes(limit: 1, orderBy: [shares_DESC]) { shares pool { id } } } }`,
    )
    const [{ shares, pool }] = operatorById.stakes
    for (const path of ['', 'services', `operators/${operator}`]) {
      await open(page, `${api.url}/${path}?unit=${pool.id}`)
      const text = (await page.locator('main').innerText()).replace(/0x[\da-f]+/g, '')
      expect(text.replaceAll('\u202f', ''), path).not.toMatch(/\d{9}|× 10/)
    }
    // Exact where it is pointed at.
    const stake = page.locator('.cards summary[data-metric=stake]')
    expect(await stake.getAttribute('title')).toBe(`${shares} base units`)
    expect(await page.locator('h1').innerText()).toBe(
      `${NAME} operator ${operator.slice(0, 6)}…${operator.slice(-4)}`,
    )
    expect(await page.locator('h1 b').count()).toBe(0)
    expectClean(view)
    await page.close()
  })

  test('a slashing opens to who lost what, and to what counts on the same stake', async () => {
    const { api, browser } = dashboard
    const view = await watched(browser, api.url, 'light')
    const { page } = view
    const { slashings } = await api.ask(
      '{ slashings(limit: 1, where: { status_eq: EXECUTED }, orderBy: [block_DESC, logIndex_DESC]) { id block } }',
    )
    const [{ id, block }] = slashings
    const { slashingLosses } = await api.ask(
      `{ slashingLosses(slashing: "${id}", limit: 50) { staker loss } }`,
    )
    await open(page, `${api.url}/slashings`)
    await page.locator(`td a:text-is("${block}")`).first().click()
    const rows = page.locator(
      'section.table:has(h2:text-is("Stakers that lost, the most first")) tbody tr',
    )
    await rows.first().waitFor()
    expect(new URL(page.url()).searchParams.get('slashing')).toBe(id)
    const lost = await rows.evaluateAll((all) =>
      all.map((row) => row.querySelectorAll('td')[2]!.getAttribute('title')),
    )
    expect(lost).toEqual(slashingLosses.map(({ loss }: { loss: string }) => `${loss} base units`))
    await page.waitForSelector('h2:text-is("What counts on the same stake")')
    expect(await violations(page)).toEqual([])
    expectClean(view)
    await page.close()
  })
})
