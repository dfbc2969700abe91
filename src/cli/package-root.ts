import { join } from 'node:path'

/** Folder of package.json, the same whether this file runs from src/ or from lib/. */
export const PACKAGE_ROOT = join(__dirname, '../..')

/** The recorded chain that `linchpin up` indexes when no chain is configured. */
export const DEMO_RECORDING = join(PACKAGE_ROOT, 'fixtures/eigenlayer-a')
