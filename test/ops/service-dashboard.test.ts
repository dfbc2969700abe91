import { readFileSync } from 'node:fs'
import type { Panel } from '@grafana/schema'
import { describe, expect, test } from 'vitest'
import { serviceDashboard } from '../../ops/grafana/service'
import { useHistoryApi } from '../support/api/history-api'
import { namesIn, ofIndexer, ofNotify } from '../support/metrics'

const api = useHistoryApi()

/** PromQL of all panels, with the legends of their lines. */
const queries = ((serviceDashboard().panels ?? []) as Panel[]).flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, legendFormat }) => ({
    title,
    expr: String(expr),
    legend: String(legendFormat),
  })),
)

const namesOf = (expr: string) => expr.match(/\b(linchpin|process)_\w+/g) ?? []

/** Labels of each metric, as the documentation has them: `name{label,label}`. */
function documentedLabels(): Map<string, string[]> {
  const docs = ['docs/api.md', 'docs/providers.md', 'docs/feed.md'].map((file) =>
    readFileSync(file, 'utf8'),
  )
  return new Map(
    [...docs.join().matchAll(/`(linchpin_\w+)\{([\w,]+)\}`/g)].map(([, name, labels]) => [
      name!,
      labels!.split(','),
    ]),
  )
}

describe('ops/grafana/linchpin-service.json', () => {
  // `npx vitest run test/ops/service-dashboard.test.ts -u` writes the file.
  test('is the dashboard that has the types of @grafana/schema', async () => {
    const json = `${JSON.stringify(serviceDashboard(), null, 2)}\n`
    await expect(json).toMatchFileSnapshot('../../ops/grafana/linchpin-service.json')
  })

  test('asks only for metrics that indexer, API and delivery have', async () => {
    const ofApi = await (await fetch(`${api.url}/metrics`)).text()
    const known = namesIn(`${await ofIndexer()}${ofApi}${await ofNotify()}`)
    const asked = queries.flatMap(({ expr }) => namesOf(expr))
    expect(asked.length).toBeGreaterThan(20)
    for (const name of asked) expect(known).toContain(name)
  })

  test('uses only labels that these metrics have', () => {
    const documented = documentedLabels()
    expect(documented.size).toBeGreaterThan(10)
    for (const { title, expr, legend } of queries) {
      const used = [
        ...[...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!),
        ...[...expr.matchAll(/\bby \(([\w, ]+)\)/g)].flatMap(([, labels]) => labels!.split(', ')),
        ...[...expr.matchAll(/(\w+)="/g)].map(([, label]) => label!),
      ]
      const known = namesOf(expr).flatMap(
        (name) => documented.get(name.replace(/_bucket$/, '')) ?? [],
      )
      // Prometheus adds the instance, and histograms their bounds.
      expect([...known, 'instance', 'le'], title).toEqual(expect.arrayContaining(used))
    }
  })
})
