// Screenshots of all pages of the dashboard, light and dark, for a desk and for a phone:
//   npm run shots -- http://127.0.0.1:4350 /tmp/shots [page ...]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import paths from '../lib/api/http/web/paths.js'

const [base = 'http://127.0.0.1:4350', folder = 'shots', ...only] = process.argv.slice(2)
const SIZES = { desk: { width: 1280, height: 900 }, phone: { width: 320, height: 700 } }

/** First ids of a table of the API, for the pages of one. */
async function firstOf(query) {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return Object.values((await response.json()).data)[0]
}

const { topOperators, topAvss } = await firstOf(`{
  overview(pricing: { numeraire: ETH }) {
    topOperators(limit: 1) { operator { id } }
    topAvss(limit: 1) { avs { id } }
  }
}`)
const withdrawals = await firstOf(`{
  withdrawals(where: { status_eq: QUEUED }, limit: 1, orderBy: [startBlock_DESC]) { stakerId }
}`)
const operator = topOperators[0]?.operator.id
const pages = [
  ...paths.PAGE_PATHS,
  ...(operator ? [`operators/${operator}`, `simulate?target=${operator}&percent=50&keep=90`] : []),
  ...withdrawals.map(({ stakerId }) => `stakers/${stakerId}`),
  ...(topAvss[0] ? [`services/${topAvss[0].avs.id}`] : []),
]

mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.LINCHPIN_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport, colorScheme })
    for (const path of pages) {
      const name = `${path.split('?')[0].split('/0x')[0] || 'overview'}${/[/?]/.test(path) ? '-one' : ''}-${size}-${colorScheme}`
      if (only.length > 0 && !only.some((part) => name.includes(part))) continue
      await page.goto(`${base}/${path}`)
      await page.waitForSelector('.content:not(.stale), .notice', { timeout: 60_000 })
      // What comes after the page: series, and what amounts of pools are in.
      await page.waitForLoadState('networkidle')
      await page.waitForFunction(() => !document.querySelector('.stale, [data-state=loading]'))
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
      console.log(name)
    }
    await page.close()
  }
}
await browser.close()
