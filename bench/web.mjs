// How fast the dashboard is in Chromium, on a generated network of 3,000 operators and 300 services:
//   npm run bench:web
// Of each page the milliseconds until its figures are there, first and again; the first contentful paint; the longest handling of
// a key, click or input until the next frame.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import paths from '../lib/api/http/web/paths.js'
import { SIZE, startWithStake } from './postgres.mjs'
import { report } from './report.mjs'

/** What a page promises on two cores, in milliseconds. */
const BOUNDS = { page: 2000, paint: 1500, interaction: 100 }
const PORT = '4393'

const stakers = Number(process.env.BENCH_STAKERS ?? SIZE.stakers)
const postgres = await startWithStake({ ...SIZE, stakers })
const api = await startApi(postgres.url)
const browser = await chromium.launch({
  executablePath: process.env.LINCHPIN_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const [, operator] = postgres.data.rows.operator[0]
const [, service] = postgres.data.rows.avs[0]
const only = process.argv.slice(2)
const pages = [
  ...paths.PAGE_PATHS,
  `operators/${operator}`,
  `services/${service}`,
  `simulate?kind=operator&target=${operator}&percent=50`,
].filter((path) => only.length === 0 || only.includes(path))

const slow = []
for (const path of pages) await measure(path)
report('over their bound', { bounds: JSON.stringify(BOUNDS), pages: slow.join(', ') || 'none' })

await browser.close()
api.kill()
await postgres.stop()

async function measure(path) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.addInitScript(() => {
    globalThis.longest = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        globalThis.longest = Math.max(globalThis.longest, duration)
      }
    }).observe({ type: 'event', durationThreshold: 16 })
    // The page says itself when its figures are there: to be asked at each frame takes as long as to draw it.
    globalThis.shownAt = null
    new MutationObserver((_, observer) => {
      if (document.querySelector('.content:not(.stale), .notice') === null) return
      globalThis.shownAt = performance.now()
      observer.disconnect()
    }).observe(document, { childList: true, subtree: true, attributes: true })
  })
  const first = await open(page, path)
  const again = await open(page, path)
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  )
  const state = await page.locator('.notice.failed').allInnerTexts()
  await interact(page)
  const interaction = await page.evaluate(() => globalThis.longest)
  const figures = { first, again, paint: Math.round(paint), interaction }
  report(`/${path.replace(/0x\w{30,}/g, '0x…')}`, {
    ...figures,
    ...(state.length > 0 && { failed: state.join(' ').slice(0, 60) }),
  })
  const isSlow =
    Math.max(first, again) > BOUNDS.page ||
    paint > BOUNDS.paint ||
    interaction > BOUNDS.interaction ||
    state.length > 0
  if (isSlow) slow.push(`/${path}`)
  await page.close()
}

/** @returns milliseconds from the navigation until its figures are there */
async function open(page, path) {
  await page.goto(`http://127.0.0.1:${PORT}/${path}`)
  for (let tries = 0; tries < 600; tries++) {
    const shown = await page.evaluate(() => globalThis.shownAt)
    if (shown !== null) return Math.round(shown)
    await page.waitForTimeout(100)
  }
  throw new Error(`/${path} shows nothing after a minute`)
}

/** Presses what changes the page without a request: theme, a figure's meaning, a chart's points, its table, the search. */
async function interact(page) {
  // Nobody presses anything before having seen the page.
  await page.waitForTimeout(500)
  await page.locator('header button').last().click()
  for (const summary of (await page.locator('main summary').all()).slice(0, 3))
    await summary.click()
  const chart = page.locator('.plot').first()
  if ((await chart.count()) > 0) {
    await chart.focus()
    for (const key of ['ArrowRight', 'ArrowRight', 'End']) await page.keyboard.press(key)
  }
  const table = page.locator('figure button:text-is("Table")').first()
  if ((await table.count()) > 0) await table.click()
  await page.keyboard.press('Control+k')
  await page.waitForSelector('dialog.search')
  await page.keyboard.type('0x1')
  await page.waitForTimeout(500)
}

async function startApi(databaseUrl) {
  const main = fileURLToPath(new URL('../lib/cli/main.js', import.meta.url))
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, DB_URL: databaseUrl, GQL_PORT: PORT, LINCHPIN_LOG_LEVEL: 'error' },
    stdio: 'inherit',
  })
  // Once it is warm: that no indexer writes is another reason.
  for (;;) {
    const ready = await fetch(`http://127.0.0.1:${PORT}/ready`).catch(() => null)
    if (ready && !(await ready.text()).includes('WARMING_UP')) return child
    await new Promise((done) => setTimeout(done, 100))
  }
}
