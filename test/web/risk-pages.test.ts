import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, expectClean, ofPages, open, settled, violations, watched } from './browser'
import { PRICING, useDashboard, WITHOUT } from './dashboard'
import { FIGURES } from './risk-figures'

/* Pages of stakers and of risks: their figures are those that the API answers to a query of its own. */

const HOSTILE = '<img src=x onerror=alert(1)> "><script>x()</script>'

const dashboard = useDashboard('riskpages', HOSTILE, 'service')
/** With stake, and with a withdrawal in the queue. */
let staker: string

beforeAll(async () => {
  if (WITHOUT !== null) return
  const { withdrawals } = await dashboard.api.ask(`{
    withdrawals(where: { status_eq: QUEUED }, orderBy: [startBlock_DESC], limit: 1) { stakerId }
  }`)
  staker = withdrawals[0].stakerId
})

/** The exact figures of the cards of a page, in their order. */
function cards(page: Page): Promise<(string | undefined)[]> {
  return page
    .locator('.cards summary')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.exact))
}

/** Rows of the CSV of a chart or a table, without the stamp. */
async function csv(page: Page, title: string): Promise<string[][]> {
  const box = page
    .locator('figure, section.table')
    .filter({ has: page.locator(`h2:text-is("${title}")`) })
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    box.getByRole('button', { name: 'CSV', exact: true }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
  const lines = Buffer.concat(chunks).toString().trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/block 3000 · time/)
  return lines.slice(1).map((line) => line.split(','))
}

describe.skipIf(WITHOUT)(`pages of risks in a browser (${WITHOUT ?? CHROMIUM})`, () => {
  test('figures are those of the API, to the last digit', async () => {
    const view = await watched(dashboard.browser, dashboard.api.url, 'light')
    for (const { path, query, figures } of FIGURES) {
      await open(view.page, `${dashboard.api.url}/${path(staker)}`)
      const expected = figures(await dashboard.api.ask(query(staker))).map((one) =>
        String(one ?? ''),
      )
      expect(
        expected.some((one) => one !== '' || path(staker) === 'rewards'),
        path(staker),
      ).toBe(true)
      expect(await cards(view.page), path(staker)).toEqual(expected)
    }
    expectClean(view)
    await view.page.close()
  })

  test('charts have the rows that the API answers', async () => {
    const view = await watched(dashboard.browser, dashboard.api.url, 'light')
    const { page } = view
    await open(page, `${dashboard.api.url}/overlap?among=OPERATORS`)
    const { overlap } =
      await dashboard.api.ask(`{ overlap(among: OPERATORS, basis: SLASHABLE, ${PRICING}) {
      items { id } pairs(limit: 1000) { a { id } b { id } value }
    } }`)
    const [head, ...rows] = await csv(page, 'Who is alike')
    const ids = overlap.items.map(({ id }: { id: string }) => id)
    expect([...head!.slice(1)].sort()).toEqual(ids)
    const values = new Map<string, string | null>(
      overlap.pairs.map((pair: { a: { id: string }; b: { id: string }; value: string | null }) => [
        `${pair.a.id} ${pair.b.id}`,
        pair.value,
      ]),
    )
    for (const [id, ...cells] of rows) {
      for (const [column, cell] of cells.entries()) {
        const other = head![column + 1]!
        if (other === id) continue
        const key = id! < other ? `${id} ${other}` : `${other} ${id}`
        expect(cell, key).toBe(values.get(key) ?? 'unknown')
      }
    }

    await open(page, `${dashboard.api.url}/exits`)
    const { withdrawalQueue } = await dashboard.api.ask(`{ withdrawalQueue {
      pools { pool { id } withdrawals shares completableShares slashableShares atRiskShares }
    } }`)
    const [names, ...queue] = await csv(page, 'Queue by pool')
    // In base units, whatever the page shows; beside them what they are worth.
    expect(names!.slice(2, 4)).toEqual(['Queued (base units)', 'Worth (ETH)'])
    expect(queue.map((row) => [...row.slice(0, 3), ...row.slice(4, 7)])).toEqual(
      withdrawalQueue.pools.map((row: Record<string, unknown> & { pool: { id: string } }) => [
        row.pool.id,
        String(row.withdrawals),
        row.shares,
        row.completableShares,
        row.slashableShares,
        row.atRiskShares,
      ]),
    )

    await open(page, `${dashboard.api.url}/layers`)
    const { exposure } =
      await dashboard.api.ask(`{ exposure(of: AVSS, basis: SLASHABLE, ${PRICING}) {
      tokenLayers { layers { path { id } poolSlashing slashing { shared } total } }
    } }`)
    const [, ...layers] = await csv(page, 'What holders lose if all is slashed that can be')
    expect(layers.length).toBeGreaterThan(0)
    expect(layers).toEqual(
      exposure.tokenLayers.layers.map(
        (layer: {
          path: { id: string }[]
          poolSlashing: string
          slashing: { shared: string }
          total: string
        }) => [
          layer.path.map(({ id }) => id).join(' '),
          layer.poolSlashing,
          layer.slashing.shared,
          layer.total,
        ],
      ),
    )

    await open(page, `${dashboard.api.url}/load`)
    const { overload } = await dashboard.api.ask(
      '{ overload { distribution { avsCount operatorCount } } }',
    )
    const [, ...load] = await csv(page, 'How many services operators serve')
    expect(load).toEqual(
      overload.distribution.map((row: { avsCount: number; operatorCount: number }) => [
        String(row.avsCount),
        String(row.operatorCount),
      ]),
    )
    expectClean(view)
    await page.close()
  })

  test('a pasted address leads to its position, with the dates of its withdrawals', async () => {
    const view = await watched(dashboard.browser, dashboard.api.url, 'light')
    const { page } = view
    await open(page, `${dashboard.api.url}/stakers`)
    await page.fill('input[name=address]', ` ${staker.toUpperCase().replace('0X', '0x')} `)
    await page.click('button:text-is("Show its position")')
    await page.waitForSelector('h1:has-text("Staker 0x")')
    await settled(page)
    expect(new URL(page.url()).pathname).toBe(`/stakers/${staker}`)
    const { withdrawalQueue } = await dashboard.api.ask(`{ withdrawalQueue(stakers: ["${staker}"]) {
      schedule(isCompletable: true) { pool { id } shares slashableUntilBlock completableFromBlock }
    } }`)
    const [, ...rows] = await csv(page, 'Withdrawals in the queue')
    for (const [index, step] of withdrawalQueue.schedule.entries()) {
      expect(rows[index]!.slice(0, 2)).toEqual([step.pool.id, step.shares])
      expect(rows[index]!.join(',')).toContain(`block ${step.completableFromBlock}`)
    }
    // An address of nobody is no error.
    await open(page, `${dashboard.api.url}/stakers/0x${'1'.repeat(40)}`)
    expect(await page.locator('main').innerText()).toContain('It has no stake at this block.')
    expectClean(view)
    await page.close()
  })

  test('assumptions are in the link, and change the answer; what is invalid is not asked', async () => {
    const view = await watched(dashboard.browser, dashboard.api.url, 'light')
    const { page } = view
    await open(page, `${dashboard.api.url}/losses`)
    const before = await cards(page)
    await page.fill('input[name=probability]', '5')
    await page.click('button:text-is("Compute")')
    await page.waitForFunction((old) => {
      const first = document.querySelector<HTMLElement>('.content:not(.stale) .cards summary')
      return first !== null && first.dataset.exact !== old
    }, before[0])
    expect(new URL(page.url()).searchParams.get('probability')).toBe('5')
    const { lossDistribution } = await dashboard.api.ask(`{
      lossDistribution(faults: { probability: "5/100", severity: "1" }, ${PRICING},
        scope: { protocol: EIGENLAYER }) { expectedLoss }
    }`)
    expect((await cards(page))[0]).toBe(lossDistribution.expectedLoss)

    const { robustness } = await dashboard.api.ask(`{ robustness(${PRICING}, basis: SLASHABLE,
      scope: { protocol: EIGENLAYER },
      assumptions: { profit: [{ avs: "${dashboard.service}", value: "1000000" }] }) { verdict } }`)
    await open(page, `${dashboard.api.url}/resilience?avs=${dashboard.service}&profit=1000000`)
    const said = await page.locator('.sentences').first().innerText()
    expect(said).toContain(
      { ATTACK: 'an attack pays', CERTIFIED: 'no attack pays', UNDECIDED: 'neither an attack' }[
        robustness.verdict as 'ATTACK' | 'CERTIFIED' | 'UNDECIDED'
      ],
    )
    await open(page, `${dashboard.api.url}/losses?probability=1e9&staker=nobody`)
    expect(await cards(page)).toEqual(before)
    expectClean(view)
    await page.close()
  })

  // In CI a matrix with a graph, a distribution, and bars.
  const charts = () =>
    ofPages(
      [
        'overlap',
        'layers',
        'governance',
        'resilience',
        'losses',
        'load',
        'both',
        `stakers/${staker}`,
        'exits',
      ],
      ['overlap', 'losses', 'exits'],
    )
  test(`the keyboard alone reads every chart of ${charts().whose}, and goes from one to another`, async () => {
    const view = await watched(dashboard.browser, dashboard.api.url, 'light')
    const { page } = view
    for (const path of charts().pages) {
      await open(page, `${dashboard.api.url}/${path}`)
      const plots = page.locator('.plot')
      const count = await plots.count()
      expect(count, path).toBeGreaterThan(0)
      const reached = new Set<number>()
      await page.locator('h1').click()
      for (let tabs = 0; tabs < 150 && reached.size < count; tabs++) {
        await page.keyboard.press('Tab')
        const at = await page.evaluate(() =>
          [...document.querySelectorAll('.plot')].indexOf(document.activeElement as Element),
        )
        if (at < 0) continue
        reached.add(at)
        const read = () => plots.nth(at).locator('.reading').innerText()
        const hint = await read()
        await page.keyboard.press('ArrowRight')
        await expect.poll(read, { message: path }).not.toBe(hint)
        await page.keyboard.press('Escape')
        await expect.poll(read, { message: path }).toBe(hint)
      }
      expect(reached.size, path).toBe(count)
    }
    await open(page, `${dashboard.api.url}/overlap`)
    const graph = page.locator('.plot').nth(1)
    await graph.focus()
    const hint = await graph.locator('.reading').innerText()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => graph.locator('.reading').innerText()).not.toBe(hint)
    const neighbour = (await graph.locator('.reading').innerText()).split(':')[0]!
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => new URL(location.href).searchParams.has('focus'))
    await settled(page)
    const caption = page.locator('figure').nth(1).locator('figcaption')
    await expect.poll(() => caption.innerText()).toContain(neighbour.slice(0, 6))
    expectClean(view)
    await page.close()
  }, 240_000)

  test('hostile names stay text in charts and their tables', async () => {
    const view = await watched(dashboard.browser, dashboard.api.url, 'dark')
    const { page } = view
    for (const path of ['overlap', 'resilience', 'losses', 'layers']) {
      await open(page, `${dashboard.api.url}/${path}`)
      expect(await page.locator('main').innerText(), path).toContain('<img src=x onerror=alert(1)>')
      expect(await page.locator('main img, main script').count(), path).toBe(0)
      expect(await violations(page), path).toEqual([])
    }
    expectClean(view)
    await page.close()
  })

  test('"More" has the other pages, by keyboard too, and closes when it is left', async () => {
    const view = await watched(dashboard.browser, dashboard.api.url, 'light')
    const { page } = view
    await open(page, `${dashboard.api.url}/`)
    await page.locator('.menu').focus()
    await page.keyboard.press('Enter')
    const links = page.locator('.more a')
    expect(await links.allInnerTexts()).toContain('Both protocols')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForSelector(`h1:text-is("${'Layers'}")`)
    await expect.poll(() => page.locator('.more[open]').count()).toBe(0)
    await expect.poll(() => page.locator('.menu.current').count()).toBe(1)
    expectClean(view)
    await page.close()
  })
})
