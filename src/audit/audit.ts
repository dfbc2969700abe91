import { parseQuantity, toQuantity } from '../chain/normalize'
import { assertChain } from '../chain/provider/assert-chain'
import { createRpc, type Rpc } from '../chain/provider/rpc'
import { type Caller, createCaller } from '../contracts/calls'
import { MULTICALL3, throughMulticall } from '../contracts/multicall'
import type { ContractKind } from '../facts/enums.generated'
import type { Asked, Check } from './check'
import { delegationChecks } from './checks/delegation'
import { governanceChecks } from './checks/governance'
import { magnitudeChecks } from './checks/magnitudes'
import { podChecks } from './checks/pods'
import { rewardChecks } from './checks/rewards'
import { slashingChecks } from './checks/slashing'
import { withdrawalChecks } from './checks/withdrawals'
import { type Comparison, compare, type Entries, sample, toEntries, wordsOf } from './entries'
import type { Rows, State } from './rows'
import { ROW_RULES } from './rules'
import { emptyTally, type Tally, tallyUp } from './tally'
import type { Truth } from './truth'

/** A question to many contracts at once takes a node longer than others do. */
const TIMEOUT_MS = 60_000

/** Everything that contracts are compared in, each declared once. */
export const CHECKS: readonly Check[] = [
  ...delegationChecks,
  ...magnitudeChecks,
  ...slashingChecks,
  ...withdrawalChecks,
  ...rewardChecks,
  ...podChecks,
  ...governanceChecks,
]

/** Who hears of an audit while it runs. */
export interface Listener {
  /** A check is done. */
  onTally(tally: Tally): void
  /** A line for a person who waits. */
  onProgress(text: string): void
}

/** Compares our state with the answers of a truth file, at the block of each. */
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
  for (const check of CHECKS) {
    onProgress(`${check.name}, ${truths.length} of the recorded blocks`)
    const tally = emptyTally(check.name, 'contracts')
    const everTold = new Set(truths.flatMap((truth) => [...check.told(truth).keys()]))
    for (const truth of truths) {
      const ours = await check.ours(state.at(truth.block))
      const told = check.told(truth)
      if (check.isUnknownIfNeverTold) {
        for (const key of ours.keys()) if (!everTold.has(key)) told.set(key, null)
      }
      const chosen = sample(keysOf(check, ours, told).sort(), size, truth.block)
      tallyUp(tally, compare(truth.block, chosen, ours, told, check.absent))
    }
    onTally(tally)
  }
}

/** Compares our state at a block with what contracts answer to eth_call at that block. */
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
  tallyUp(hashes, compareHash(block, (await state.point(block)).hash, await hashOf(rpc, block)))
  onTally(hashes)

  const rows = state.at(block)
  const contracts = await contractsOf(rows)
  const asked: Asked = { block, deallocationDelay: await deallocationDelayOf(rows) }
  const plain = createCaller(rpc, block)
  const caller = (await hasMulticall(rpc, block)) ? throughMulticall(plain) : plain
  for (const check of CHECKS) {
    const tally = emptyTally(check.name, 'contracts')
    await askCheck(check, rows, asked, contracts, caller, size, tally, onProgress)
    onTally(tally)
  }
}

/** Checks what our own rows must keep, at each of the blocks. */
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
function keysOf({ only }: Check, ours: Entries, told: Entries): string[] {
  if (only === 'ours') return [...ours.keys()]
  if (only === 'told') return [...told.keys()]
  return [...new Set([...ours.keys(), ...told.keys()])]
}

function compareHash(block: number, ours: string | null, theirs: string): Comparison {
  const [our, their] = [toEntries([['hash', ours]]), toEntries([['hash', theirs]])]
  return compare(block, ['hash'], our, their, '')
}

async function askCheck(
  { absent, ours: read, question }: Check,
  rows: Rows,
  asked: Asked,
  contracts: ReadonlyMap<ContractKind, string>,
  caller: Caller,
  size: number | null,
  tally: Tally,
  onProgress: (text: string) => void,
): Promise<void> {
  const ours = await read(rows)
  const all = (await question.subjects?.(rows)) ?? [...ours.keys()]
  const subjects = sample([...new Set(all)].sort(), size, rows.block)
  onProgress(`${tally.name}, ${subjects.length} calls`)
  const to = contracts.get(question.to)
  const calls = subjects.flatMap((subject) => {
    const data = to === undefined && !question.at ? null : question.encode(subject, asked)
    const address = question.at?.(subject) ?? to!
    return data === null ? [] : { subject, to: address, data }
  })
  tally.notCallable += subjects.length - calls.length
  const answers = await caller(calls)
  const ourKeys = bySubject(ours, subjects[0] === undefined ? 0 : wordsOf(subjects[0]).length)
  calls.forEach(({ subject }, i) => {
    const told = readAnswer(question, subject, answers[i]!)
    if (told === null) {
      tally.notCallable++
      return
    }
    const keys = new Set([...(ourKeys.get(subject) ?? []), ...told.keys()])
    tallyUp(tally, compare(rows.block, keys, ours, told, absent))
  })
}

/** Keys by their first words. */
function bySubject(entries: Entries, words: number): Map<string, string[]> {
  const keys = new Map<string, string[]>()
  for (const key of entries.keys()) {
    const subject = wordsOf(key).slice(0, words).join(' ')
    const known = keys.get(subject)
    if (known) known.push(key)
    else keys.set(subject, [key])
  }
  return keys
}

function readAnswer(question: Check['question'], subject: string, data: string | null) {
  if (data === null) return null
  try {
    return question.decode(subject, data)
  } catch {
    // Another release of the contract has a function of this name with another answer.
    return null
  }
}

async function contractsOf(rows: Rows): Promise<Map<ContractKind, string>> {
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
      const { hash, number } = result as { hash: string; number: string }
      if (parseQuantity(number) !== block) throw new Error(`not block ${block}`)
      return hash
    },
  })
}

async function hasMulticall(rpc: Rpc, block: number): Promise<boolean> {
  const code = await rpc.call<string>('eth_getCode', [MULTICALL3, toQuantity(block)])
  return typeof code === 'string' && code.length > 2
}
