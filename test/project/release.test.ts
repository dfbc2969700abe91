import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import config, { SLOW } from '../../vitest.config.mjs'
import { LONGEST } from '../longest-first.mjs'

const ROOT = join(__dirname, '../..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const manifest = JSON.parse(read('package.json')) as {
  version: string
  engines: { node: string }
  scripts: Record<string, string>
  allowScripts: Record<string, boolean>
}

describe('the project', () => {
  test.each(['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'LICENSE'])(
    'has %s',
    (path) => expect(read(path).length).toBeGreaterThan(500),
  )

  test('links from its pages only to files that exist', () => {
    const pages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']
    const docs = [...read('README.md').matchAll(/\(docs\/([\w-]+\.md)\)/g)].map(
      ([, page]) => `docs/${page}`,
    )
    const links = [...new Set([...pages, ...docs])].flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, target]) =>
        join(page, '..', target!),
      ),
    )
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter((target) => !existsSync(join(ROOT, target)))).toEqual([])
  })

  test('has the changes of its version in CHANGELOG.md, with what changed in data', () => {
    const [, ...sections] = read('CHANGELOG.md').split(/^## \[/m)
    const section = sections.find((text) => text.startsWith(`${manifest.version}]`))
    expect(section).toMatch(/^[\d.]+\] - \d{4}-\d\d-\d\d$/m)
    expect(section).toMatch(/^### Data$/m)
  })

  test('names its version in the image of docker-compose.yml', () => {
    expect(read('docker-compose.yml')).toContain(`image: linchpin:${manifest.version}\n`)
  })
})

describe('continuous integration', () => {
  const steps = read('.ci/run')

  test('is .ci/run on every version of Node that engines names', () => {
    const workflow = read('.github/workflows/ci.yml')
    expect(workflow).toMatch(/^ {6}- run: \.ci\/run$/m)
    const [, tested] = /node: \[(.+)\]/.exec(workflow)!
    const majors = (text: string) => [...text.matchAll(/\d+(?=[.\d]*)/g)].map(([major]) => major)
    const named = manifest.engines.node.split('||').map((range) => majors(range)[0])
    expect(tested!.split(',').map((version) => majors(version)[0])).toEqual(named)
  })

  test('runs the test command of the README, which has all tests', () => {
    expect(read('README.md')).toContain('npm ci && npm run test:all ')
    // Its own build would be the second one: npm ci runs "prepare".
    expect(steps).toMatch(/^npm run test:all --ignore-scripts$/m)
    expect(manifest.scripts.prepare).toBe(manifest.scripts['pretest:all'])
    expect(manifest.scripts).toMatchObject({
      test: 'vitest run --project pure --project shared --project fast',
      'test:all': 'vitest run',
    })
    const projects = config.test!.projects!.map((project) => Object(project).test.name)
    expect(projects.sort()).toEqual(['fast', 'pure', 'shared', 'slow'])
  })

  test('every slow test of vitest.config.mts exists, and every one that starts early', () => {
    const gone = [...SLOW, ...LONGEST].filter((pattern) => {
      return !existsSync(join(ROOT, pattern.replace(/[*{].*$/, '')))
    })
    expect(gone).toEqual([])
  })

  test('every install script of a dependency is allowed or denied by package.json', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean }>
    }
    const names = Object.entries(lock.packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path.replace(/^.*node_modules\//, '')] : [],
    )
    expect(Object.keys(manifest.allowScripts)).toEqual([...new Set(names)].sort())
  })
})
