import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Folder of package.json, the same whether this file runs from src/ or from lib/. */
export const PACKAGE_ROOT = join(__dirname, '../..')

/** The recorded chain that `linchpin up` indexes when no chain is configured. */
export const DEMO_RECORDING = join(PACKAGE_ROOT, 'fixtures/both-a')

/** Version of this package. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')).version
}
