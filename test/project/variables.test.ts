import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TEST_PREFIX, VARIABLES } from '../../src/config/variables'
import { COMPOSE_VARIABLES } from '../support/compose-variables'

const ROOT = join(__dirname, '../..')
const known: string[] = [...VARIABLES, ...COMPOSE_VARIABLES].map(({ name }) => name)

/** Of other programs: their SDKs, node, the engine of the containers, Postgres' image. */
const OF_OTHERS = [
  'AWS_ENDPOINT_URL_S3',
  'AWS_ENDPOINT_URL',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'NODE_ENV',
  'NODE_OPTIONS',
]

/** Of scripts: for developers, and ops/backup/backup.sh. */
const OF_SCRIPTS = ['LINCHPIN_CHROMIUM', 'LINCHPIN_BACKUP_DIR', 'LINCHPIN_BACKUP_KEEP']

const files = (folder: string, end: RegExp) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => end.test(file) && !file.includes('node_modules'))
    .map((file) => join(folder, file))
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/** Names in a text that look like variables of Linchpin. */
function namesIn(text: string): string[] {
  const own = text.match(/\b(LINCHPIN|SQD|PROCESSOR|GQL|RPC|DB)_[A-Z_]*[A-Z]\b/g) ?? []
  return [...new Set(own)].filter((name) => !name.startsWith(TEST_PREFIX))
}

describe('src/config/variables.ts lists all variables', () => {
  it('that the program reads', () => {
    const source = files('src', /\.ts$/).filter((file) => !file.endsWith('.test.ts'))
    const used = source.flatMap((file) => {
      const text = read(file)
      const members = [...text.matchAll(/process\.env\.(\w+)/g)].map(([, name]) => name!)
      const taken = [...text.matchAll(/const \{([^}]*)\} = process\.env/g)].flatMap(([, names]) =>
        names!.split(',').map((name) => name.trim()),
      )
      return [...members, ...taken]
    })
    expect(used.length).toBeGreaterThan(3)
    expect(used.filter((name) => ![...known, ...OF_OTHERS].includes(name))).toEqual([])
  })

  it.each([
    ['docs', files('docs', /\.md$/).filter((file) => !file.startsWith('docs/adr'))],
    ['files for tools', ['docker-compose.yml', 'Dockerfile', 'squid.yaml', 'commands.json']],
    ['compose files', files('ops', /\.ya?ml$/)],
    ['pages', ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'llms.txt']],
  ])('that %s name', (_, paths) => {
    const unknown = paths.flatMap((path) =>
      namesIn(read(path))
        .filter((name) => ![...known, ...OF_SCRIPTS].includes(name))
        .map((name) => `${path}: ${name}`),
    )
    expect(unknown).toEqual([])
  })

  it('each of which docs, README or docker-compose.yml name', () => {
    const pages = [
      ...files('docs', /\.md$/),
      'README.md',
      'docker-compose.yml',
      'squid.yaml',
      ...files('ops', /\.ya?ml$/),
    ]
      .map(read)
      .join('\n')
    const unnamed = known.filter((name) => !new RegExp(`\\b${name}\\b`).test(pages))
    expect(unnamed).toEqual([])
  })
})
