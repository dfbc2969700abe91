// Writes abi/*.json from a list of event facts [{contract, canonical, signature}]:
//   node scripts/abi.mjs FACTS.json
// One file per contract, entries sorted by canonical signature, so that a change of the facts is a readable diff.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseAbiItem } from 'abitype'

const facts = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const files = new Map()
for (const fact of facts) {
  const file = fact.contract.replace(/[^A-Za-z0-9]/g, '')
  if (!files.has(file)) files.set(file, new Map())
  files.get(file).set(fact.canonical, fact.signature)
}
for (const [file, events] of files) {
  const abi = [...events]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, signature]) => parseAbiItem(signature))
  writeFileSync(`abi/${file}.json`, `${JSON.stringify(abi, null, 2)}\n`)
}
