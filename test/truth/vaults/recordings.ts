import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Answers of the contracts of Symbiotic core v1 at one block. Zero and default values are left out. */
export interface VaultCheckpoint {
  block: number
  timestamp: number
  vaults: Record<string, VaultTruth>
  /** Operator and vault. */
  optedInVault: [string, string][]
  /** Operator and network. */
  optedInNetwork: [string, string][]
  middleware: Record<string, string>
  metadataURL: Record<string, string>
  symbioticOperators?: string[]
  symbioticNetworks?: string[]
}

export interface VaultTruth {
  type: { delegator: string; slasher: string; version: number }
  currentEpoch: string
  activeStake: string
  activeShares: string
  totalStake: string
  currentEpochStart: number
  nextEpochStart: number
  delegator: string
  slasher: string
  collateral: string
  depositLimit: string
  isDepositLimit: boolean
  depositWhitelist: boolean
  epochDuration: number
  burner?: string
  hook?: string
  withdrawals: Record<string, { assets: string; shares: string }>
  accounts: Record<string, AccountTruth>
  /** By network and identifier in hex. */
  subnetworks: Record<string, SubnetworkTruth>
  slashRequests?: RequestTruth[]
}

export interface AccountTruth {
  activeShares: string
  activeBalance: string
  slashableBalance: string
  withdrawalsCurrentEpoch: string
  withdrawalsNextEpoch: string
}

export interface SubnetworkTruth {
  maxNetworkLimit: string
  networkLimit?: string
  totalOperatorNetworkShares?: string
  resolver?: string
  operators: Record<string, PairTruth>
}

export interface PairTruth {
  stake: string
  operatorNetworkShares?: string
  operatorNetworkLimit?: string
  cumulativeSlash?: string
  latestSlashedCaptureTimestamp?: string
  slashableStakeAtTimestampMinus1?: string
  slashableStakeAtOldestCapture?: string
}

export interface RequestTruth {
  subnetwork: string
  operator: string
  amount: string
  captureTimestamp: string | number
  vetoDeadline: string | number
  completed: boolean
}

/** Recordings of core v1: in the repository, or in the folder that LINCHPIN_TEST_RECORDINGS names. */
export function vaultRecordings(): { name: string; dir: string }[] {
  const folders = ['fixtures', process.env.LINCHPIN_TEST_RECORDINGS].filter(
    (folder): folder is string => folder !== undefined && existsSync(folder),
  )
  const found = new Map<string, string>()
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort()) {
      const isOfCore1 = /^(both|symbiotic)-/.test(name) && !name.includes('v2')
      if (isOfCore1 && !found.has(name)) found.set(name, join(folder, name))
    }
  }
  return [...found].map(([name, dir]) => ({ name, dir: withResolverDelays(dir) }))
}

/** Epochs until a new resolver is in effect, of recordings that do not say it. */
const RESOLVER_DELAY = 3

/** The folder, or one with the delay for veto slashers of which the deployment does not say it. */
function withResolverDelays(dir: string): string {
  const text = readFileSync(join(dir, 'deployment.json'), 'utf8')
  const deployment = JSON.parse(text) as { vaults: Record<string, unknown>[] }
  const isMissing = (vault: Record<string, unknown>) =>
    vault.slasherType === 'VetoSlasher' && vault.resolverSetEpochsDelay === undefined
  if (!deployment.vaults.some(isMissing)) return dir
  for (const vault of deployment.vaults.filter(isMissing)) {
    vault.resolverSetEpochsDelay = RESOLVER_DELAY
  }
  const copy = mkdtempSync(join(tmpdir(), 'linchpin-recording-'))
  for (const file of readdirSync(dir)) {
    // A link's target is read from where the link lies, and the folder may be named from where the tests run.
    if (file !== 'deployment.json') symlinkSync(resolve(dir, file), join(copy, file))
  }
  writeFileSync(join(copy, 'deployment.json'), JSON.stringify(deployment))
  return copy
}

/** The checkpoints of a recording. */
export function vaultTruth(dir: string): VaultCheckpoint[] {
  const text = gunzipSync(readFileSync(join(dir, 'GROUND_TRUTH.json.gz'))).toString()
  return JSON.parse(text).checkpoints
}
