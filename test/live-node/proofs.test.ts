import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ourFigure } from '../../src/audit/proof/our-figures'
import { PROVEN_CHECKS } from '../../src/audit/proof/proven-checks'
import { openState } from '../../src/audit/rows'
import { loadRecording } from '../../src/chain/recording/recording'
import { readDeployment } from '../../src/config/deployment'
import { STORAGE } from '../../src/protocols/storage'
import { openProver } from '../../src/prover/open'
import { serialize } from '../../src/state-proof/bundle'
import { verifyBundle } from '../../src/state-proof/verify'
import { runAudit } from '../support/audit'
import { runCli } from '../support/cli'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Expected, expectedFigures } from '../support/proof/expected-figures'
import { ProofNode } from '../support/proof/proof-node'
import { FIXTURE, groundTruth } from '../support/recordings'

/** Number of figures that are proven at once, and then compared. */
const PART = 1_000
/** Three checkpoints; in CI the first. */
const truths = groundTruth(FIXTURE).slice(0, process.env.LINCHPIN_TEST_ALL_BLOCKS ? 3 : 1)
const network = readDeployment(`${FIXTURE}/deployment.json`)
const KINDS = Object.keys(STORAGE.figures)
  .filter((name) => name !== 'registration')
  .sort()
const inOrder = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value)

/** The last figure of each kind whose value is not 0, nor the value by default. */
function oneOfEach(all: readonly Expected[]): Expected[] {
  const chosen = new Map<string, Expected>()
  for (const one of all) {
    const { value } = one
    const parts = typeof value === 'object' ? Object.values(value) : [value]
    const isPlain = parts.every((part) => /^(0|false|0x0+|10{18})$/.test(String(part)))
    if (!isPlain || !chosen.has(one.name)) chosen.set(one.name, one)
  }
  return [...chosen.values()]
}

// The tests build on each other: one node and one index for each block.
describe.each(truths)('at block $block of a real node', (truth) => {
  let chain: ProofNode
  let database: TestDatabase
  const expected = expectedFigures(truth)
  const env = () => ({
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
    DB_URL: database.url,
    RPC_ENDPOINT: chain.url,
  })
  const openProofs = () =>
    openProver({ rpcEndpoints: [chain.url], rpcRateLimit: 0 }, network, truth.block, null)

  beforeAll(async () => {
    chain = await ProofNode.create(await loadRecording(FIXTURE), FIXTURE, truth.block)
    database = await createTestDatabase('proofs')
    await chain.mineTo(truth)
  })

  afterAll(async () => {
    await chain?.node.anvil.end()
    await database?.drop()
  })

  test('every figure is proven, and is what the contracts answered', async () => {
    const prover = await openProofs()
    const wrong: unknown[] = []
    const counts: Record<string, number> = {}
    for (let at = 0; at < expected.length; at += PART) {
      const part = expected.slice(at, at + PART)
      const computed = await prover.compute(part)
      prover.forget()
      part.forEach((one, i) => {
        counts[one.name] = (counts[one.name] ?? 0) + 1
        const { value: proven } = computed[i]!
        if (inOrder(proven) !== inOrder(one.value)) wrong.push({ ...one, proven })
      })
    }
    const sum = `${expected.length} figures, ${JSON.stringify(counts)}`
    console.log(`block ${truth.block}: ${sum}, ${JSON.stringify(prover.cost)}`)
    expect(wrong).toEqual([])
  })

  test('audit --proof finds that the index equals the contracts', async () => {
    const run = await runCli(['index', '--until-head'], env())
    expect(run.code, run.stderr).toBe(0)
    const audit = await runAudit(database.url, ['--proof', '--block', `${truth.block}`], env())
    console.log(
      `audit --proof: ${JSON.stringify(audit.sum)}, ${/\d+ slots.*/.exec(audit.stderr)?.[0]}`,
    )
    expect(audit.differences).toEqual([])
    expect(audit.code, audit.stderr).toBe(0)
    const compared = audit.checks.filter(({ basis }) => basis === 'contracts')
    expect(compared.map(({ name }) => name).sort()).toEqual(Object.keys(PROVEN_CHECKS).sort())
    expect(compared.filter(({ equal, notCallable }) => equal === 0 || notCallable > 0)).toEqual([])
  })

  test('a bundle of each figure is verified, and the index has its value', async () => {
    const { hash } = await chain.node.head()
    const state = openState(database.url)
    const chosen = oneOfEach(expected)
    expect(chosen.map(({ name }) => name).sort()).toEqual(KINDS)
    for (const one of chosen) {
      const prover = await openProofs()
      const bundle = await prover.bundle(one)
      const text = serialize(bundle)
      const began = performance.now()
      const verified = verifyBundle(text, STORAGE, hash)
      const ms = (performance.now() - began).toFixed(1)
      const { calls, slots } = prover.cost
      const size = `${text.length} bytes, ${bundle.nodes.length} nodes, ${slots} slots, ${calls} calls`
      console.log(`${one.name}: ${size}, verified in ${ms} ms`)
      const { value } = verified.bundle.figure
      const ours = await ourFigure(state.at(truth.block), one.name, one.arguments)
      expect([one.name, inOrder(value)]).toEqual([one.name, inOrder(one.value)])
      expect([one.name, inOrder(ours)]).toEqual([one.name, inOrder(one.value)])
      const folder = process.env.LINCHPIN_TEST_WRITE_PROOFS
      if (folder) writeFileSync(join(folder, `${one.name}.json`), text)
    }
    await state.close()
  })

  test('the commands prove and verify, without anything of the provider in the bundle', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'linchpin-proof-')), 'bundle.json')
    const one = oneOfEach(expected).find(({ name }) => name === 'slashableStake')!
    const given = Object.values(one.arguments).map(String)
    const at = ['--block', `${truth.block}`, '--out', out]
    const run = await runCli(['prove', one.name, ...given, ...at], env())
    expect(run.stderr).toContain('the index has the same value')
    expect(run.code).toBe(0)
    expect(readFileSync(out, 'utf8')).not.toMatch(/127\.0\.0\.1|http|anvil/i)
    const { hash } = await chain.node.head()
    const check = await runCli(['verify-proof', out, '--block-hash', hash])
    expect(check.code, check.stderr).toBe(0)
    expect(JSON.parse(check.stdout).proven.value).toEqual(one.value)
    const other = await runCli(['verify-proof', out, '--block-hash', `0x${'12'.repeat(32)}`])
    expect(other.code).toBe(65)
    expect(other.stderr).toContain('LP2030')
  })
})
