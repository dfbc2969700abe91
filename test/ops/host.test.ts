import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { SERVED } from '../../src/cli/served'
import { VARIABLES } from '../../src/config/variables'
import { codeBlocks } from '../support/pages'

const FOLDER = 'ops/host'
const PAGE = 'docs/self-hosting.md'
const files = readdirSync(FOLDER)
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8')
const page = readFileSync(PAGE, 'utf8')
const blocks = codeBlocks(page)
const NO_SYSTEMD = spawnSync('systemd-analyze', ['--version']).status !== 0

/** A setting of a unit; null: it has none. */
const setting = (unit: string, name: string) =>
  new RegExp(`^${name}=(.*)$`, 'm').exec(read(unit))?.[1] ?? null

/** Units of what runs for as long as the host does, with the command. */
const PARTS = ['linchpin-indexer', 'linchpin-api', 'linchpin-notify'].map((name, index) => ({
  unit: `${name}.service`,
  command: SERVED[index]!,
}))

describe('ops/host', () => {
  test.each(PARTS)(
    '$unit is started again after exit 69, and not where a person must act',
    (part) => {
      const { unit, command } = part
      expect(setting(unit, 'ExecStart')).toBe(
        `/usr/bin/node /opt/linchpin/lib/cli/main.js ${command}`,
      )
      expect(setting(unit, 'Restart')).toBe('on-failure')
      expect(setting(unit, 'RestartPreventExitStatus')).toBe('65 70 78')
      expect(setting(unit, 'StartLimitIntervalSec')).toBe('0')
      expect(setting(unit, 'OnFailure')).toBe('linchpin-failed@%p.service')
    },
  )

  test('the API has a user and variables of its own', () => {
    expect(setting('linchpin-api.service', 'DynamicUser')).toBe('yes')
    expect(setting('linchpin-api.service', 'EnvironmentFile')).toBe('/etc/linchpin/api.env')
    const api = /api\.env <<END\n([\s\S]*?)END/.exec(page)![1]!
    expect(api).toContain('DB_USER=linchpin_reader')
    expect(api).not.toContain('RPC_ENDPOINT')
  })

  test('runs only programs that there are', () => {
    for (const unit of files.filter((file) => file.endsWith('.service'))) {
      for (const [, path] of read(unit).matchAll(/\/opt\/linchpin\/(\S+)/g)) {
        // What the build makes is there when tests run.
        expect(existsSync(path!), `${unit}: ${path}`).toBe(true)
      }
    }
  })

  test.skipIf(NO_SYSTEMD)(
    `systemd accepts the units${NO_SYSTEMD ? ': systemd is not installed' : ''}`,
    () => {
      const units = files.filter((file) => /\.(service|timer)$/.test(file))
      const args = [
        'verify',
        '--recursive-errors=no',
        ...units.map((unit) => resolve(FOLDER, unit)),
      ]
      const { stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
      // That /opt/linchpin is not there is no fault of the units.
      const faults = stderr
        .split('\n')
        .filter((line) => line !== '' && !/not executable/.test(line))
      expect(faults).toEqual([])
    },
  )

  test('Prometheus asks each part where it is', () => {
    const [, job] = /<<END\n( {2}- job_name[\s\S]*?)END/.exec(page)!
    const { scrape_configs: asked, rule_files: rules } = parse(read('prometheus.yml') + job!)
    const targets = (asked as { job_name: string; static_configs: { targets: string[] }[] }[]).map(
      ({ job_name: name, static_configs: [one] }) => [name, ...one!.targets],
    )
    const port = (name: string) => VARIABLES.find((one) => one.name === name)!.default
    expect(targets).toEqual([
      ['linchpin-indexer', `127.0.0.1:${/PROCESSOR_PROMETHEUS_PORT=(\d+)/.exec(page)![1]}`],
      ['linchpin-api', `127.0.0.1:${port('GQL_PORT')}`],
      ['linchpin-notify', `127.0.0.1:${port('LINCHPIN_NOTIFY_PORT')}`],
    ])
    expect(rules).toEqual(['/opt/linchpin/ops/prometheus/alerts.yml'])
  })
})

describe(PAGE, () => {
  const code = blocks.map((block) => block.code).join('')

  test('installs or names every file of ops/host', () => {
    const installed = (file: string) =>
      code.includes(`ops/host/${file}`) || code.includes(`ops/host/*${/\.\w+$/.exec(file)?.[0]}`)
    expect(files.filter((file) => !installed(file))).toEqual([])
  })

  test('has lines that a shell can read', () => {
    for (const block of blocks) {
      const { stderr } = spawnSync('bash', ['-n'], { input: block.code, encoding: 'utf8' })
      expect(stderr, block.code).toBe('')
    }
  })

  test('sets variables that there are', () => {
    const names = VARIABLES.map(({ name }): string => name)
    const used = [...code.matchAll(/\b((?:LINCHPIN|DB|RPC|PROCESSOR)_\w+)=/g)].map(
      ([, name]) => name,
    )
    expect(used.length).toBeGreaterThan(5)
    // Of backup.sh.
    const known = [...names, 'LINCHPIN_BACKUP_DIR']
    expect(used.filter((name) => !known.includes(name!))).toEqual([])
  })
})
