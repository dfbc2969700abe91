import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ourFigure } from '../../src/audit/proof/our-figures'
import { PROVEN_CHECKS } from '../../src/audit/proof/proven-checks'
import { openState } from '../../src/audit/rows'
import { createRpc } from '../../src/chain/provider/rpc'
import { loadRecording } from '../../src/chain/recording/recording'
import { ProofThreads } from '../../src/cli/prove/proof-threads'
import { readDeployment } from '../../src/config/deployment'
import { EIGENLAYER_STORAGE } from '../../src/protocols/eigenlayer/storage'
import { STORAGE } from '../../src/protocols/storage'
import { BundleKeeper } from '../../src/prover/bundle-keeper'
import { openProver } from '../../src/prover/open'
import { provableBlocks } from '../../src/prover/provable'
import { type Bundle, serialize } from '../../src/state-proof/bundle'
import { verifyBundle } from '../../src/state-proof/verify'
import { startProxy } from '../chain/helpers'
import { IS_LONG } from '../long.mjs'
import { startTestApi } from '../support/api/api-client'
import { ended, PROOF_FIELDS, startProof } from '../support/api/jobs'
import { startServe } from '../support/api/served'
import { runAudit } from '../support/audit'
import { runCli } from '../support/cli'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Expected, expectedFigures } from '../support/proof/expected-figures'
import {
  hidesLeaves,
  liesInHeaders,
  liesInProofs,
  liesInValues,
  makesUpChains,
  tamperWith,
} from '../support/proof/liars'
import { ProofNode } from '../support/proof/proof-node'
import { FIXTURE, groundTruth } from '../support/recordings'

/** Number of figures that are proven at once, and then compared. */
const PART = 1_000
const truths = groundTruth(FIXTURE).slice(0, IS_LONG ? 3 : 1)
const network = readDeployment(`${FIXTURE}/deployment.json`)
const KINDS = Object.keys(EIGENLAYER_STORAGE.figures)
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

/** How many slots a bundle proves. */
const slotsOf = ({ contracts }: Bundle) =>
  contracts.reduce((sum, { slots }) => sum + slots.length, 0)

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
    const run = await runCli(['index', '--until-head'], env())
    expect(run.code, run.stderr).toBe(0)
  }, 300_000)

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

  test('a job of the API makes the bundle of the command, byte by byte, and says what the index has', async () => {
    const key = 'a-key-of-the-provider'
    const url = `${chain.url}/?key=${key}`
    const api = await startServe({ ...env(), RPC_ENDPOINT: '', LINCHPIN_PROVE_RPC: url })
    const given = { rpcEndpoints: [url], rpcRateLimit: 0, network, databaseUrl: database.url }
    const bounds = { seconds: 600, calls: 1 }
    const proofs = new ProofThreads(given, pino({ level: 'silent' }), bounds)
    const sparing = await startTestApi(database.url, {}, [], { proofs })
    const block = `, block: {number: ${truth.block}}`
    for (const name of ['slashableStake', 'members', 'isPendingWithdrawal']) {
      const one = oneOfEach(expected).find((figure) => figure.name === name)!
      const args = Object.values(one.arguments).map(String)
      const bundle = await (await openProofs()).bundle(one)
      const { id } = await startProof(api, name, args, block)
      const job = await ended(api, id, PROOF_FIELDS)
      const { proof } = job
      expect(job.error).toBeNull()
      expect([proof.equalsIndex, proof.block]).toEqual([true, bundle.block])
      expect(inOrder(proof.value)).toBe(inOrder(one.value))
      expect([proof.bytes, proof.slots]).toEqual([serialize(bundle).length, slotsOf(bundle)])
      const response = await fetch(`${api.url}${proof.path}`)
      const text = await response.text()
      expect(text === serialize(bundle)).toBe(true)
      expect(JSON.stringify(job)).not.toMatch(new RegExp(`${key}|127\\.0\\.0\\.1|http`))
    }
    const one = oneOfEach(expected).find(({ name }) => name === 'slashableStake')!
    const { id } = await startProof(
      sparing,
      one.name,
      Object.values(one.arguments).map(String),
      block,
    )
    const { error } = await ended(sparing, id, PROOF_FIELDS)
    expect(error.code).toBe('LIMIT_EXCEEDED')
    await Promise.all([api.close(), sparing.close()])
  })

  test('bundles are kept at every Nth block, as files that the verifier accepts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'linchpin-kept-'))
    const figures = oneOfEach(expected).slice(0, 3)
    const everyBlocks = truth.block
    const logger = { info: vi.fn(), warn: vi.fn() }
    const keeper = new BundleKeeper({ everyBlocks, folder, figures, openAt: openProofs, logger })
    keeper.offer(truth.block - 1)
    await keeper.settled()
    expect(readdirSync(folder)).toEqual([])
    keeper.offer(truth.block + 10)
    await keeper.settled()
    const into = join(folder, `${truth.block}`)
    expect(readdirSync(into)).toEqual(figures.map(({ name }, i) => `${i + 1}-${name}.json`))
    for (const file of readdirSync(into))
      verifyBundle(readFileSync(join(into, file), 'utf8'), STORAGE)
    expect(logger.warn).not.toHaveBeenCalled()
  })

  test('which blocks the node can prove is found by asking', async () => {
    const { number } = await chain.node.head()
    const rpc = createRpc({ urls: [chain.url], attempts: 2 })
    const address = network.contracts[0]!.address
    const blocks = await provableBlocks(rpc, address, 1)
    expect(blocks?.to).toBe(number)
    const hasProof = async (block: number) =>
      chain.node.anvil.batch([['eth_getProof', address, [], `0x${block.toString(16)}`]]).then(
        () => true,
        () => false,
      )
    expect(await hasProof(blocks!.from)).toBe(true)
    if (blocks!.from > 1) expect(await hasProof(blocks!.from - 1)).toBe(false)
    console.log(`provable: ${JSON.stringify(blocks)}`)
  })

  const openBy = (url: string, hash: string | null) =>
    openProver({ rpcEndpoints: [url], rpcRateLimit: 0 }, network, truth.block, hash)

  test.each([
    ['proofs and answers of calls', liesInProofs, /the proof does not hold/],
    ['slots, of which it says that they are 0', hidesLeaves, /the proof does not hold/],
    ['the header, under its hash', liesInHeaders, /the header does not hash to/],
    ['the header and its hash', makesUpChains, /has the hash 0x\w+, not 0x/],
  ])('a provider that alters %s proves nothing', async (_, lie, reason) => {
    const { hash } = await chain.node.head()
    const proxy = await startProxy(chain.url, tamperWith(lie))
    const prove = async () => {
      const prover = await openBy(proxy.url, hash)
      return prover.compute(expected.slice(0, 20))
    }
    await expect(prove()).rejects.toThrow(reason)
    await proxy.close()
  })

  test('what a provider says beside its proofs changes nothing, and a second one is asked', async () => {
    const { hash } = await chain.node.head()
    const wanted = expected.slice(0, 20)
    const values = async (urls: string[]) => {
      const settings = { rpcEndpoints: urls, rpcRateLimit: 0 }
      const prover = await openProver(settings, network, truth.block, hash)
      return (await prover.compute(wanted)).map(({ value }) => value)
    }
    const answers = wanted.map(({ value }) => value)
    const talker = await startProxy(chain.url, tamperWith(liesInValues))
    expect(await values([talker.url])).toEqual(answers)
    const liar = await startProxy(chain.url, tamperWith(liesInProofs))
    expect(await values([liar.url, chain.url])).toEqual(answers)
    await Promise.all([talker.close(), liar.close()])
  })

  test('audit --proof finds one share too many', async () => {
    const client = new Client({ connectionString: database.url })
    await client.connect()
    const one = '(SELECT min(id) FROM operator_stake WHERE to_block IS NULL AND shares > 0)'
    await client.query(`UPDATE operator_stake SET shares = shares + 1 WHERE id = ${one}`)
    await client.end()
    const audit = await runAudit(database.url, ['--proof', '--block', `${truth.block}`], env())
    expect(audit.code, audit.stderr).toBe(1)
    expect(audit.differences.map(({ check }) => check)).toContain('operator shares')
    const [found] = audit.differences.filter(({ check }) => check === 'operator shares')
    expect(BigInt(found!.ours)).toBe(BigInt(found!.expected) + 1n)
  })
})
