import axe from 'axe-core'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { IS_LONG } from '../long.mjs'

/** Chromium of the operating system. */
export const CHROMIUM = process.env.LINCHPIN_CHROMIUM ?? '/usr/bin/chromium'

/** For tests of one thing that all pages do: a few that differ most in CI, and what a name says of them. */
export function ofPages<T extends string>(all: readonly T[], few: readonly T[]) {
  return { pages: IS_LONG ? all : few, whose: IS_LONG ? 'every page' : 'each of some pages' }
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}

/** How long a browser takes on a busy machine is no promise: this ends what hangs. */
const TIMEOUT_MS = 200_000

/** What a page did that it may not do. */
export interface Watched {
  readonly page: Page
  /** Messages of its console of level error, and errors that nobody caught. */
  readonly errors: string[]
  /** URLs of other hosts that it asked for. */
  readonly foreign: string[]
  /** Cost of each of its queries, by the names of the operations. */
  readonly costs: Map<string, number>
}

/** Opens a page, and watches it. */
export async function watched(
  browser: Browser,
  base: string,
  colorScheme: 'light' | 'dark',
): Promise<Watched> {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(TIMEOUT_MS)
  const errors: string[] = []
  const foreign: string[] = []
  const costs = new Map<string, number>()
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(base) && !/^(data|blob):/.test(url)) foreign.push(url)
  })
  page.on('response', async (response) => {
    if (!response.url().endsWith('/graphql')) return
    const { query = '' } = (response.request().postDataJSON() ?? {}) as { query?: string }
    const body = await response.json().catch(() => null)
    const name = /query (\w+)/.exec(query)?.[1] ?? ''
    costs.set(name, body?.extensions?.cost?.cost ?? 0)
  })
  return { page, errors, foreign, costs }
}

/** Goes to a page of the dashboard and waits for its figures. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await settled(page)
}

/** Waits until what is shown is what was asked for last. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('.content:not(.stale):not(:has([aria-busy="true"])), .notice')
}

/** Where a key has been pressed, what is read of a chart follows with the next frame. */
export async function reads(reading: Locator, text: RegExp): Promise<void> {
  await expect.poll(() => reading.innerText()).toMatch(text)
}

/** Texts of charts that reach over their picture. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<SVGTextElement>('svg text')].flatMap((text) => {
      const [inner, outer] = [text, text.ownerSVGElement!].map((one) => one.getBoundingClientRect())
      const isCut = inner!.left < outer!.left - 1 || inner!.right > outer!.right + 1
      return isCut ? [text.textContent] : []
    }),
  )
}

/** Violations of WCAG 2.2 AA. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { axe: typeof axe }
    const { violations: all } = await run.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return all.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 160))
          .join(' | ')}`,
    )
  })
  return found
}

/** Nothing went wrong on a page so far. */
export function expectClean({ errors, foreign }: Watched): void {
  expect(errors).toEqual([])
  expect(foreign).toEqual([])
}
