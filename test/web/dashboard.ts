import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'
import { CHROMIUM, launch } from './browser'

/** Prices of the dashboard: one ether is worth one ether. */
export const PRICING =
  'pricing: { numeraire: ETH, prices: [{ asset: "0x0000000000000000000000000000000000000000", value: "1" }] }'

/** Why tests in a browser are skipped; null: they are not. */
export const WITHOUT = existsSync(CHROMIUM) ? null : `skipped: there is no ${CHROMIUM}`

/** The dashboard of a recorded chain with both protocols, in a browser. */
export interface Dashboard {
  readonly api: TestApi
  readonly browser: Browser
  /** The operator with the most stake. */
  readonly operator: string
  /** The service with the most stake. */
  readonly service: string
}

/**
 * Starts it before the tests of a file, and ends it after them.
 *
 * @param label name that a label file gives to the largest operator, or service
 */
export function useDashboard(
  name: string,
  label: string,
  named: 'operator' | 'service' = 'operator',
): Dashboard {
  let database: TestDatabase | undefined
  let started: Dashboard | undefined
  const folder = mkdtempSync(join(tmpdir(), 'labels-'))
  beforeAll(async () => {
    if (WITHOUT !== null) return
    database = await createIndexedDatabase(name, BOTH)
    const plain = await startTestApi(database.url)
    const { overview } = await plain.ask(`{
      overview(${PRICING}) { topOperators(limit: 1) { operator { id } } topAvss(limit: 1) { avs { id } } }
    }`)
    await plain.close()
    const operator: string = overview.topOperators[0].operator.id
    const service: string = overview.topAvss[0].avs.id
    const labels = join(folder, 'labels.json')
    writeFileSync(labels, labelsOf({ operator, service }[named], label))
    const files = { labelFiles: [labels], explorerUrl: 'https://explorer.example' }
    const api = await startTestApi(database.url, {}, [], files)
    started = { api, operator, service, browser: await launch() }
  }, 300_000)
  afterAll(async () => {
    await started?.browser.close()
    await started?.api.close()
    await database?.drop()
    rmSync(folder, { recursive: true })
  })
  return {
    get api() {
      return started!.api
    },
    get browser() {
      return started!.browser
    },
    get operator() {
      return started!.operator
    },
    get service() {
      return started!.service
    },
  }
}

/** A label file that gives an address a name. */
function labelsOf(address: string, name: string): string {
  return JSON.stringify({
    name: 'dashboard',
    asOf: '2026-10-01',
    source: 'a test',
    chainId: 31337,
    names: { [address]: name },
    groupings: {},
  })
}
