import * as view from '../../contracts/vault-view'
import type { ContractKind } from '../../facts/enums.generated'
import { type Check, type ViewCall, viewCall } from '../check'
import { type Entries, toEntries } from '../entries'
import { keyOf, keyOfReferences, type Reference, valuePerPair } from '../keys'
import type { Rows } from '../rows'
import { type RecordedVault, setOfSubnetwork, subnetworkOf } from '../vault-truth'

const NOBODY = `0x${'0'.repeat(40)}`
const OF_CORE_1 = 'version_in: [1, 2]'

/** A call of the contract that is the first word of a key. */
export function callOfFirst(call: ViewCall): ViewCall {
  return { ...call, at: (subject) => subject.slice(0, 42) }
}

/** Values of vaults in a truth file. */
function ofVaults(
  pick: (address: string, vault: RecordedVault) => Iterable<readonly [string, string]>,
): Check['recorded'] {
  return ({ vaults }) =>
    toEntries(Object.entries(vaults).flatMap(([address, vault]) => [...pick(address, vault)]))
}

type Amount = 'activeStake' | 'activeShares' | 'totalStake' | 'currentEpoch'

/** Check of one value per vault. */
function perVault(name: string, value: Amount, fun: typeof view.activeStake): Check {
  return {
    name,
    absent: '0',
    async ours(rows) {
      type Row = { id: string } & Record<string, string | null>
      const vaults = await rows.list<Row>('vaults', `{ id ${value} }`, OF_CORE_1)
      return toEntries(vaults.map((vault) => [vault.id, vault[value]!]))
    },
    recorded: ofVaults((address, vault) => [[address, vault[value]]]),
    call: callOfFirst(viewCall('VAULT', fun, () => ({}))),
  }
}

/** Check of one value per vault and account. */
function perAccount(
  name: string,
  ours: string,
  value: 'activeShares' | 'activeBalance' | 'slashableBalance',
  fun: typeof view.activeSharesOf,
): Check {
  return {
    name,
    absent: '0',
    ours: valuePerPair('vaultPositions', ours, `vault: {${OF_CORE_1}}`),
    recorded: ofVaults((address, { accounts }) =>
      Object.entries(accounts).map(([account, one]) => [`${address} ${account}`, one[value]]),
    ),
    call: callOfFirst(viewCall('VAULT', fun, ([, account]) => ({ account: account! }))),
  }
}

/** Check of the withdrawals of epochs. A truth file has those of three epochs. */
function perEpoch(name: string, value: 'assets' | 'shares', fun: typeof view.withdrawals): Check {
  return {
    name,
    absent: '0',
    only: 'recorded',
    async ours(rows) {
      type Row = { id: string } & Record<string, string>
      const totals = await rows.list<Row>('vaultEpochTotals', `{ id ${value} }`)
      return toEntries(totals.map((row) => [row.id.replace('/', ' '), row[value]!]))
    },
    recorded: ofVaults((address, { withdrawals }) =>
      Object.entries(withdrawals).map(([epoch, total]) => [`${address} ${epoch}`, total[value]]),
    ),
    call: callOfFirst(viewCall('VAULT', fun, ([, epoch]) => ({ epoch: BigInt(epoch!) }))),
  }
}

interface LimitRow {
  id: string
  delegator: string
  operatorSet: Reference
  operator?: Reference
}

/** Check of one value per delegator and subnetwork. */
function perSubnetwork(
  name: string,
  value: 'maxNetworkLimit' | 'networkLimit',
  fun: typeof view.networkLimit,
): Check {
  return {
    name,
    absent: '0',
    async ours(rows) {
      type Row = LimitRow & Record<typeof value, string>
      const limits = await rows.list<Row>(
        'networkLimits',
        `{ id delegator operatorSet { id } ${value} }`,
      )
      return toEntries(
        limits.map((row) => [`${row.delegator} ${keyOfReferences(row.operatorSet)}`, row[value]]),
      )
    },
    recorded: ofVaults((_, { delegator, subnetworks }) =>
      Object.entries(subnetworks).flatMap(([subnetwork, one]) =>
        one[value] === undefined
          ? []
          : [[`${delegator} ${setOfSubnetwork(subnetwork)}`, one[value]] as const],
      ),
    ),
    call: callOfFirst(
      viewCall('DELEGATOR', fun, ([, set]) => ({ subnetwork: subnetworkOf(set!) })),
    ),
  }
}

/** Check of one value per delegator, subnetwork and operator. */
function perOperator(
  name: string,
  ours: 'shares' | 'stakeLimit',
  value: 'operatorNetworkShares' | 'operatorNetworkLimit',
  fun: typeof view.stake,
): Check {
  return {
    name,
    absent: '0',
    async ours(rows) {
      type Row = LimitRow & Record<typeof ours, string>
      const limits = await rows.list<Row>(
        'operatorLimits',
        `{ id delegator operatorSet { id } operator { id } ${ours} }`,
      )
      return toEntries(
        limits.map((row) => [
          `${row.delegator} ${keyOfReferences(row.operatorSet, row.operator!)}`,
          row[ours],
        ]),
      )
    },
    recorded: ofVaults((_, { delegator, subnetworks }) =>
      Object.entries(subnetworks).flatMap(([subnetwork, { operators }]) =>
        Object.entries(operators).map(
          ([operator, pair]) =>
            [
              `${delegator} ${setOfSubnetwork(subnetwork)} ${operator}`,
              pair[value] ?? '0',
            ] as const,
        ),
      ),
    ),
    call: callOfFirst(
      viewCall('DELEGATOR', fun, ([, set, operator]) => ({
        subnetwork: subnetworkOf(set!),
        operator: operator!,
      })),
    ),
  }
}

/** Check of opt-ins: key `<operator> <vault>`, or `<operator> <network>`. */
function optIns(
  name: string,
  ours: (rows: Rows) => Promise<Entries>,
  recorded: 'optedInVault' | 'optedInNetwork',
  to: ContractKind,
): Check {
  return {
    name,
    absent: 'false',
    ours,
    recorded: (truth) => toEntries(truth[recorded].map((pair) => [pair.join(' '), 'true'])),
    call: viewCall(to, view.isOptedIn, ([who, where]) => ({ who: who!, where: where! })),
  }
}

/** Vaults of Symbiotic core v1, their limits, and who opted in. */
export const vaultChecks: Check[] = [
  perVault('active stake of vaults', 'activeStake', view.activeStake),
  perVault('active shares of vaults', 'activeShares', view.activeShares),
  perVault('total stake of vaults', 'totalStake', view.totalStake),
  perVault('epochs of vaults', 'currentEpoch', view.currentEpoch),
  perEpoch('withdrawals of epochs', 'assets', view.withdrawals),
  perEpoch('shares of withdrawals of epochs', 'shares', view.withdrawalShares),
  perAccount('shares of vaults', 'shares', 'activeShares', view.activeSharesOf),
  perAccount('balances in vaults', 'balance', 'activeBalance', view.activeBalanceOf),
  {
    ...perAccount(
      'slashable balances in vaults',
      'slashableBalance',
      'slashableBalance',
      view.slashableBalanceOf,
    ),
    // Who only claims what others withdrew has no position.
    only: 'ours',
  },
  perSubnetwork('own limits of networks', 'maxNetworkLimit', view.maxNetworkLimit),
  perSubnetwork('limits of networks', 'networkLimit', view.networkLimit),
  perOperator(
    'shares of operators in networks',
    'shares',
    'operatorNetworkShares',
    view.operatorNetworkShares,
  ),
  perOperator(
    'limits of operators in networks',
    'stakeLimit',
    'operatorNetworkLimit',
    view.operatorNetworkLimit,
  ),
  optIns(
    'opt-ins to vaults',
    async (rows) => {
      const pairs = await rows.list<{ id: string }>('vaultOptIns', '{ id }')
      return toEntries(pairs.map((one) => [keyOf(one), 'true']))
    },
    'optedInVault',
    'VAULT_OPT_IN_SERVICE',
  ),
  optIns(
    'opt-ins to networks',
    async (rows) => {
      type Row = { id: string; operator: Reference; avs: Reference }
      const selection = '{ id operator { id } avs { id } }'
      const pairs = await rows.list<Row>('avsRegistrations', selection, 'protocol_eq: SYMBIOTIC')
      return toEntries(pairs.map(({ operator, avs }) => [keyOfReferences(operator, avs), 'true']))
    },
    'optedInNetwork',
    'NETWORK_OPT_IN_SERVICE',
  ),
  {
    name: 'middleware of networks',
    absent: NOBODY,
    async ours(rows) {
      type Row = { id: string; avs: Reference; middleware: string | null }
      const networks = await rows.list<Row>('avsProfiles', '{ id avs { id } middleware }')
      return toEntries(
        networks.map(({ avs, middleware }) => [keyOfReferences(avs), middleware ?? NOBODY]),
      )
    },
    recorded: ({ middleware }) => toEntries(Object.entries(middleware)),
    call: viewCall('MIDDLEWARE_SERVICE', view.middleware, ([network]) => ({ network: network! })),
  },
]
