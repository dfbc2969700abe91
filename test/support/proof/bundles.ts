import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = 'fixtures/proofs'

/** Bundles of a real node, by the name of their figure. */
export const BUNDLES: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name.slice(0, -'.json'.length), readFileSync(join(FOLDER, name), 'utf8')]),
)
