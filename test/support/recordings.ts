import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The recording that comes with the project. */
export const FIXTURE = 'fixtures/eigenlayer-a'

/**
 * Recordings to test with: the one of the project, and all EigenLayer recordings in the folder that
 * LINCHPIN_TEST_RECORDINGS names.
 */
export function recordings(): { name: string; dir: string }[] {
  const folder = process.env.LINCHPIN_TEST_RECORDINGS
  const others = folder && existsSync(folder) ? readdirSync(folder) : []
  const dirs = others.filter((name) => /^eigenlayer-/.test(name)).map((name) => join(folder!, name))
  const own = dirs.some((dir) => basename(dir) === basename(FIXTURE)) ? [] : [FIXTURE]
  return [...own, ...dirs].map((dir) => ({ name: basename(dir), dir }))
}

/** What the contracts answered at one block. Zero and default values are left out. */
export interface Checkpoint {
  block: number
  blockHash: string
  timestamp: number
  operators: Record<string, OperatorTruth>
  stakers: Record<string, StakerTruth>
  operatorSets: Record<string, OperatorSetTruth>
  burnOrRedistributable: {
    operatorSet: string
    slashId: string
    strategies: string[]
    shares: string[]
  }[]
  burnableETHShares: string
  /** `<avs>|<operator>` -> 1 registered, 0 not. */
  avsDirectory: Record<string, number>
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

/** Answers of the contracts, read while the block was the head of the recorded chain. */
export function groundTruth(dir: string): Checkpoint[] {
  const text = gunzipSync(readFileSync(join(dir, 'GROUND_TRUTH.json.gz'))).toString()
  return JSON.parse(text).checkpoints
}

/** Recorded logs with this topic0, in order. */
export function logsOf(dir: string, topic0: string): { topics: string[]; data: string }[] {
  const text = gunzipSync(readFileSync(join(dir, 'logs.jsonl.gz'))).toString()
  return text
    .split('\n')
    .filter((line) => line.includes(topic0))
    .map((line) => JSON.parse(line))
    .filter((log) => log.topics[0] === topic0)
}
