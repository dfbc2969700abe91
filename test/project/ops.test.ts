import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../src/config/env'
import { VARIABLES } from '../../src/config/variables'

/** A value of YAML; scalars stay text, as their type is not what the tests are about. */
type Yaml = string | Yaml[] | YamlMap
type YamlMap = { [key: string]: Yaml }

const ROOT = join(__dirname, '../..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const names = VARIABLES.map(({ name }): string => name)

const readYaml = (file: string): YamlMap => parse(read(file), { schema: 'failsafe', merge: true })

const compose = readYaml('docker-compose.yml')
const services = Object.entries(compose.services as Record<string, YamlMap>)
const ours = services.filter(([name]) => name !== 'db')
const lasting = services.filter(([, service]) => service.restart !== 'no')
const dockerfile = read('Dockerfile')
const squid = readYaml('squid.yaml')

/** Commands that the program has, by its own help. */
const commands = [
  ...execFileSync(process.execPath, [join(ROOT, 'lib/cli/main.js'), '--help'], { encoding: 'utf8' })
    .split('Commands:')[1]!
    .matchAll(/^ {2}(\w+)/gm),
].map(([, name]) => name)

describe('docker-compose.yml', () => {
  it('has database, migration, indexer and API, and delivery if its profile is asked for', () => {
    expect(services.map(([name]) => name)).toEqual(['db', 'migrate', 'processor', 'api', 'notify'])
    expect(
      services.flatMap(([name, { profiles }]) => (profiles ? [[name, profiles]] : [])),
    ).toEqual([['notify', ['notify']]])
  })

  it('pins every image to a version', () => {
    for (const [, { image }] of services) expect(image).toMatch(/^[\w/.-]+:\d+\.\d+[\w.-]*$/)
  })

  it.each(lasting)('has a health check, a restart policy and log rotation for %s', (_, service) => {
    expect((service.healthcheck as YamlMap).test).toBeInstanceOf(Array)
    expect(service.restart).toBe('unless-stopped')
    expect((service.logging as YamlMap).options).toMatchObject({ 'max-size': '20m' })
  })

  it('asks the database over TCP, in one shell line, whether it is ready', () => {
    const db = (compose.services as YamlMap).db as YamlMap
    const test = (db.healthcheck as YamlMap).test as string[]
    expect(test).toHaveLength(2)
    expect(test[0]).toBe('CMD-SHELL')
    expect(test[1]).toMatch(/^pg_isready -h 127\.0\.0\.1 /)
  })

  it('keeps the data in a named volume', () => {
    const db = (compose.services as YamlMap).db as YamlMap
    expect(db.volumes).toEqual(['db-data:/var/lib/postgresql/data'])
    expect(Object.keys(compose.volumes as YamlMap)).toEqual(['db-data'])
  })

  it('opens the API on loopback only by default, delivery on loopback only, and no other port', () => {
    const ports = services.flatMap(([name, service]) =>
      service.ports ? [[name, service.ports]] : [],
    )
    expect(ports).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: compose fills it in
      ['api', ['${LINCHPIN_HOST:-127.0.0.1}:${GQL_PORT:-4350}:4350']],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: compose fills it in
      ['notify', ['127.0.0.1:${LINCHPIN_NOTIFY_PORT:-4351}:4351']],
    ])
  })

  it('lets delivery read the folder of rules, and write nothing', () => {
    const { notify } = compose.services as Record<string, YamlMap>
    expect(notify!.volumes).toEqual(['./rules:/app/rules:ro'])
  })

  it.each(ours)('gives %s a read-only root without privileges', (_, service) => {
    expect(service).toMatchObject({
      read_only: 'true',
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      init: 'true',
    })
    expect(service.user).toBeUndefined()
  })

  it('runs commands that exist', () => {
    for (const [, { command }] of ours) expect(commands).toContain((command as string[])[0])
  })

  it('sets only variables that the program knows, to values that it accepts', () => {
    for (const [, { environment }] of ours) {
      expect(names).toEqual(expect.arrayContaining(Object.keys(environment as YamlMap)))
      const defaults = Object.entries(environment as Record<string, string>).map(
        ([name, value]) => [name, value.replace(/\$\{\w+:-([^}]*)\}/g, '$1')] as const,
      )
      expect(() => readConfig(Object.fromEntries(defaults))).not.toThrow()
    }
  })

  it('takes from .env only documented variables, each with a default', () => {
    const used = [...read('docker-compose.yml').matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map((m) => m[1]!)
    for (const variable of used) {
      const [name, fallback] = variable.split(':-')
      expect(names).toContain(name)
      expect(fallback).toBeDefined()
    }
    const unset = Object.fromEntries(used.map((variable) => variable.split(':-')))
    expect(unset.LINCHPIN_HOST).toBe('127.0.0.1')
  })

  it('gives the RPC URL to the indexer only', () => {
    const withUrl = ours.filter(([, service]) => 'RPC_ENDPOINT' in (service.environment as YamlMap))
    expect(withUrl.map(([name]) => name)).toEqual(['processor'])
  })
})

describe('Dockerfile', () => {
  const stages = dockerfile.split(/^(?=FROM )/m).slice(1)
  const last = stages.at(-1)!

  it('builds in one stage and runs in another, both pinned', () => {
    expect(stages).toHaveLength(2)
    for (const stage of stages) expect(stage).toMatch(/^FROM node:24\.\d+\.\d+-slim( AS \w+)?\n/)
  })

  it('installs what the lock file says, without install scripts', () => {
    const npm = [...dockerfile.matchAll(/npm (ci|install|i|prune)\b[^&\n]*/g)].map(([text]) => text)
    expect(npm.length).toBeGreaterThan(0)
    for (const line of npm) expect(line).toMatch(/^npm (ci|prune) .*--ignore-scripts/)
  })

  it('does not run as root, and checks its health without further programs', () => {
    expect(last).toMatch(/^USER node$/m)
    expect(last).toMatch(/^HEALTHCHECK [\s\S]*CMD \["node", "-e"/m)
    expect(dockerfile).not.toMatch(/curl|wget|apt-get/)
  })

  it('starts a program and a command that exist', () => {
    expect(last).toMatch(/^ENTRYPOINT \["node", "lib\/cli\/main\.js"\]$/m)
    expect(commands).toContain(last.match(/^CMD \["(\w+)"\]$/m)?.[1])
  })

  it('copies only what .dockerignore lets in', () => {
    const allowed = read('.dockerignore').match(/(?<=^!).+$/gm)!
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)]
      .flatMap(([, files]) => files!.split(' '))
      .map((file) => file.replace(/\*$/, ''))
    expect([...new Set(copied)].sort()).toEqual([...allowed].sort())
    expect(read('.dockerignore')).toMatch(/^\*$/m)
  })

  it('has every folder that the package says it needs to run', () => {
    const { files } = JSON.parse(read('package.json')) as { files: string[] }
    for (const file of files) expect(last).toMatch(new RegExp(`^COPY .*\\b${file}\\b`, 'm'))
  })
})

describe('squid.yaml', () => {
  const deploy = squid.deploy as Record<string, YamlMap>

  it('has a name that the cloud accepts', () => {
    expect(squid.name).toMatch(/^[a-z][a-z-]{1,18}$/)
  })

  it('runs commands that exist', () => {
    for (const part of ['init', 'processor', 'api']) {
      const cmd = deploy[part]!.cmd as string[]
      expect(cmd.slice(0, 2)).toEqual(['node', 'lib/cli/main.js'])
      expect(commands).toContain(cmd[2])
    }
  })

  it('sets nothing for all parts that could hide a value of .env', () => {
    const unset = Object.values(deploy.env as YamlMap).map((value) =>
      // What the cloud has in a secret wins there; elsewhere the rest is in force.
      String(value).replace(/^\$\{\{ secrets\.\w+ \|\| '(.*)' \}\}$/, '$1'),
    )
    expect(unset.filter((value) => value !== '')).toEqual([])
  })

  it('sets only variables that the program knows', () => {
    const set = [deploy.env!, deploy.processor!.env, deploy.api!.env].flatMap((env) =>
      Object.keys(env as YamlMap),
    )
    expect(names).toEqual(expect.arrayContaining(set))
  })
})

describe('commands.json', () => {
  it('generates no migration: it would drop indexes that the model does not have', () => {
    const text = read('commands.json') + read('package.json')
    expect(text).not.toMatch(/migration:generate|typeorm-migration/)
  })

  const entries = Object.entries(
    JSON.parse(read('commands.json')).commands as Record<
      string,
      { cmd: string[]; deps?: string[] }
    >,
  )

  it.each(entries)('has %s, which runs something that exists', (_, { cmd, deps = [] }) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    if (cmd[0] === 'npm') expect(Object.keys(scripts)).toContain(cmd[2])
    else if (cmd[0] === 'node') expect(commands).toContain(cmd[2])
    else expect(cmd[0]).toBe('docker')
    expect(entries.map(([name]) => name)).toEqual(expect.arrayContaining(deps))
  })
})
