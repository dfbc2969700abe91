import { parseQuantity, toQuantity } from '../chain/normalize'
import { assertChain } from '../chain/provider/assert-chain'
import { RpcRefused } from '../chain/provider/errors'
import { createRpc, type Rpc } from '../chain/provider/rpc'
import { createCaller } from '../contracts/calls'
import { MULTICALL3, throughMulticall } from '../contracts/multicall'
import type { ContractKind } from '../facts/enums.generated'
import type { Prover } from '../prover/prover'
import type { Check } from './check'
import { delegationChecks } from './checks/delegation'
import { governanceChecks } from './checks/governance'
import { magnitudeChecks } from './checks/magnitudes'
import { podChecks } from './checks/pods'
import { rewardChecks } from './checks/rewards'
import { slashingChecks } from './checks/slashing'
import { vaultSlashingChecks } from './checks/vault-slashing'
import { vaultChecks } from './checks/vaults'
import { vaultV2Checks } from './checks/vaults-v2'
import { withdrawalChecks } from './checks/withdrawals'
import { byCalls, type Contracts, compareAnswers } from './contract-calls'
import { type Comparison, compare, type Entries, sample, toEntries } from './entries'
import { readState } from './node-state'
import { byProofs } from './proof/by-proofs'
import { PROVEN_CHECKS } from './proof/proven-checks'
import type { Rows, State } from './rows'
import { ROW_RULES } from './rules'
import { emptyTally, type Tally, tallyUp } from './tally'
import type { Truth } from './truth'

/** Longer than for other requests: a node needs more time for a multicall. */
const TIMEOUT_MS = 60_000

/** Everything that is compared with contracts of EigenLayer. */
export const CHECKS: readonly Check[] = [
  ...delegationChecks,
  ...magnitudeChecks,
  ...slashingChecks,
  ...withdrawalChecks,
  ...rewardChecks,
  ...podChecks,
  ...governanceChecks,
]

/** The same of Symbiotic core v1. */
export const VAULT_CHECKS: readonly Check[] = [...vaultChecks, ...vaultSlashingChecks]

/** Checks of the protocols that have contracts at a block. */
async function checksOf(rows: Rows): Promise<readonly Check[]> {
  const kinds = await addressesOf(rows)
  return [
    ...(kinds.has('DELEGATION_MANAGER') ? CHECKS : []),
    // A chain may have one of its cores alone.
    ...VAULT_CHECKS.filter(({ call }) => kinds.has(call.to)),
    ...(kinds.has('UNIVERSAL_DELEGATOR') ? vaultV2Checks : []),
  ]
}

/** Callbacks of a running audit. */
export interface Listener {
  /** A check is done. */
  onTally(tally: Tally): void
  /** Progress, in words. */
  onProgress(text: string): void
}

/** Compares our state with the recorded answers of a truth file, at each of its blocks. */
export async function auditTruth(
  state: State,
  truths: readonly Truth[],
  size: number | null,
  { onTally, onProgress }: Listener,
): Promise<void> {
  const hashes = emptyTally('block hash', 'chain')
  for (const { block, blockHash } of truths) {
    tallyUp(hashes, compareHash(block, (await state.point(block)).hash, blockHash))
  }
  onTally(hashes)
  const last = Math.max(...truths.map(({ block }) => block))
  for (const check of await checksOf(state.at(last))) {
    onProgress(`${check.name}, ${truths.length} of the recorded blocks`)
    const tally = emptyTally(check.name, 'contracts')
    const everRecorded = new Set(truths.flatMap((truth) => [...check.recorded(truth).keys()]))
    for (const truth of truths) {
      const ours = await check.ours(state.at(truth.block))
      const recorded = check.recorded(truth)
      if (check.isUnknownIfNeverRecorded) {
        for (const key of ours.keys()) if (!everRecorded.has(key)) recorded.set(key, null)
      }
      const chosen = sample(keysOf(check, ours, recorded).sort(), size, truth.block)
      tallyUp(tally, compare(truth.block, chosen, ours, recorded, check.absent))
    }
    onTally(tally)
  }
}

/** Compares our state at a block with the answers of contracts to eth_call at that block. */
export async function auditCalls(
  state: State,
  block: number,
  { urls, rateLimit }: { urls: readonly string[]; rateLimit: number },
  size: number | null,
  { onTally, onProgress }: Listener,
): Promise<void> {
  const rpc = createRpc({ urls, rateLimit, attempts: 3, timeoutMs: TIMEOUT_MS })
  const { chainId, network } = await state.head()
  await assertChain(urls, chainId, network)
  const hashes = emptyTally('block hash', 'chain')
  const { hash, timestamp } = await state.point(block)
  const theirs = await readState('the header', block, () => hashOf(rpc, block))
  tallyUp(hashes, compareHash(block, hash, theirs))
  onTally(hashes)

  const rows = state.at(block)
  const contracts = await openContracts(rpc, rows, timestamp)
  for (const check of await checksOf(rows)) {
    const tally = emptyTally(check.name, 'contracts')
    await readState(`the state of contracts (${check.name})`, block, () =>
      compareAnswers(check, rows, byCalls(check, contracts), size, tally, onProgress),
    )
    onTally(tally)
  }
}

/** Compares our state at a block with storage that is proven against the header of that block. */
export async function auditProofs(
  state: State,
  prover: Prover,
  size: number | null,
  { onTally, onProgress }: Listener,
): Promise<void> {
  const { number: block, hash: theirs } = prover.header
  const hashes = emptyTally('block hash', 'chain')
  tallyUp(hashes, compareHash(block, (await state.point(block)).hash, theirs))
  onTally(hashes)
  const rows = state.at(block)
  for (const check of await checksOf(rows)) {
    if (!Object.hasOwn(PROVEN_CHECKS, check.name)) continue
    const tally = emptyTally(check.name, 'contracts')
    await readState(`proofs (${check.name})`, block, () =>
      compareAnswers(check, rows, byProofs(check.name, prover), size, tally, onProgress),
    )
    onTally(tally)
  }
  const { calls, slots } = prover.cost
  onProgress(`${slots} slots, by ${calls} calls of eth_getProof`)
}

/** Checks the rules that our own rows must satisfy, at each of the blocks. */
export async function auditRows(
  state: State,
  blocks: readonly number[],
  { onTally, onProgress }: Listener,
): Promise<void> {
  for (const { name, check } of ROW_RULES) {
    onProgress(name)
    const tally = emptyTally(name, 'rows')
    for (const block of blocks) tallyUp(tally, await check(state.at(block)))
    onTally(tally)
  }
}

/** The keys to compare with a truth file. */
function keysOf({ only }: Check, ours: Entries, recorded: Entries): string[] {
  if (only === 'ours') return [...ours.keys()]
  if (only === 'recorded') return [...recorded.keys()]
  return [...new Set([...ours.keys(), ...recorded.keys()])]
}

function compareHash(block: number, ours: string | null, theirs: string): Comparison {
  const [our, their] = [toEntries([['hash', ours]]), toEntries([['hash', theirs]])]
  return compare(block, ['hash'], our, their, '')
}

async function openContracts(rpc: Rpc, rows: Rows, timestamp: number | null): Promise<Contracts> {
  const { block } = rows
  const addresses = await addressesOf(rows)
  const context = { block, timestamp, deallocationDelay: await deallocationDelayOf(rows) }
  const caller = createCaller(rpc, block)
  const isBatched = await readState('the code of contracts', block, () => hasMulticall(rpc, block))
  return { addresses, context, caller: isBatched ? throughMulticall(caller) : caller }
}

async function addressesOf(rows: Rows): Promise<Map<ContractKind, string>> {
  type Row = { id: string; kind: ContractKind; address: string }
  const contracts = await rows.list<Row>('contracts', '{ id kind address }')
  return new Map(contracts.map(({ kind, address }) => [kind, address]))
}

async function deallocationDelayOf(rows: Rows): Promise<number | null> {
  type Row = { id: string; deallocationDelayBlocks: number | null }
  const [protocol] = await rows.list<Row>('protocols', '{ id deallocationDelayBlocks }')
  return protocol?.deallocationDelayBlocks ?? null
}

function hashOf(rpc: Rpc, block: number): Promise<string> {
  return rpc.call('eth_getBlockByNumber', [toQuantity(block), false], {
    parse: (result) => {
      if (result === null) throw new Error('the provider does not have the block')
      const { hash, number } = result as { hash: string; number: string }
      if (parseQuantity(number) !== block) throw new Error(`not block ${block}`)
      return hash
    },
  })
}

/** Without eth_getCode it may be there: where it is not, its calls are sent one by one. */
async function hasMulticall(rpc: Rpc, block: number): Promise<boolean> {
  try {
    const code = await rpc.call<string>('eth_getCode', [MULTICALL3, toQuantity(block)])
    return typeof code === 'string' && code.length > 2
  } catch (error) {
    if (error instanceof RpcRefused) return true
    throw error
  }
}
