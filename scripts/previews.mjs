// Pictures of previews of links to the dashboard, one for each page, without figures, into web/public/previews:
//   npm run previews
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import texts from '../lib/api/http/web/page-texts.js'

const folder = fileURLToPath(new URL('../web/public/previews', import.meta.url))
/** Of the Open Graph protocol. */
const SIZE = { width: 1200, height: 630 }

const html = ({ title, about }) => `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 72px 80px; background: #0b0e14;
    color: #e8ebf0; font: 40px/1.35 sans-serif; border-bottom: 24px solid #2f59d8; }
  b { color: #a599f1; font-size: 36px; } h1 { font-size: 92px; line-height: 1.1; margin: 110px 0 24px; }
  p { margin: 0; color: #a5aebb; max-width: 960px; }
</style><b>Linchpin</b><h1>${title}</h1><p>${about}</p>`

mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.LINCHPIN_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage({ viewport: SIZE })
for (const [path, text] of Object.entries(texts.PAGE_TEXTS)) {
  await page.setContent(html(text))
  await page.screenshot({ path: `${folder}/${path || 'overview'}.png` })
}
await browser.close()
