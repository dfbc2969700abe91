import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { IS_LONG } from '../long.mjs'

/** The recording of EigenLayer in this repository. */
export const FIXTURE = 'fixtures/eigenlayer-a'

/** A recording in this repository of one chain with EigenLayer and Symbiotic core v1. */
export const BOTH = 'fixtures/both-a'

/** A recording in this repository of a chain with Symbiotic core V2. */
export const V2 = 'fixtures/symbiotic-v2-a'

/** Histories as long as those of `-a`, by the same rules, of other people: more of the same. */
const FURTHER = /-b$/

/** Ten times the events of the others. */
const LARGEST = /-large$/

/**
 * Recordings to test with: the one of the project, and the EigenLayer recordings in the folder that
 * LINCHPIN_TEST_RECORDINGS names; further ones only in a long run.
 */
export function recordings(): { name: string; dir: string }[] {
  return without(FURTHER, allRecordings())
}

/** The same without the largest one, too: for what is computed event by event, and takes as long as there are events. */
export function shortRecordings(): { name: string; dir: string }[] {
  return without(LARGEST, recordings())
}

function without<T extends { name: string }>(names: RegExp, all: readonly T[]): T[] {
  return all.filter(({ name }) => IS_LONG || !names.test(name))
}

/** The same with further ones, always: for what must equal the contracts at every recorded block. */
export function allRecordings(): { name: string; dir: string }[] {
  return recordingsOf(FIXTURE, /^eigenlayer-/)
}

/** The same with Symbiotic core V2. */
export function recordingsV2(): { name: string; dir: string }[] {
  return recordingsOf(V2, /^symbiotic-v2-/)
}

function recordingsOf(ours: string, names: RegExp): { name: string; dir: string }[] {
  const folder = process.env.LINCHPIN_TEST_RECORDINGS
  const others = folder && existsSync(folder) ? readdirSync(folder) : []
  const dirs = others.filter((name) => names.test(name)).map((name) => join(folder!, name))
  const own = dirs.some((dir) => basename(dir) === basename(ours)) ? [] : [ours]
  return [...own, ...dirs].map((dir) => ({ name: basename(dir), dir }))
}

/** Answers of the contracts at one block. Zero and default values are left out. */
export interface Checkpoint {
  block: number
  blockHash: string
  timestamp: number
  operators: Record<string, OperatorTruth>
  stakers: Record<string, StakerTruth>
  operatorSets: Record<string, OperatorSetTruth>
  strategies: Record<string, StrategyTruth>
  burnOrRedistributable: {
    operatorSet: string
    slashId: string
    strategies: string[]
    shares: string[]
  }[]
  burnableETHShares: string
  rewards: RewardsTruth
  /** `<avs>|<operator>` -> 1 registered, 0 not. */
  avsDirectory: Record<string, number>
  /** By name of the contract in the deployment. */
  implementations: Record<string, string>
  /** By name of the beacon in the deployment. */
  beaconImplementations: Record<string, string>
  /** By name of the contract in the deployment. */
  paused: Record<string, string>
  /** By account. */
  admins: Record<string, string[]>
  /** By owner. */
  pods: Record<string, PodTruth>
}

type Amounts = Record<string, string>

interface OperatorTruth {
  isOperator: boolean
  allocationDelay?: { isSet: boolean; delay: number }
  shares: Amounts
  maxMagnitude: Amounts
  encumberedMagnitude: Amounts
  allocatableMagnitude: Amounts
  slashableSharesInQueue: Amounts
  /** Split of programmatic incentives, in bips. */
  piSplit: number
}

interface StrategyTruth {
  totalShares: string
  underlyingToken: string
  /** Base units of the token for 1e18 shares. */
  sharesToUnderlying1e18: string
}

interface RewardsTruth {
  /** Number of submitted roots, disabled ones included. */
  roots: number
  currRewardsCalculationEndTimestamp: number
  defaultOperatorSplitBips: number
  activationDelay: number
  /** `<operator>|<avs>` -> bips. */
  operatorAVSSplit: Record<string, number>
  /** `<operator>|<avs>|<set id>` -> bips. */
  operatorSetSplit: Record<string, number>
  /** `<earner>|<token>` -> base units. */
  cumulativeClaimed: Amounts
  /** AVS or submitter -> number of submissions. */
  submissionNonce: Record<string, number>
}

interface StakerTruth {
  delegatedTo?: string
  deposit: Amounts
  withdrawable: Amounts
  depositScalingFactor: Amounts
  queued: {
    root: string
    delegatedTo: string
    nonce: string
    startBlock: number
    strategies: string[]
    scaledShares: string[]
    shares: string[]
  }[]
}

interface PodTruth {
  pod: string
  depositShares: string
  beaconChainSlashingFactor: string
  activeValidators: string
}

interface OperatorSetTruth {
  strategies: string[]
  members: string[]
  slashable: string[]
  slasher: string
  pendingSlasher: { slasher: string; effectBlock: number }
  slashCount: string
  redistributionRecipient: string
  isRedistributing: boolean
  allocations: {
    operator: string
    strategy: string
    currentMagnitude: string
    pendingDiff: string
    effectBlock: number
  }[]
  /** operator -> strategy -> shares. */
  allocatedStake: Record<string, Amounts>
  minSlashableNow: Record<string, Amounts>
  minSlashableAfterDeallocationDelay: Record<string, Amounts>
}

/** Answers of the contracts, each recorded while its block was the head of the chain. */
export function groundTruth(dir: string): Checkpoint[] {
  const text = gunzipSync(readFileSync(join(dir, 'GROUND_TRUTH.json.gz'))).toString()
  return JSON.parse(text).checkpoints
}

/** A log as eth_getLogs returns it; numbers are 0x-hex. */
export interface RecordedLog {
  address: string
  blockNumber: string
  topics: string[]
  data: string
}

/** Lines of recordings by topic0: a large one takes seconds to decompress. */
const lines = new Map<string, Map<string, string[]>>()
/** Results of `logsOf`. */
const logs = new Map<string, RecordedLog[]>()

/** Recorded logs with this topic0, in order. */
export function logsOf(dir: string, topic0: string): RecordedLog[] {
  const key = `${dir} ${topic0}`
  let found = logs.get(key)
  if (!found) {
    found = (linesOf(dir).get(topic0) ?? []).map((line) => JSON.parse(line) as RecordedLog)
    logs.set(key, found)
  }
  return found
}

function linesOf(dir: string): Map<string, string[]> {
  const known = lines.get(dir)
  if (known) return known
  const found = new Map<string, string[]>()
  const text = gunzipSync(readFileSync(join(dir, 'logs.jsonl.gz'))).toString()
  for (const line of text.split('\n')) {
    const topic0 = /"topics":\["(0x[0-9a-f]{64})"/.exec(line)?.[1]
    if (!topic0) continue
    const same = found.get(topic0)
    if (same) same.push(line)
    else found.set(topic0, [line])
  }
  lines.set(dir, found)
  return found
}
