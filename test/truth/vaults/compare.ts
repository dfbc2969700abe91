import {
  activeBalanceOf,
  slashableBalanceOf,
  totalStakeOf,
  withdrawalOf,
} from '../../../src/vaults/balances'
import { epochAt, epochStart } from '../../../src/vaults/epoch'
import { resolverAt } from '../../../src/vaults/resolver'
import type { Vault, VaultRows } from '../../../src/vaults/rows'
import {
  cumulativeSlash,
  latestSlashedCapture,
  slashableStake,
} from '../../../src/vaults/slashable'
import { stakeIn } from '../../../src/vaults/stake'
import type { VaultCheckpoint, VaultTruth } from './recordings'
import type { StateAt } from './state-at'
import type { Tally } from './tally'

/** Everything that is named at any checkpoint, in lower case: what is not in one is 0 there. */
export interface Universe {
  accounts: ReadonlySet<string>
  operators: ReadonlySet<string>
  networks: ReadonlySet<string>
  /** Network and identifier in hex. */
  subnetworks: ReadonlySet<string>
  /** Whether accounts are there that only claim what others withdrew for them: older recordings did not ask for them. */
  hasClaimers: boolean
  /** Whether slashable stake of the oldest capture is there: older recordings did not ask for it. */
  hasOldestCapture: boolean
}

export function universeOf(checkpoints: readonly VaultCheckpoint[]): Universe {
  const accounts = new Set<string>()
  const operators = new Set<string>()
  const networks = new Set<string>()
  const subnetworks = new Set<string>()
  let hasOldestCapture = false
  for (const { vaults, optedInVault, optedInNetwork, middleware } of checkpoints) {
    for (const [operator] of optedInVault) operators.add(operator.toLowerCase())
    for (const [operator, network] of optedInNetwork) {
      operators.add(operator.toLowerCase())
      networks.add(network.toLowerCase())
    }
    for (const network of Object.keys(middleware)) networks.add(network.toLowerCase())
    for (const vault of Object.values(vaults)) {
      for (const account of Object.keys(vault.accounts)) accounts.add(account.toLowerCase())
      for (const [subnetwork, { operators }] of Object.entries(vault.subnetworks)) {
        subnetworks.add(subnetwork.toLowerCase())
        hasOldestCapture ||= Object.values(operators).some(
          (one) => one.slashableStakeAtOldestCapture,
        )
      }
    }
  }
  const hasClaimers = checkpoints.some(({ symbioticOperators }) => symbioticOperators)
  return { accounts, operators, networks, subnetworks, hasClaimers, hasOldestCapture }
}

const NO_ACCOUNT = {
  activeShares: '0',
  activeBalance: '0',
  slashableBalance: '0',
  withdrawalsCurrentEpoch: '0',
  withdrawalsNextEpoch: '0',
}
const ZERO_ADDRESS = `0x${'0'.repeat(40)}`

/** Compares a checkpoint with the rows of its block. */
export async function compareCheckpoint(
  tally: Tally,
  state: StateAt,
  checkpoint: VaultCheckpoint,
  universe: Universe,
): Promise<void> {
  const { block } = checkpoint
  const truth = lowerKeys(checkpoint.vaults)
  const known = [...state.rows.vaults.keys()].sort()
  tally.compare(`${block} vaults`, known.join(), Object.keys(truth).sort().join())
  for (const [address, vault] of Object.entries(truth)) {
    const where = `${block} ${address}`
    compareVault(tally, where, state, address, vault, checkpoint.timestamp)
    compareAccounts(tally, where, state, address, vault, universe, BigInt(vault.currentEpoch))
    await comparePairs(tally, where, state, address, vault, universe, checkpoint.timestamp)
    compareRequests(tally, where, state, vault)
  }
  compareServices(tally, state, checkpoint, universe, Object.keys(truth))
}

const TYPES: Record<string, string> = {
  NetworkRestakeDelegator: 'NETWORK_RESTAKE',
  FullRestakeDelegator: 'FULL_RESTAKE',
  OperatorSpecificDelegator: 'OPERATOR_SPECIFIC',
  OperatorNetworkSpecificDelegator: 'OPERATOR_NETWORK_SPECIFIC',
  Slasher: 'INSTANT',
  VetoSlasher: 'VETO',
  none: 'null',
}

function compareVault(
  tally: Tally,
  where: string,
  state: StateAt,
  address: string,
  truth: VaultTruth,
  timestamp: number,
): void {
  const vault = state.rows.vaults.get(address)!
  const details = state.details.get(address)!
  const epochs = state.rows.epochs.get(address)
  const compare = (field: string, ours: unknown, theirs: unknown) =>
    tally.compare(`${where} ${field}`, ours as string, theirs as string)
  const duration = vault.epochDuration!
  const clock = { start: vault.epochStart, duration }
  const epoch = epochAt(clock, BigInt(timestamp))!
  compare('type.delegator', vault.delegatorType, TYPES[truth.type.delegator])
  compare('type.slasher', vault.slasherType, TYPES[truth.type.slasher])
  compare('type.version', vault.version, truth.type.version)
  compare('currentEpoch', epoch, truth.currentEpoch)
  compare('currentEpochStart', epochStart(clock, epoch), truth.currentEpochStart)
  compare('nextEpochStart', epochStart(clock, epoch + 1n), truth.nextEpochStart)
  compare('epochDuration', duration, truth.epochDuration)
  compare('activeStake', vault.activeStake, truth.activeStake)
  compare('activeShares', vault.activeShares, truth.activeShares)
  compare('totalStake', totalStakeOf(vault, epochs, epoch), truth.totalStake)
  compare('delegator', vault.delegator, truth.delegator)
  compare('slasher', vault.slasher ?? ZERO_ADDRESS, truth.slasher)
  compare('collateral', details.collateral, truth.collateral)
  for (const field of ['depositLimit', 'isDepositLimit', 'depositWhitelist'] as const) {
    // The deployment of a recording may not say what they were at the beginning.
    if (details[field] !== null) compare(field, details[field], truth[field])
  }
  if (truth.burner !== undefined) compare('burner', details.burner, truth.burner)
  if (truth.hook !== undefined) compare('hook', details.hook ?? ZERO_ADDRESS, truth.hook)
  for (const [number, { assets, shares }] of Object.entries(truth.withdrawals)) {
    const total = epochs?.get(BigInt(number))
    compare(`${number} withdrawals.assets`, total?.assets ?? 0n, assets)
    compare(`${number} withdrawals.shares`, total?.shares ?? 0n, shares)
  }
}

function compareAccounts(
  tally: Tally,
  where: string,
  state: StateAt,
  address: string,
  truth: VaultTruth,
  universe: Universe,
  epoch: bigint,
): void {
  const vault = state.rows.vaults.get(address)!
  const epochs = state.rows.epochs.get(address)
  const answers = lowerKeys(truth.accounts)
  const positions = state.positions.get(address)
  const withdrawals = state.withdrawals.get(address)
  const ours = [...(positions?.keys() ?? []), ...(withdrawals?.keys() ?? [])]
  for (const account of new Set([...universe.accounts, ...ours])) {
    const expected = answers[account] ?? NO_ACCOUNT
    const shares = positions?.get(account) ?? 0n
    const own = withdrawals?.get(account) ?? new Map<bigint, bigint>()
    const withdrawal = (of: bigint) => withdrawalOf(own.get(of) ?? 0n, epochs?.get(of))
    const compare = (field: keyof typeof NO_ACCOUNT, value: bigint | null) =>
      tally.compare(`${where} ${account} ${field}`, value, expected[field])
    compare('activeShares', shares)
    compare('activeBalance', activeBalanceOf(shares, vault))
    const isClaimer = !(account in answers) && !positions?.has(account)
    if (isClaimer && !universe.hasClaimers) continue
    compare('slashableBalance', slashableBalanceOf(shares, own, vault, epochs, epoch))
    compare('withdrawalsCurrentEpoch', withdrawal(epoch))
    compare('withdrawalsNextEpoch', withdrawal(epoch + 1n))
  }
}

/** Subnetworks and operators: those of any checkpoint, and those that the rows have. */
async function comparePairs(
  tally: Tally,
  where: string,
  state: StateAt,
  address: string,
  truth: VaultTruth,
  universe: Universe,
  timestamp: number,
): Promise<void> {
  const vault = state.rows.vaults.get(address)!
  const answers = lowerKeys(truth.subnetworks)
  const ours = [...(state.rows.networkLimits.get(vault.delegator!)?.keys() ?? [])].map(hexOf)
  const now = BigInt(timestamp)
  const oldest = now - vault.epochDuration!
  const rowsAtOldest = await state.rowsAt(oldest)
  for (const subnetwork of new Set([...universe.subnetworks, ...ours])) {
    const set = setOf(subnetwork)
    const of = answers[subnetwork]
    const limit = state.rows.networkLimits.get(vault.delegator!)?.get(set)
    const inSet = `${where} ${subnetwork}`
    tally.compare(
      `${inSet} maxNetworkLimit`,
      limit?.maxNetworkLimit ?? 0n,
      of?.maxNetworkLimit ?? 0n,
    )
    if (vault.delegatorType !== 'OPERATOR_NETWORK_SPECIFIC') {
      tally.compare(`${inSet} networkLimit`, limit?.networkLimit ?? 0n, of?.networkLimit ?? 0n)
    }
    if (vault.delegatorType === 'NETWORK_RESTAKE') {
      const total = limit?.totalOperatorShares ?? 0n
      tally.compare(
        `${inSet} totalOperatorNetworkShares`,
        total,
        of?.totalOperatorNetworkShares ?? 0n,
      )
    }
    if (vault.slasherType === 'VETO') {
      const resolver = resolverOf(state, vault, set, now)
      tally.compare(`${inSet} resolver`, resolver ?? ZERO_ADDRESS, of?.resolver ?? ZERO_ADDRESS)
    }
    const pairs = lowerKeys(of?.operators ?? {})
    const named = state.rows.operatorLimits.get(vault.delegator!)?.get(set)?.keys() ?? []
    for (const operator of new Set([...universe.operators, ...named])) {
      const expected = pairs[operator]
      const compare = (field: string, value: bigint | null, answer: string | undefined) =>
        tally.compare(`${inSet} ${operator} ${field}`, value, answer ?? '0')
      const own = state.rows.operatorLimits.get(vault.delegator!)?.get(set)?.get(operator)
      compare('stake', stakeIn(state.rows, address, set, operator), expected?.stake)
      if (vault.delegatorType === 'NETWORK_RESTAKE') {
        compare('operatorNetworkShares', own?.shares ?? 0n, expected?.operatorNetworkShares)
      }
      if (vault.delegatorType === 'FULL_RESTAKE') {
        compare('operatorNetworkLimit', own?.stakeLimit ?? 0n, expected?.operatorNetworkLimit)
      }
      if (vault.slasher === null) continue
      const slashes = state.slashes.get(address)?.get(set)?.get(operator) ?? []
      const slashable = (capture: bigint, rows: VaultRows) => {
        const stake = stakeIn(rows, address, set, operator)
        return slashableStake({ capture, now }, stake, slashes, vault.epochDuration)
      }
      compare('cumulativeSlash', cumulativeSlash(slashes), expected?.cumulativeSlash)
      compare(
        'latestSlashedCaptureTimestamp',
        latestSlashedCapture(slashes),
        expected?.latestSlashedCaptureTimestamp,
      )
      compare(
        'slashableStakeAtTimestampMinus1',
        slashable(now - 1n, state.before),
        expected?.slashableStakeAtTimestampMinus1,
      )
      if (universe.hasOldestCapture) {
        compare(
          'slashableStakeAtOldestCapture',
          slashable(oldest, rowsAtOldest),
          expected?.slashableStakeAtOldestCapture,
        )
      }
    }
  }
}

function resolverOf(state: StateAt, { slasher }: Vault, set: string, now: bigint) {
  const row = state.resolvers.get(slasher!)?.get(set)
  if (!row) return null
  return resolverAt(
    {
      storedResolver: row.stored as string | null,
      hasPending: row.hasPending as boolean,
      storedPendingResolver: row.pending as string | null,
      storedPendingFrom: row.from === null ? null : BigInt(row.from as string),
    },
    now,
  )
}

function compareRequests(tally: Tally, where: string, state: StateAt, truth: VaultTruth): void {
  const requests = state.requests.get(truth.slasher.toLowerCase()) ?? []
  const answers = truth.slashRequests ?? []
  tally.compare(`${where} slashRequests`, requests.length, answers.length)
  answers.forEach((answer, index) => {
    const request = requests[index]
    const compare = (field: string, ours: unknown, theirs: unknown) =>
      tally.compare(`${where} request ${index} ${field}`, ours as string, theirs as string)
    compare('subnetwork', request?.set, setOf(answer.subnetwork.toLowerCase()))
    compare('operator', request?.operator, answer.operator)
    compare('amount', request?.requested, answer.amount)
    compare('captureTimestamp', request?.capture, answer.captureTimestamp)
    compare('vetoDeadline', request?.deadline, answer.vetoDeadline)
    compare('completed', request?.completed, answer.completed)
  })
}

function compareServices(
  tally: Tally,
  state: StateAt,
  checkpoint: VaultCheckpoint,
  { operators, networks }: Universe,
  vaults: readonly string[],
): void {
  const { block } = checkpoint
  const pairs = (list: readonly [string, string][]) =>
    new Set(list.map((pair) => pair.join('-').toLowerCase()))
  const inVaults = pairs(checkpoint.optedInVault)
  const inNetworks = pairs(checkpoint.optedInNetwork)
  const middleware = lowerKeys(checkpoint.middleware)
  const uris = lowerKeys(checkpoint.metadataURL)
  for (const operator of operators) {
    for (const vault of vaults) {
      const isIn = state.rows.vaultOptIns.get(vault)?.has(operator) ?? false
      const where = `${block} ${operator} ${vault} optedInVault`
      tally.compare(where, isIn, inVaults.has(`${operator}-${vault}`))
    }
    for (const network of networks) {
      const isIn = state.rows.networkOptIns.get(network)?.has(operator) ?? false
      const where = `${block} ${operator} ${network} optedInNetwork`
      tally.compare(where, isIn, inNetworks.has(`${operator}-${network}`))
    }
  }
  for (const network of networks) {
    const ours = state.middlewares.get(network) ?? ZERO_ADDRESS
    tally.compare(`${block} ${network} middleware`, ours, middleware[network] ?? ZERO_ADDRESS)
  }
  for (const address of new Set([...operators, ...networks])) {
    const uri = uris[address]
    tally.compare(`${block} ${address} metadataURL`, state.uris.get(address) ?? '', uri ?? '')
  }
  const entered = [
    ...(checkpoint.symbioticOperators ?? []),
    ...(checkpoint.symbioticNetworks ?? []),
  ]
  if (entered.length === 0) return
  const registered = new Set(entered.map((one) => one.toLowerCase()))
  for (const address of new Set([...operators, ...networks, ...registered])) {
    tally.compare(
      `${block} ${address} registered`,
      state.registered.has(address),
      registered.has(address),
    )
  }
}

function lowerKeys<V>(record: Record<string, V>): Record<string, V> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]),
  )
}

/** Key of a subnetwork in hex: 20 bytes of the network, 12 of the identifier. */
function setOf(subnetwork: string): string {
  return `symbiotic-${subnetwork.slice(0, 42)}/${BigInt(`0x${subnetwork.slice(42)}`)}`
}

function hexOf(set: string): string {
  const [, network, identifier] = /^symbiotic-(0x[0-9a-f]{40})\/(\d+)$/.exec(set)!
  return `${network}${BigInt(identifier!).toString(16).padStart(24, '0')}`
}
