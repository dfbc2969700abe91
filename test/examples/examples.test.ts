import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { printHolders } from '../../examples/typescript/holders'
import { useRecordedApi } from '../support/api/recorded-api'
import { printedAfter } from '../support/examples'
import { FIXTURE } from '../support/recordings'

const run = promisify(execFile)
const api = useRecordedApi('examples', FIXTURE)

/** Output of the command of a program. */
async function outputOf(program: string, script: string): Promise<string> {
  const { stdout } = await run(program, [script, api.url])
  return stdout.trim()
}

const isInstalled = (program: string) => existsSync(`/usr/bin/${program}`)

// Skipped where the program of the example is not installed.
test.skipIf(!isInstalled('curl'))('curl prints the latest slashings', async () => {
  const script = 'examples/curl/slashings.sh'
  expect(await outputOf('sh', script)).toBe(printedAfter(`sh ${script}`))
})

test.skipIf(!isInstalled('python3'))('Python prints the concentration of pools', async () => {
  const script = 'examples/python/concentration.py'
  expect(await outputOf('python3', script)).toBe(printedAfter(`python3 ${script}`))
})

test('TypeScript prints the holders of a pool', async () => {
  const lines: string[] = []
  await printHolders(api.url, (text) => lines.push(text))
  expect(lines.join('\n')).toBe(printedAfter('await printHolders('))
})

test('the types of the TypeScript example are those of the schema', async () => {
  const before = readFileSync('examples/typescript/operations.ts', 'utf8')
  await run(process.execPath, ['examples/typescript/codegen.mjs', api.url])
  expect(readFileSync('examples/typescript/operations.ts', 'utf8')).toBe(before)
})
