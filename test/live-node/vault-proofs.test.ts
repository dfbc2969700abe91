import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ourFigure, sameFigure } from '../../src/audit/proof/our-figures'
import { openState } from '../../src/audit/rows'
import { readDeployment } from '../../src/config/deployment'
import { STORAGE } from '../../src/protocols/storage'
import { SYMBIOTIC_STORAGE } from '../../src/protocols/symbiotic/storage'
import { openProver } from '../../src/prover/open'
import { serialize } from '../../src/state-proof/bundle'
import { UnknownLayout } from '../../src/state-proof/compute'
import { NoContract } from '../../src/state-proof/proven-state'
import { verifyBundle } from '../../src/state-proof/verify'
import { IS_LONG } from '../long.mjs'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import type { Expected } from '../support/proof/expected-figures'
import { expectedVaults } from '../support/proof/expected-vaults'
import { vaultsTruths } from '../support/proof/vault-truth'
import { cloneOf, vaultsOf } from '../support/proof/written-vaults'
import { BOTH } from '../support/recordings'
import { Anvil, type RpcCall } from './anvil'

/** Calls in one request, and figures that are proven at once. */
const STEP = 500
/** In CI with a fifth of the stakes of operators. */
const truths = vaultsTruths().slice(IS_LONG ? -3 : -1)
const file = readFileSync(`${BOTH}/deployment.json`, 'utf8')
const { contracts } = JSON.parse(file) as { contracts: Record<string, string> }
const network = readDeployment(`${BOTH}/deployment.json`)
const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`

let database: TestDatabase

beforeAll(async () => {
  database = await createIndexedDatabase('vaultproofs', BOTH)
}, 300_000)

afterAll(async () => {
  await database?.drop()
})

describe.each(truths)('vaults at block $block, on a real node', (truth) => {
  let anvil: Anvil
  const expected = expectedVaults(truth).filter(
    ({ name }, i) => IS_LONG || name !== 'vaultStake' || i % 5 === 0,
  )
  const open = (block = 1) =>
    openProver({ rpcEndpoints: [anvil.url], rpcRateLimit: 0 }, network, block, null)

  beforeAll(async () => {
    anvil = await Anvil.create(1_700_000_000)
    const { code, written } = vaultsOf(truth, contracts)
    const calls = [...code].map(([address, one]): RpcCall => ['anvil_setCode', address, one])
    for (const [address, slots] of written) {
      for (const [slot, value] of slots)
        calls.push(['anvil_setStorageAt', address, word(slot), word(value)])
    }
    for (let at = 0; at < calls.length; at += STEP) await anvil.batch(calls.slice(at, at + STEP))
    await anvil.batch([['evm_mine']])
  })

  afterAll(async () => {
    await anvil?.end()
  })

  test('every figure is proven, is what the contracts answered, and what the index has', async () => {
    const prover = await open()
    const state = openState(database.url)
    const wrong: unknown[] = []
    const counts: Record<string, number> = {}
    let compared = 0
    for (let at = 0; at < expected.length; at += STEP) {
      const part = expected.slice(at, at + STEP)
      const computed = await prover.compute(part)
      prover.forget()
      for (const [i, one] of part.entries()) {
        counts[one.name] = (counts[one.name] ?? 0) + 1
        const { value } = computed[i]!
        if (value !== one.value) wrong.push({ ...one, proven: value })
        // The index has a query for each: some of each kind are enough.
        if (counts[one.name]! % 25 !== 1) continue
        const ours = await ourFigure(state.at(truth.block), one.name, one.arguments)
        if (ours === null) continue
        compared++
        if (!sameFigure(ours, value)) wrong.push({ ...one, ours })
      }
    }
    await state.close()
    const sum = `${expected.length} figures, ${JSON.stringify(counts)}, ${compared} with the index`
    console.log(`vaults at block ${truth.block}: ${sum}, ${JSON.stringify(prover.cost)}`)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(20)
  })

  test('a bundle of each figure is verified', async () => {
    const last = new Map<string, Expected>()
    for (const one of expected)
      if (!last.has(one.name) || !['0', false].includes(one.value as string))
        last.set(one.name, one)
    expect([...last.keys()].sort()).toEqual(Object.keys(SYMBIOTIC_STORAGE.figures).sort())
    for (const one of last.values()) {
      const prover = await open()
      const bundle = await prover.bundle(one)
      const text = serialize(bundle)
      const began = performance.now()
      const verified = verifyBundle(text, STORAGE)
      const ms = (performance.now() - began).toFixed(1)
      const { calls, slots } = prover.cost
      console.log(`${one.name}: ${text.length} bytes, ${slots} slots, ${calls} calls, ${ms} ms`)
      expect(verified.bundle.figure.value).toEqual(one.value)
      expect(verified.assumed.length).toBe(1 + bundle.contracts.length)
      const folder = process.env.LINCHPIN_TEST_WRITE_PROOFS
      if (folder && one.name === 'vaultStake') writeFileSync(join(folder, 'vaultStake.json'), text)
    }
  })

  test('a delegator whose code is no clone of a known one has an unknown layout, an address without code no figure', async () => {
    const [[vault, { delegator }]] = Object.entries(truth.vaults) as [
      [string, (typeof truth.vaults)[string]],
    ]
    const subnetwork = `0x${'12'.repeat(32)}`
    const limitOf = async (address: string, block: number) => {
      const wanted = { name: 'vaultNetworkLimit', arguments: { vault: address, subnetwork } }
      return (await open(block)).compute([wanted])
    }
    await anvil.batch([['anvil_setCode', delegator, cloneOf(`0x${'34'.repeat(20)}`)]])
    await anvil.batch([['evm_mine']])
    await expect(limitOf(vault.toLowerCase(), 2)).rejects.toThrow(UnknownLayout)
    await expect(limitOf(`0x${'56'.repeat(20)}`, 2)).rejects.toThrow(NoContract)
  })
})
