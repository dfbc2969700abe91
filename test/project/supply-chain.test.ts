import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { packagesByLicence } from '../../scripts/licences.mjs'
import { listOfParts } from '../../scripts/sbom.mjs'

const ROOT = join(__dirname, '../..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** Those that ask for no more than their text in a copy. */
const PERMISSIVE =
  /^(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|Unlicense|\(MIT AND BSD-3-Clause\))$/

describe('the packages that Linchpin needs to run', () => {
  test('have permissive licences, but those of @subsquid, which the README names', () => {
    const others = [...packagesByLicence()].filter(([licence]) => !PERMISSIVE.test(licence))
    expect(others.map(([licence]) => licence)).toEqual(['GPL-3.0-or-later'])
    for (const name of others[0]![1]) expect(name).toMatch(/^@subsquid\//)
    expect(read('README.md')).toContain(
      '`@subsquid` packages it depends on declare GPL-3.0-or-later',
    )
  })

  test('are all in the list of parts of a release, and no other', () => {
    const { bomFormat, components } = listOfParts()
    expect(bomFormat).toBe('CycloneDX')
    const listed = new Set(components.map(({ name, version }) => `${name}@${version}`))
    expect([...listed].sort()).toEqual([...packagesByLicence().values()].flat().sort())
    const named = new Set(components.map(({ name }) => name))
    const needed = Object.keys(JSON.parse(read('package.json')).dependencies)
    expect(needed.filter((name) => !named.has(name))).toEqual([])
  })

  test('are pinned by hash in the lock file', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { integrity?: string; link?: boolean }>
    }
    const loose = Object.entries(packages).filter(
      ([path, { integrity }]) => path !== '' && !integrity,
    )
    expect(loose.map(([path]) => path)).toEqual([])
  })
})

test('newer versions of packages, images and actions are asked for, each where it is named', () => {
  const { updates } = parse(read('.github/dependabot.yml')) as {
    updates: { 'package-ecosystem': string }[]
  }
  expect(updates.map((one) => one['package-ecosystem'])).toEqual([
    'npm',
    'docker',
    'docker-compose',
    'github-actions',
  ])
})

test('a release is what passes CI, with signatures checked, provenance, list of parts and licences', () => {
  const { jobs } = parse(read('.github/workflows/release.yml')) as {
    jobs: Record<string, { needs?: string; steps: { run?: string; uses?: string }[] }>
  }
  expect(jobs.publish!.needs).toBe('check')
  expect(jobs.check!.steps.map(({ run }) => run)).toContain('.ci/run')
  expect(jobs.publish!.steps.map(({ run }) => run)).toContain('npm run release')
  expect(JSON.parse(read('package.json')).scripts.release).toBe('scripts/release.sh')
  for (const part of ['npm audit signatures', 'npm run -s sbom', 'npm run -s licences']) {
    expect(read('scripts/release.sh')).toContain(part)
  }
})
