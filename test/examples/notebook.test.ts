import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { useRecordedApi } from '../support/api/recorded-api'
import { hasPythonModules, printedAfter } from '../support/examples'
import { FIXTURE } from '../support/recordings'

interface Notebook {
  cells: { outputs?: { text?: string[]; data?: Record<string, string> }[] }[]
}

const NBCONVERT = '/usr/bin/jupyter-nbconvert'
const isInstalled = existsSync(NBCONVERT) && hasPythonModules('pandas', 'matplotlib', 'ipykernel')
const folder = mkdtempSync(join(tmpdir(), 'linchpin-notebook-'))
const api = useRecordedApi('notebook', FIXTURE)

afterAll(() => rmSync(folder, { recursive: true }))

test.skipIf(!isInstalled)(
  `the notebook draws two figures and prints the index over time${isInstalled ? '' : ' (skipped: jupyter-nbconvert, or a package of Python for it, is not installed)'}`,
  async () => {
    const notebook = 'examples/notebook/concentration.ipynb'
    const args = ['--to', 'notebook', '--execute', '--output-dir', folder, notebook]
    await promisify(execFile)(NBCONVERT, args, { env: { ...process.env, LINCHPIN_API: api.url } })
    const { cells } = JSON.parse(
      readFileSync(join(folder, 'concentration.ipynb'), 'utf8'),
    ) as Notebook
    const outputs = cells.flatMap((cell) => cell.outputs ?? [])
    const text = outputs.flatMap((output) => output.text ?? []).join('')
    expect(text.trim()).toBe(printedAfter('--execute examples/notebook'))
    const figures = outputs.filter(({ data }) => (data?.['image/png']?.length ?? 0) > 10_000)
    expect(figures).toHaveLength(2)
  },
)
