import type { Dashboard, Panel } from '@grafana/schema'
import { describe, expect, test } from 'vitest'
import { restakingDashboard } from '../../ops/grafana/restaking'
import { serviceDashboard } from '../../ops/grafana/service'
import { FIXTURE } from '../support/recordings'
import { useViewReader } from './view-reader'

/** Columns that each panel must show, by its title. */
const COLUMNS: Record<string, string[]> = {
  'Lag of the indexer': ['block', 'blocks_behind', 'block_age_seconds'],
  'How far the index is': ['network', 'block', 'block_time', 'blocks_behind', 'stopped'],
  'TVL by pool': ['pool', 'total_shares', 'delegated_shares', 'operators'],
  'Largest operators of a pool': ['rank', 'operator', 'shares', 'share'],
  'HHI and delegated shares of a pool over time': ['time', 'hhi', 'delegated_shares'],
  'Withdrawal queue by pool': ['pool', 'shares', 'completable_shares', 'waiting_shares'],
  'Allocations coming into effect': ['effect_block', 'operator', 'operator_set', 'pool', 'change'],
  Slashings: ['time', 'operator', 'operator_set', 'pool', 'fraction', 'shares_after'],
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: as Grafana has it
const POOL = "'${pool}'"

const targets = (panel: object) => (panel as Panel).targets ?? []

describe('ops/grafana', () => {
  // `npx vitest run test/ops/grafana.test.ts -u` writes the file.
  test('linchpin.json is the dashboard that has the types of @grafana/schema', async () => {
    await expect(json(restakingDashboard())).toMatchFileSnapshot('../../ops/grafana/linchpin.json')
  })

  test.each([
    ['linchpin.json', restakingDashboard()],
    ['linchpin-service.json', serviceDashboard()],
  ])(
    'panels of %s have a number each, and none covers another or leaves the grid',
    (_, dashboard) => {
      const panels = dashboard.panels ?? []
      expect(panels.length).toBeGreaterThan(7)
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
      const taken = panels.flatMap(({ gridPos }) => {
        const { x, y, w, h } = gridPos!
        expect(x + w).toBeLessThanOrEqual(24)
        return Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`)
      })
      expect(new Set(taken).size).toBe(taken.length)
    },
  )
})

describe('queries of linchpin.json, with a role that reads the views alone', () => {
  const reader = useViewReader('grafana', FIXTURE)

  /** As Grafana does: later variables see the first value of earlier ones. */
  async function variables(): Promise<Record<string, string>> {
    const values: Record<string, string> = {
      '__from:date:iso': '2026-01-01T00:00:00.000Z',
      '__to:date:iso': '2026-03-01T00:00:00.000Z',
    }
    for (const { name, type, query } of restakingDashboard().templating?.list ?? []) {
      if (type !== 'query') continue
      const { rows } = await reader.query(interpolated(query as string, values))
      expect(rows.length, name).toBeGreaterThan(0)
      values[name] = rows[0].__value ?? Object.values(rows[0])[0]
    }
    return values
  }

  test('variables find the schema of the views, and the pool with the most operators', async () => {
    expect(await variables()).toMatchObject({
      schema: reader.schema,
      pool: '0x93381954688e66f5e2b30c6f557ce8c4735a2b5c',
    })
  })

  test('every panel has rows with its columns', async () => {
    const values = await variables()
    const { panels = [] } = restakingDashboard()
    expect(panels.map(({ title }) => title).sort()).toEqual(Object.keys(COLUMNS).sort())
    for (const panel of panels) {
      for (const { rawSql } of targets(panel)) {
        const { rows } = await reader.query(interpolated(String(rawSql), values))
        expect(rows.length, panel.title).toBeGreaterThan(0)
        expect(Object.keys(rows[0]), panel.title).toEqual(
          expect.arrayContaining(COLUMNS[panel.title!]!),
        )
      }
    }
  })

  test('a value with a quote is not SQL', async () => {
    const values = { ...(await variables()), pool: "' OR true --" }
    const found: Record<string, boolean> = {}
    for (const panel of restakingDashboard().panels ?? []) {
      for (const { rawSql } of targets(panel)) {
        if (!String(rawSql).includes(POOL)) continue
        const { rows } = await reader.query(interpolated(String(rawSql), values))
        found[panel.title!] = rows.some((row) => Number(row.shares ?? row.delegated_shares) > 0)
      }
    }
    expect(found).toEqual({
      'Largest operators of a pool': false,
      'HHI and delegated shares of a pool over time': false,
    })
  })
})

function json(dashboard: Dashboard): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`
}

/** As the Postgres data source of Grafana does: a single value with its quotes doubled. */
function interpolated(sql: string, values: Record<string, string>): string {
  return sql.replace(/\$\{([\w:]+)\}/g, (_, name: string) => {
    expect(Object.keys(values)).toContain(name)
    return values[name]!.replaceAll("'", "''")
  })
}
