// Writes abi/*.json from a list of event facts (contract, human-readable signature):
//   node scripts/abi.mjs FACTS.json
// One file per contract, entries sorted by canonical signature, so that a change of the facts is a readable diff.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseAbiItem } from './abi-parse.mjs'

const facts = JSON.parse(readFileSync(process.argv[2] ?? 'events.json', 'utf8'))
const files = new Map()
for (const fact of facts) {
  const name = fact.contract.replace(/[^A-Za-z0-9]/g, '')
  if (!files.has(name)) files.set(name, new Map())
  files.get(name).set(fact.canonical, fact.signature)
}
for (const [name, events] of [...files].sort()) {
  const abi = [...events].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, signature]) => parseAbiItem(signature))
  writeFileSync(`abi/${name}.json`, `${JSON.stringify(abi, null, 2)}\n`)
}
