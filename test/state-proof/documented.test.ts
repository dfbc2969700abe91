import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { KNOWN_NETWORKS } from '../../src/config/network-of'
import { STORAGE } from '../../src/protocols/storage'

const page = readFileSync('docs/proof.md', 'utf8')

test('docs/proof.md lists every figure', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  const listed = rows.flatMap((row) =>
    [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map((m) => m[1]),
  )
  const names = Object.keys(STORAGE.figures)
  expect(listed.filter((name) => names.includes(name!)).sort()).toEqual([...names].sort())
})

test('deployments that are built in have the addresses of their networks, or of their recordings', () => {
  for (const { name, chainId, contracts } of STORAGE.deployments) {
    const network = Object.values(KNOWN_NETWORKS).find((one) => one.name === name)
    const known: Record<string, string> = network
      ? Object.fromEntries(network.contracts.map((one) => [one.name, one.address]))
      : JSON.parse(readFileSync(`fixtures/${name}/deployment.json`, 'utf8').toLowerCase()).contracts
    for (const [contract, address] of Object.entries(contracts)) {
      expect(known[network ? contract : contract.toLowerCase()]).toBe(address)
    }
    if (network) expect(network.chainId).toBe(chainId)
  }
})
