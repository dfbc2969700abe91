// Packages that Linchpin needs to run, by licence, from package-lock.json: part of a release.
//   npm run -s licences
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'))

/** @returns {Map<string, string[]>} names with versions, by licence, both sorted */
export function packagesByLicence() {
  const found = new Map()
  for (const [path, { name: alias, version, license, dev, devOptional }] of Object.entries(
    lock.packages,
  )) {
    if (path === '' || dev || devOptional) continue
    const name = `${alias ?? path.replace(/^.*node_modules\//, '')}@${version}`
    const licence = license ?? 'none named'
    found.set(licence, [...new Set([...(found.get(licence) ?? []), name])].sort())
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

if (process.argv[1] === import.meta.filename) {
  for (const [licence, names] of packagesByLicence()) {
    console.log(`${licence}\n${names.map((name) => `  ${name}`).join('\n')}\n`)
  }
}
