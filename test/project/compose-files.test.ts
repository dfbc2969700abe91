import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { VARIABLES } from '../../src/config/variables'
import { COMPOSE_VARIABLES } from '../support/compose-variables'

type YamlMap = { [key: string]: string | string[] | YamlMap }

const ROOT = join(__dirname, '../..')
const FOLDER = 'ops/compose'
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const readYaml = (file: string): YamlMap =>
  parse(read(file), {
    schema: 'failsafe',
    merge: true,
    // Of compose: an empty value instead of that of the first file.
    customTags: [{ tag: '!reset', collection: 'seq' }],
  })
const names = readdirSync(join(ROOT, FOLDER))
const base = readYaml('docker-compose.yml')
const manifest = JSON.parse(read('package.json')) as { version: string }

it('every file of ops/compose is listed by the guide of self-hosters with its command', () => {
  const guide = read('docs/start/self-hoster.md')
  for (const name of names) expect(guide).toContain(`ops/compose/${name}`)
})

describe.each(names)('%s', (name) => {
  const file = readYaml(join(FOLDER, name))
  const services = Object.entries(file.services as Record<string, YamlMap>)
  const known = base.services as YamlMap
  // Further copies of a service have what the first file gives it.
  const added = services.filter(
    ([service, { extends: copied }]) => name === 'demo.yml' || !(copied || service in known),
  )

  it('begins with its command', () => {
    expect(read(join(FOLDER, name)).split('\n').slice(0, 3).join('\n')).toContain(
      `-f ${FOLDER}/${name} up`,
    )
  })

  it('pins images, and gives what it adds no privileges and bounds', () => {
    for (const [service, given] of added) {
      const image = String(given.image).replace(/\$\{\w+:-([^}]+)\}/, '$1')
      expect(image, service).toMatch(/^[\w/.-]+:v?\d+\.\d+[\w.-]*$/)
      expect(given, service).toMatchObject({
        read_only: 'true',
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.stringMatching(/^\d+[gm]$/),
        cpus: expect.stringMatching(/^\d+$/),
        pids_limit: expect.stringMatching(/^\d+$/),
      })
    }
  })

  it('opens ports on loopback alone, but that of the API where the first file does', () => {
    const ports = services.flatMap(([, { ports = [] }]) => ports as string[])
    for (const port of ports)
      expect(port).toMatch(/^(127\.0\.0\.1:|\$\{LINCHPIN_HOST:-127\.0\.0\.1\}:)/)
  })

  it('takes documented variables from .env, with defaults; passwords have none', () => {
    const documented = [...VARIABLES, ...COMPOSE_VARIABLES].map(({ name }): string => name)
    for (const [, variable, mark] of read(join(FOLDER, name)).matchAll(/\$\{(\w+)(:[-?])?/g)) {
      expect(documented).toContain(variable)
      expect([variable, mark]).toEqual([variable, /PASS(WORD)?$/.test(variable!) ? ':?' : ':-'])
    }
  })

  it('uses networks and files that there are', () => {
    const networks = services.flatMap(([, one]) => (one.networks as string[] | undefined) ?? [])
    for (const network of networks) expect(Object.keys(base.networks as YamlMap)).toContain(network)
    const paths = services
      .flatMap(([, { volumes = [] }]) => volumes as string[])
      .filter((volume) => volume.startsWith('./'))
      .map((volume) => volume.split(':')[0]!)
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

it('the image of the demo has the version of the package', () => {
  expect(read(join(FOLDER, 'demo.yml'))).toContain(`image: linchpin-demo:${manifest.version}\n`)
})
