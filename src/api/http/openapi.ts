import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Representation } from './responses'

/** In the root of the package, beside src/ and lib/. */
const FILE = join(__dirname, '../../../openapi.yaml')

let loaded: Representation | null = null

/** GET /openapi.json: the file openapi.yaml as JSON, read by the first request. */
export function openapi(): Representation {
  loaded ??= {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: Buffer.from(`${JSON.stringify(parse(readFileSync(FILE, 'utf8')))}\n`),
    cacheControl: 'no-cache',
  }
  return loaded
}
