import * as view from '../../contracts/vault-v2-view'
import { loadHeaders } from '../../reads/block-times'
import { loadAdapterCommitments } from '../../reads/vaults-v2/commitments'
import { type Check, type ViewCall, viewCall } from '../check'
import { type Entries, toEntries } from '../entries'
import { keyOf, valuePerPair } from '../keys'
import type { Rows } from '../rows'
import type { RecordedAdapter, RecordedVaultV2 } from '../vault-truth'
import { callOfFirst } from './vaults'

type Value = readonly [string, string]

/** Values of vaults of version 3 in a truth file. */
function ofVaults(
  pick: (address: string, vault: RecordedVaultV2) => readonly Value[],
): Check['recorded'] {
  return ({ vaultsV2 }) =>
    toEntries(Object.entries(vaultsV2).flatMap(([address, vault]) => pick(address, vault)))
}

/** Values of adapters in a truth file; undefined: it has none. */
function ofAdapters(
  pick: (adapter: RecordedAdapter) => string | undefined,
  key = (_: string, adapter: string) => adapter,
): Check['recorded'] {
  return ofVaults((_, { delegator, adapters }) =>
    Object.entries(adapters).flatMap(([address, adapter]): Value[] => {
      const value = pick(adapter)
      return value === undefined ? [] : [[key(delegator.address, address), value]]
    }),
  )
}

function perVault(
  name: string,
  value: 'totalAssets' | 'totalSupply',
  fun: typeof view.totalAssets,
): Check {
  return {
    name,
    absent: '0',
    async ours(rows) {
      type Row = { id: string } & Record<typeof value, string | null>
      const vaults = await rows.list<Row>('vaults', `{ id ${value} }`, 'version_eq: 3')
      return toEntries(vaults.map((vault) => [vault.id, vault[value]]))
    },
    recorded: ofVaults((address, vault) => [[address, vault[value]]]),
    call: callOfFirst(viewCall('VAULT', fun, () => ({}))),
  }
}

/** Check of one value per delegator and adapter. */
function perLimit(
  name: string,
  ours: 'absoluteLimit' | 'shareLimit' | 'limit',
  value: 'absoluteLimit' | 'shareLimit' | 'limitOf',
  fun: typeof view.limitOf,
): Check {
  return {
    name,
    absent: '0',
    async ours(rows) {
      type Row = { id: string; vault: { delegator: string | null } | null } & Record<
        typeof ours,
        string | null
      >
      const selection = `{ id vault { delegator } ${ours} }`
      const adapters = await rows.list<Row>('vaultAdapters', selection)
      return toEntries(
        adapters.flatMap((row) =>
          row.vault?.delegator ? [[`${row.vault.delegator} ${row.id}`, row[ours]] as const] : [],
        ),
      )
    },
    recorded: ofAdapters(
      (adapter) => adapter[value],
      (delegator, adapter) => `${delegator} ${adapter}`,
    ),
    call: callOfFirst(
      viewCall('UNIVERSAL_DELEGATOR', fun, ([, adapter]) => ({ adapter: adapter! })),
    ),
  }
}

/** Check of one value per adapter that guarantees stake. */
function perGuarantee(name: string, value: 'stake' | 'slashable', call: ViewCall): Check {
  return {
    name,
    absent: '0',
    ours: async (rows) =>
      toEntries((await commitments(rows)).map((one) => [one.adapter, text(one[value])])),
    recorded: ofAdapters((adapter) => adapter[value]),
    call: callOfFirst(call),
  }
}

const text = (value: bigint | null) => value?.toString() ?? null

async function commitments(rows: Rows) {
  const context = { query: rows.sql }
  // Of no block the head's time is taken: the headers that are stored say it.
  const nowhere = { number: -1, hash: '', timestamp: null }
  const [header] = await loadHeaders(context, nowhere, [rows.block])
  return loadAdapterCommitments(context, { ...header!, number: rows.block })
}

async function claimable(rows: Rows): Promise<Entries> {
  type Row = { id: string; claimableAssets: string; claimableShares: string }
  const requests = await rows.list<Row>('queueRequests', '{ id claimableAssets claimableShares }')
  return toEntries(
    requests.map((row) => [
      row.id.replace('/', ' '),
      `${row.claimableAssets} for ${row.claimableShares}`,
    ]),
  )
}

/** Vaults of Symbiotic core V2, their adapters and queues. */
export const vaultV2Checks: Check[] = [
  perVault('assets of vaults', 'totalAssets', view.totalAssets),
  perVault('supply of shares of vaults', 'totalSupply', view.totalSupply),
  {
    name: 'balances of shares of vaults',
    absent: '0',
    ours: valuePerPair('vaultPositions', 'shares', 'vault: {version_eq: 3}'),
    recorded: ofVaults((address, { balances }) =>
      Object.entries(balances).map(([account, shares]) => [`${address} ${account}`, shares]),
    ),
    call: callOfFirst(viewCall('VAULT', view.balanceOf, ([, account]) => ({ account: account! }))),
  },
  {
    name: 'assets of adapters',
    absent: '0',
    async ours(rows) {
      type Row = { id: string; totalAssets: string | null }
      const adapters = await rows.list<Row>('vaultAdapters', '{ id totalAssets }')
      return toEntries(adapters.map((row) => [keyOf(row), row.totalAssets]))
    },
    recorded: ofAdapters(({ totalAssets }) => totalAssets),
    call: callOfFirst(viewCall('ADAPTER', view.totalAssets, () => ({}))),
  },
  perLimit('absolute limits of adapters', 'absoluteLimit', 'absoluteLimit', view.absoluteLimitOf),
  perLimit('share limits of adapters', 'shareLimit', 'shareLimit', view.shareLimitOf),
  perLimit('limits of adapters', 'limit', 'limitOf', view.limitOf),
  perGuarantee(
    'stake of adapters',
    'stake',
    viewCall('ADAPTER', view.stake, () => ({})),
  ),
  perGuarantee(
    'slashable stake of adapters',
    'slashable',
    viewCall('ADAPTER', view.slashable, () => ({})),
  ),
  {
    name: 'claimable requests of queues',
    absent: '0 for 0',
    ours: claimable,
    recorded: ofVaults((_, { withdrawalQueue: { address, requests } }) =>
      requests.map(({ claimable: { assets, shares } }, tokenId): Value => {
        return [`${address} ${tokenId}`, `${assets} for ${shares}`]
      }),
    ),
    call: callOfFirst(
      viewCall(
        'WITHDRAWAL_QUEUE',
        view.claimable,
        ([, tokenId]) => ({ tokenId: BigInt(tokenId!) }),
        ({ assets, shares }) => `${assets} for ${shares}`,
      ),
    ),
  },
]
