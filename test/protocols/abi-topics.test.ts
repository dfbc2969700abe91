import { readdirSync, readFileSync } from 'node:fs'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { expect, test } from 'vitest'
import { eventOf } from '../../src/protocols/tables'
import eigenlayer from '../facts/eigenlayer-topics.json'
import middleware from '../facts/middleware-topics.json'
import symbioticRewards from '../facts/symbiotic-rewards-topics.json'
import symbiotic from '../facts/symbiotic-topics.json'

// Every event of every release of the contracts: [contract, canonical signature, topic0, indexed positions], computed
// by solc and by viem from the contracts' sources, not by the code under test.
const EIGENLAYER = eigenlayer as [string, string, string, number[]][]
const SYMBIOTIC = [...symbiotic, ...symbioticRewards] as [string, string, string, number[]][]
const MIDDLEWARE = middleware as [string, string, string, number[]][]
const FIGURES = [...EIGENLAYER, ...SYMBIOTIC, ...MIDDLEWARE]

interface AbiInput {
  type: string
  indexed?: boolean
  components?: AbiInput[]
}

interface AbiEvent {
  name: string
  inputs: AbiInput[]
}

function canonicalType({ type, components }: AbiInput): string {
  if (!components) return type
  return `(${components.map(canonicalType).join(',')})${type.slice('tuple'.length)}`
}

const abi = new Map<string, AbiEvent>()
for (const file of readdirSync('abi').filter((name) => name.endsWith('.json'))) {
  for (const event of JSON.parse(readFileSync(`abi/${file}`, 'utf8')) as AbiEvent[]) {
    const signature = `${event.name}(${event.inputs.map(canonicalType).join(',')})`
    abi.set(`${file.slice(0, -'.json'.length)} ${signature}`, event)
  }
}

/** Topic of the event of price feeds, from the documentation of Chainlink. */
const ANSWER_UPDATED = '0x0559884fd3a460db3073b7fc896cc77986f16e378210ded43186175bf646fc5f'

test('abi/ has every known event, that of price feeds, and no other', () => {
  const known = FIGURES.map(([contract, signature]) => `${contract} ${signature}`)
  known.push('PriceFeed AnswerUpdated(int256,uint256,uint256)')
  expect(eventOf('PRICE_FEED', ANSWER_UPDATED)?.signature).toContain('AnswerUpdated')
  expect([...abi.keys()].sort()).toEqual([...new Set(known)].sort())
})

test.each(FIGURES)('%s %s hashes to its topic', (contract, signature, topic0, indexed) => {
  expect(`0x${bytesToHex(keccak_256(utf8ToBytes(signature)))}`).toBe(topic0)
  const inputs = abi.get(`${contract} ${signature}`)!.inputs
  expect(inputs.flatMap((input, position) => (input.indexed ? [position] : []))).toEqual(indexed)
})

test('every event of a followed contract is found by its topic, and has its signature', () => {
  // Tokens and multisigs are not followed.
  const followed = EIGENLAYER.filter(([name]) => !/^(Eigen|BackingEigen|GnosisSafe)$/.test(name))
  const all = [
    ...followed.map((figure) => ['DELEGATION_MANAGER', figure] as const),
    ...SYMBIOTIC.map((figure) => ['VAULT', figure] as const),
    ...MIDDLEWARE.map((figure) => ['STAKE_REGISTRY', figure] as const),
  ]
  for (const [kind, [contract, signature, topic0]] of all) {
    const event = eventOf(kind, topic0)
    expect(event, `${contract} ${signature}`).toBeDefined()
    expect(event!.signature.replaceAll(' indexed', '')).toBe(signature)
  }
})
