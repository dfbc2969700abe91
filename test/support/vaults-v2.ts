import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Answers of vaults of version 3 at one block. */
export interface CheckpointV2 {
  block: number
  timestamp: number
  vaultsV2: Record<string, VaultTruth>
  /** By network. */
  middleware: Record<string, string>
  protocolFee: {
    globalReceiver: string
    globalManagementFee: string
    globalPerformanceFee: string
  }
}

interface Amounts {
  assets: string
  shares: string
}

export interface RequestTruth {
  shares: string
  sharesClaimed: string
  prevRequestSum: string
  owner: string
  claimable: Amounts
  isClaimed: boolean
}

export interface AdapterTruth {
  family: string
  operator: string | null
  subnetwork: string | null
  duration: number | null
  /** By time. */
  stakeAt?: Record<string, string>
  index: number
  absoluteLimit: string
  shareLimit: string
  limitOf: string
  totalAssets: string
  freeAssets: string
  stake?: string
  slashable?: string
  isUnsyncedSlash?: boolean
}

export interface VaultTruth {
  asset: string
  delegator: {
    address: string
    adapters: string[]
    autoAllocateAdapters: string[]
    /** Numbers of adapters. */
    adaptersWithPending: number[]
    totalAssets: string
  }
  withdrawalQueue: {
    address: string
    requests: RequestTruth[]
    totalRequested: string
    totalFilled: string
    pendingShares: string
    pendingAssets: string
    totalRequests: string
  }
  balances: Record<string, string>
  adapters: Record<string, AdapterTruth>
  totalAssets: string
  totalSupply: string
  totalSupplyWithoutFeesToCome: string
  freeAssets: string
  lastUpdate: number
  isDepositLimit: boolean
  depositLimit: string
  depositWhitelist: boolean
  managementFee: string
  managementFeeReceiver: string
  performanceFee: string
  performanceFeeReceiver: string
  lastProtocolFeeReceiver: string
  lastProtocolManagementFee: string
  lastProtocolPerformanceFee: string
  decimals: number
  /** Total assets; shares of the management, the performance and the protocol fee. */
  getAccrueInterest: [string, string, string, string]
  convertToAssets1e18: string
}

/** Answers of the contracts of a recording of core V2. */
export function groundTruthV2(dir: string): CheckpointV2[] {
  const text = gunzipSync(readFileSync(join(dir, 'GROUND_TRUTH.json.gz'))).toString()
  return JSON.parse(text).checkpoints
}

/** Compares values of an index with answers of contracts, and counts them by field. */
export class Comparison {
  compared = 0
  /** First differences, in words. */
  readonly differences: string[] = []
  private different = 0

  /** Compares one value; addresses in any case. Null is unknown, and never equal. */
  equal(where: string, ours: unknown, theirs: unknown): void {
    this.compared++
    const [a, b] = [textOf(ours), textOf(theirs)]
    if (a === b) return
    this.different++
    if (this.differences.length < 20) this.differences.push(`${where}: ${a} instead of ${b}`)
  }

  get result() {
    return { different: this.different, differences: this.differences }
  }
}

const ZERO = `0x${'0'.repeat(40)}`

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(' ')
  return value === ZERO || value === null ? 'none' : `${value}`.toLowerCase()
}
