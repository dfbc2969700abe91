import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { listen } from '../../src/chain/http'
import { useHistoryApi } from '../support/api/history-api'
import { namesIn, ofIndexer, ofNotify } from '../support/metrics'

interface Rule {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string; runbook: string }
}

const api = useHistoryApi()
const FOLDER = 'ops/prometheus'
const rules: Rule[] = parse(readFileSync(join(FOLDER, 'alerts.yml'), 'utf8')).groups[0].rules
/** Of Prometheus itself. */
const OWN = ['up']
const NO_PROMETHEUS =
  spawnSync('promtool', ['--version']).status === 0
    ? null
    : 'promtool is not installed (Debian package prometheus)'

async function metricsOfAll(): Promise<string[]> {
  const ofApi = await (await fetch(`${api.url}/metrics`)).text()
  return [...namesIn(`${await ofIndexer()}${ofApi}${await ofNotify()}`), ...OWN]
}

describe('ops/prometheus/alerts.yml', () => {
  test('asks only for metrics that indexer, API and delivery have', async () => {
    const known = await metricsOfAll()
    for (const { alert, expr } of rules) {
      const names = expr.match(/\b(linchpin|process)_\w+|\bup\b/g) ?? []
      expect(names.length, alert).toBeGreaterThan(0)
      for (const name of names) expect(known, alert).toContain(name)
    }
  })

  test('has a page for each alert in docs/runbook.md, in its order, and no other', () => {
    const page = readFileSync('docs/runbook.md', 'utf8')
    const titles = [...page.matchAll(/^## (Linchpin\w+)$/gm)].map(([, title]) => title)
    expect(titles).toEqual(rules.map(({ alert }) => alert))
    for (const { alert, annotations, labels } of rules) {
      expect(annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`)
      expect(['critical', 'warning']).toContain(labels.severity)
    }
  })

  test('has a test that raises each alert, and one that does not', () => {
    const { tests } = parse(readFileSync(join(FOLDER, 'alerts.test.yml'), 'utf8'))
    const names = (tests as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual(
      rules.flatMap(({ alert }) => [`${alert} is raised`, `${alert} is not raised`]),
    )
  })

  const reason = NO_PROMETHEUS === null ? '' : `: ${NO_PROMETHEUS}`

  test.skipIf(NO_PROMETHEUS)(`is what promtool accepts, and its tests pass${reason}`, () => {
    const promtool = (...args: string[]) => execFileSync('promtool', args, { encoding: 'utf8' })
    expect(promtool('check', 'rules', join(FOLDER, 'alerts.yml'))).toContain(
      `${rules.length} rules found`,
    )
    promtool('check', 'config', '--syntax-only', join(FOLDER, 'prometheus.yml'))
    expect(promtool('test', 'rules', join(FOLDER, 'alerts.test.yml'))).toContain('SUCCESS')
  })

  test.skipIf(NO_PROMETHEUS)(
    `runs in Prometheus, which reads the metrics of an API: every rule is healthy${reason}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'linchpin-prometheus-'))
      const free = await listen(() => {}, {})
      await free.close()
      const config = {
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: [resolve(FOLDER, 'alerts.yml')],
        scrape_configs: [
          {
            job_name: 'linchpin-api',
            static_configs: [{ targets: [new URL(api.url).host] }],
          },
        ],
      }
      writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config))
      const child = spawn(
        'prometheus',
        [
          `--config.file=${join(folder, 'prometheus.yml')}`,
          `--storage.tsdb.path=${join(folder, 'data')}`,
          `--web.listen-address=127.0.0.1:${free.port}`,
        ],
        { stdio: 'ignore' },
      )
      onTestFinished(() => {
        child.kill('SIGKILL')
        rmSync(folder, { recursive: true, force: true })
      })
      const ask = async (path: string) => {
        const response = await fetch(`${free.url}/api/v1/${path}`).catch(() => null)
        return response?.ok ? (await response.json()).data : null
      }
      const health = async () =>
        (await ask('rules'))?.groups[0].rules.map((rule: { health: string }) => rule.health)
      await expect.poll(health).toEqual(rules.map(() => 'ok'))
      const up = async () => (await ask('query?query=up'))?.result[0]?.value[1]
      await expect.poll(up).toBe('1')
    },
  )
})

test('what the compose file of monitoring mounts is there', () => {
  const { services } = parse(readFileSync('ops/compose/monitoring.yml', 'utf8'), { merge: true })
  const mounted = Object.values(services as Record<string, { volumes: string[] }>)
    .flatMap(({ volumes }) => volumes)
    .filter((volume) => volume.startsWith('./'))
    .map((volume) => volume.split(':')[0]!)
  expect(mounted.length).toBeGreaterThan(2)
  expect(mounted.filter((path) => !existsSync(path))).toEqual([])
})
