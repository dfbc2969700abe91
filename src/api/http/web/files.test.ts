import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { WebFiles } from './files'

const folder = mkdtempSync(join(tmpdir(), 'web-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

function build(version: string) {
  rmSync(folder, { recursive: true })
  for (const part of ['assets', 'previews']) mkdirSync(join(folder, part), { recursive: true })
  writeFileSync(join(folder, 'index.html'), `<script src="./assets/index-${version}.js"></script>`)
  writeFileSync(join(folder, 'assets', `index-${version}.js`), '')
}

const textOf = (files: WebFiles, path: string) =>
  files.find(path, false)?.representation.body.toString()

test('a dashboard that is built anew under a running server does not mix: pages and scripts stay those of one version', () => {
  build('one')
  const files = new WebFiles(null, folder)
  expect(textOf(files, '/')).toContain('index-one.js')
  build('two')
  // Neither of them was asked for before.
  expect(textOf(files, '/operators')).toContain('index-one.js')
  expect(textOf(files, '/assets/index-one.js')).toBe('')
  const restarted = new WebFiles(null, folder)
  expect(textOf(restarted, '/operators')).toContain('index-two.js')
  expect(textOf(restarted, '/assets/index-one.js')).toBeUndefined()
})
