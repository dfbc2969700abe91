import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli } from '../support/cli'

const BUNDLE = 'fixtures/proofs/slashableStake.json'

test('the example of docs/proof.md says what the page says', async () => {
  const page = readFileSync('docs/proof.md', 'utf8')
  const [, command, answer] = /```sh\nnpx linchpin (.+?)\n```\n\n```\n(.+?)\n```/s.exec(page)!
  const { code, stdout } = await runCli(command!.replace('\\\n', '').split(/\s+/))
  expect(code).toBe(0)
  const { proven, assumed } = JSON.parse(stdout)
  const [first] = answer!.split('\n')
  const args = JSON.stringify(proven.arguments)
  expect(first).toBe(`proven: ${proven.figure} ${args} is ${JSON.stringify(proven.value)}`)
  const listed = answer!.split('\n').filter((line) => line.startsWith('  - '))
  expect(listed).toEqual(assumed.map((one: string) => `  - ${one}`))
})

test('a changed bundle, another file and no file are refused, each with its code', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'linchpin-bundle-')), 'bundle.json')
  writeFileSync(file, readFileSync(BUNDLE, 'utf8').replace('"value": "2', '"value": "3'))
  const changed = await runCli(['verify-proof', file])
  expect([changed.code, changed.stdout]).toEqual([65, ''])
  expect(changed.stderr).toMatch(/LP2030.*is refused: line \d+ is not what is proven there/)
  const none = await runCli(['verify-proof', `${file}.none`])
  expect(none.code).toBe(65)
  expect(none.stderr).toContain('LP2032')
})
