import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import type { BlockData } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import {
  networkLimitKey,
  networkOptInKey,
  operatorLimitKey,
  profileKey,
  resolverKey,
  vaultAccountKey,
  vaultEpochKey,
  vaultOptInKey,
  vaultSlashingKey,
  vaultWithdrawalKey,
} from '../../src/facts/ids'
import { blockOf } from '../support/chain/feed'
import { DryLedger } from '../support/dry-ledger'
import { BOTH } from '../support/recordings'

type Amounts = Record<string, string>

interface SubnetworkTruth {
  maxNetworkLimit: string
  networkLimit?: string
  totalOperatorNetworkShares?: string
  operators: Record<string, Amounts & { latestSlashedCaptureTimestamp: number }>
  resolver?: string
}

interface VaultTruth {
  type: { version: number }
  currentEpoch: string
  activeStake: string
  activeShares: string
  delegator: string
  slasher: string
  collateral: string
  epochDuration: number
  hook?: string
  burner?: string
  depositLimit: string
  isDepositLimit: boolean
  depositWhitelist: boolean
  withdrawals: Record<string, { assets: string; shares: string }>
  accounts: Record<string, Amounts>
  subnetworks: Record<string, SubnetworkTruth>
  slashRequests?: {
    operator: string
    amount: string
    captureTimestamp: number
    vetoDeadline: number
    completed: boolean
  }[]
}

interface Truth {
  block: number
  timestamp: number
  vaults: Record<string, VaultTruth>
  optedInVault: [string, string][]
  optedInNetwork: [string, string][]
  middleware: Record<string, string>
  metadataURL: Record<string, string>
}

const ZERO_ADDRESS = `0x${'0'.repeat(40)}`

/** Recordings with Symbiotic core v1. */
function vaultRecordings(): { name: string; dir: string }[] {
  const folder = process.env.LINCHPIN_TEST_RECORDINGS
  const dirs = [BOTH, ...(folder ? [join(folder, 'symbiotic-a')] : [])]
  return dirs.filter(existsSync).map((dir) => ({ name: dir.split('/').at(-1)!, dir }))
}

const lower = (hex: string) => hex.toLowerCase()
const subnetworkOf = (bytes: string) => ({
  network: lower(bytes).slice(0, 42),
  identifier: BigInt(`0x${bytes.slice(42)}`),
})

/** Compares rows with what contracts answered. */
class Comparison {
  compared = 0
  nonZero = 0
  differences: string[] = []

  equal(what: string, actual: unknown, expected: unknown): void {
    this.compared++
    const [a, b] = [actual, expected].map((value) => `${value ?? ''}`.toLowerCase())
    if (b !== '0' && b !== '' && b !== 'false') this.nonZero++
    if (a !== b) this.differences.push(`${what}: ${a}, expected ${b}`)
  }
}

function compareVault(
  check: Comparison,
  ledger: DryLedger,
  address: string,
  truth: VaultTruth,
  at: string,
) {
  const row = ledger.row('vault', address)!
  const vault = (name: string, actual: unknown, expected: unknown) =>
    check.equal(`${at} vault ${address} ${name}`, actual, expected)
  const { delegator, slasher } = truth
  vault('version', row.version, truth.type.version)
  vault('activeStake', row.activeStake, truth.activeStake)
  vault('activeShares', row.activeShares, truth.activeShares)
  vault('delegator', row.delegator, delegator)
  vault('slasher', row.slasher ?? ZERO_ADDRESS, slasher)
  vault('collateral', row.collateral, truth.collateral)
  vault('epochDuration', row.epochDuration, truth.epochDuration)
  for (const name of ['burner', 'depositLimit', 'isDepositLimit', 'depositWhitelist'] as const) {
    if (truth[name] !== undefined && row[name] !== null) vault(name, row[name], truth[name])
  }
  if (truth.hook !== undefined) vault('hook', row.hook ?? ZERO_ADDRESS, truth.hook)
  for (const [epoch, { assets, shares }] of Object.entries(truth.withdrawals)) {
    const total = ledger.row('vaultEpochTotal', vaultEpochKey(address, BigInt(epoch)))
    vault(`withdrawals ${epoch}`, total?.assets ?? 0n, assets)
    vault(`withdrawal shares ${epoch}`, total?.shares ?? 0n, shares)
  }
  const epoch = BigInt(truth.currentEpoch)
  for (const [account, expected] of Object.entries(truth.accounts)) {
    const position = ledger.row('vaultPosition', vaultAccountKey(address, lower(account)))
    vault(`shares of ${account}`, position?.shares ?? 0n, expected.activeShares)
    const { withdrawalsCurrentEpoch, withdrawalsNextEpoch } = expected
    const current = withdrawalOf(ledger, address, epoch, lower(account))
    vault(`withdrawals of ${account}`, current, withdrawalsCurrentEpoch)
    const next = withdrawalOf(ledger, address, epoch + 1n, lower(account))
    vault(`next withdrawals of ${account}`, next, withdrawalsNextEpoch)
  }
  for (const [bytes, expected] of Object.entries(truth.subnetworks)) {
    compareSubnetwork(check, ledger, row, bytes, expected, `${at} ${address} ${bytes}`)
  }
  for (const [index, request] of Object.entries(truth.slashRequests ?? {})) {
    const key = vaultSlashingKey(lower(slasher), BigInt(index))
    const slashing = ledger.row('vaultSlashing', key)
    const what = `${at} request ${key}`
    check.equal(`${what} amount`, slashing?.requested, request.amount)
    check.equal(`${what} operator`, slashing?.operator, request.operator)
    check.equal(`${what} capture`, slashing?.captureTimestamp, request.captureTimestamp)
    check.equal(`${what} deadline`, slashing?.vetoDeadline, request.vetoDeadline)
    check.equal(`${what} completed`, slashing?.resolvedAtBlock != null, request.completed)
  }
}

function compareSubnetwork(
  check: Comparison,
  ledger: DryLedger,
  vault: NonNullable<ReturnType<typeof vaultRow>>,
  bytes: string,
  truth: SubnetworkTruth,
  what: string,
) {
  const subnetwork = subnetworkOf(bytes)
  const delegator = vault.delegator!
  const limits = ledger.row('networkLimit', networkLimitKey(delegator, subnetwork))
  check.equal(`${what} maxNetworkLimit`, limits?.maxNetworkLimit ?? 0n, truth.maxNetworkLimit)
  if (truth.networkLimit !== undefined) {
    check.equal(`${what} networkLimit`, limits?.networkLimit ?? 0n, truth.networkLimit)
  }
  if (truth.totalOperatorNetworkShares !== undefined) {
    const total = limits?.totalOperatorShares ?? 0n
    check.equal(`${what} totalShares`, total, truth.totalOperatorNetworkShares)
  }
  for (const [operator, expected] of Object.entries(truth.operators)) {
    const key = operatorLimitKey(delegator, subnetwork, lower(operator))
    const row = ledger.row('operatorLimit', key)
    const { operatorNetworkShares, operatorNetworkLimit } = expected
    if (operatorNetworkShares !== undefined) {
      check.equal(`${what} shares ${operator}`, row?.shares ?? 0n, operatorNetworkShares)
    }
    if (operatorNetworkLimit !== undefined) {
      check.equal(`${what} limit ${operator}`, row?.stakeLimit ?? 0n, operatorNetworkLimit)
    }
    if (expected.cumulativeSlash !== undefined) {
      const { sum, latest } = slashes(ledger, vault.slasher!, bytes, lower(operator))
      check.equal(`${what} cumulativeSlash ${operator}`, sum, expected.cumulativeSlash)
      check.equal(`${what} latest ${operator}`, latest, expected.latestSlashedCaptureTimestamp)
    }
  }
  if (truth.resolver !== undefined) {
    const row = ledger.row('resolver', resolverKey(vault.slasher!, subnetwork))
    const isLate = row?.hasPending && row.storedPendingFrom! <= BigInt(what.split(' ')[1]!)
    const resolver = isLate ? row.storedPendingResolver : row?.storedResolver
    check.equal(`${what} resolver`, resolver ?? ZERO_ADDRESS, truth.resolver)
  }
}

/** Vault.withdrawalsOf. */
function withdrawalOf(ledger: DryLedger, vault: string, epoch: bigint, account: string): bigint {
  const row = ledger.row('vaultWithdrawal', vaultWithdrawalKey(vault, epoch, account))
  if (!row || row.claimed) return 0n
  const total = ledger.row('vaultEpochTotal', vaultEpochKey(vault, epoch))!
  return (row.shares * (total.assets + 1n)) / (total.shares + 1n)
}

const vaultRow = (ledger: DryLedger, key: string) => ledger.row('vault', key)

/** Executed slashings of an operator for a subnetwork. */
function slashes(ledger: DryLedger, slasher: string, bytes: string, operator: string) {
  const { network, identifier } = subnetworkOf(bytes)
  const set = `symbiotic-${network}/${identifier}`
  let sum = 0n
  let latest = 0n
  for (const row of ledger.rows('vaultSlashing')) {
    if (row.slasher !== slasher || row.operatorSet !== set || row.operator !== operator) continue
    if (row.accounted === null) continue
    sum += row.accounted
    if (row.captureTimestamp! > latest) latest = row.captureTimestamp!
  }
  return { sum, latest }
}

describe.each(vaultRecordings())('$name', ({ dir }) => {
  test('rows of vaults, limits, opt-ins and slashings equal the answers of contracts at every checkpoint', async () => {
    const recording = await loadRecording(dir)
    const deployment = recording.deployment as {
      vaults: { resolverSetEpochsDelay?: number | null }[]
    }
    for (const vault of deployment.vaults) vault.resolverSetEpochsDelay ??= 3
    const ledger = await DryLedger.beginning(networkFromDeployment(deployment))
    const text = gunzipSync(readFileSync(join(dir, 'GROUND_TRUTH.json.gz'))).toString()
    const { checkpoints } = JSON.parse(text) as { checkpoints: Truth[] }
    const check = new Comparison()
    let next = recording.first
    for (const truth of checkpoints) {
      const blocks = []
      for (; next <= truth.block; next++) blocks.push(blockOf(recording, next))
      await ledger.index(blocks)
      const at = `${truth.block} ${truth.timestamp}`
      for (const [address, vault] of Object.entries(truth.vaults)) {
        compareVault(check, ledger, lower(address), vault, at)
      }
      const optedIn = (of: [string, string][], table: 'vaultOptIn' | 'avsRegistration') => {
        const keyOf = table === 'vaultOptIn' ? vaultOptInKey : networkOptInKey
        const expected = new Set(of.map(([who, where]) => keyOf(lower(who), lower(where))))
        const rows = ledger
          .rows(table)
          .filter(({ key }) => table === 'vaultOptIn' || key.startsWith('symbiotic-'))
        check.equal(`${at} number of ${table}`, rows.length, expected.size)
        for (const key of expected)
          check.equal(`${at} ${table} ${key}`, ledger.row(table, key)?.key, key)
      }
      optedIn(truth.optedInVault, 'vaultOptIn')
      optedIn(truth.optedInNetwork, 'avsRegistration')
      for (const [network, middleware] of Object.entries(truth.middleware)) {
        const profile = ledger.row('avsProfile', profileKey(lower(network)))
        check.equal(`${at} middleware of ${network}`, profile?.middleware, middleware)
      }
      for (const [entity, url] of Object.entries(truth.metadataURL)) {
        const key = profileKey(lower(entity))
        const uris = [ledger.row('operatorProfile', key), ledger.row('avsProfile', key)]
        check.equal(
          `${at} metadata of ${entity}`,
          uris.some((row) => row?.metadataURI === url),
          true,
        )
      }
    }
    console.log(`${check.compared} values compared, ${check.nonZero} not zero`)
    expect(check.differences.slice(0, 20), `${check.differences.length} differences`).toEqual([])
    expect(check.compared).toBeGreaterThan(40_000)
  })
})

test('without the entries of vaults in the deployment file all are found, and only what no log says is unknown', async () => {
  const recording = await loadRecording(BOTH)
  const { vaults, ...rest } = recording.deployment as {
    vaults: { address: string }[]
    contracts: Record<string, string>
  }
  const contracts = Object.entries(rest.contracts).filter(([name]) => !/_\d+$/.test(name))
  const deployment = { ...rest, contracts: Object.fromEntries(contracts) }
  const blocks: BlockData[] = []
  for (let n = recording.first; n <= recording.head; n++) blocks.push(blockOf(recording, n))
  const [listed, bare] = [recording.deployment, deployment].map(async (from) => {
    const ledger = await DryLedger.beginning(networkFromDeployment(from))
    await ledger.index(blocks)
    return ledger
  })
  const [all, found] = [await listed!, await bare!]
  const addresses = vaults.map(({ address }) => lower(address)).sort()
  expect(
    found
      .rows('vault')
      .map(({ key }) => key)
      .sort(),
  ).toEqual(addresses)
  const tables = [
    'networkLimit',
    'operatorLimit',
    'vaultOptIn',
    'vaultPosition',
    'avsProfile',
  ] as const
  for (const table of tables) expect(found.rows(table)).toEqual(all.rows(table))
  for (const vault of found.rows('vault')) {
    const { activeStake, activeShares, delegator, slasher, version } = all.row('vault', vault.key)!
    expect(vault).toMatchObject({ activeShares, delegator, slasher, version, epochDuration: null })
    // A loss can not be split without the epoch duration.
    if (vault.activeStake !== null) expect(vault.activeStake).toBe(activeStake)
  }
  const lost = found.rows('vault').filter(({ activeStake }) => activeStake === null)
  const losses = all.rows('vaultSlashing').filter(({ realized }) => realized! > 0n)
  const slashed = [...new Set(losses.map(({ vault }) => vault))].sort()
  expect(lost.map(({ key }) => key).sort()).toEqual(slashed)
  expect(found.rows('vaultEpochTotal')).toEqual([])
})
