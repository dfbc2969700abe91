import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadVaultsV2 } from '../../src/reads/vaults-v2/load'
import { assetsFor } from '../../src/vaults/v2/interest'
import type { VaultsV2 } from '../../src/vaults/v2/vaults'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { recordingsV2 } from '../support/recordings'
import { loadQueueRequests, withUnsyncedSlash } from '../support/vaults/queues'
import { type AdapterTruth, Comparison, groundTruthV2, type VaultTruth } from '../support/vaults-v2'

const HELD = 'from_block <= $1 AND (to_block IS NULL OR to_block > $1)'

type Row = Record<string, unknown>

let client: Client

const context = {
  query: async <T>(sql: string, params: unknown[] = []) =>
    (await client.query(sql, params)).rows as T[],
}

/** Rows of a table at a block by key, integers as text. */
async function rowsOf(table: string, block: number): Promise<Map<string, Row>> {
  const rows = await context.query<Row>(`SELECT * FROM ${table} WHERE ${HELD}`, [block])
  return new Map(rows.map((row) => [row.key as string, row]))
}

const hex = (bytes: unknown) => (bytes === null ? null : `0x${(bytes as Buffer).toString('hex')}`)
const lower = (address: string) => address.toLowerCase()

describe.each(recordingsV2())(
  'vaults of version 3, at every checkpoint of $name',
  ({ name, dir }) => {
    let database: TestDatabase

    beforeAll(async () => {
      database = await createIndexedDatabase('symbiotic_v2', dir)
      client = new Client({ connectionString: database.url })
      await client.connect()
    })
    afterAll(async () => {
      await client?.end()
      await database?.drop()
    })

    const all = new Comparison()

    test.each(groundTruthV2(dir).map((truth) => [truth.block, truth] as const))(
      'block %i: what the index says is what the contracts answered',
      async (block, truth) => {
        const state = await loadVaultsV2(context, block)
        const tables = {
          vault: await rowsOf('vault', block),
          account: await rowsOf('vault_account', block),
          adapter: await rowsOf('vault_adapter', block),
          queue: await rowsOf('vault_queue', block),
        }
        const addresses = Object.keys(truth.vaultsV2).map(lower)
        all.equal(`${block} vaults`, [...state.vaults.keys()].sort(), addresses.sort())
        for (const [address, vault] of Object.entries(truth.vaultsV2)) {
          const key = lower(address)
          const where = `${block} ${key}`
          compareVault(where, key, vault, truth.timestamp, state, tables)
          await compareBalances(where, key, vault, block)
          await compareQueue(where, key, vault, block, truth.timestamp, state, tables.queue)
          for (const [adapter, answers] of Object.entries(vault.adapters)) {
            await compareAdapter(`${where} ${adapter}`, lower(adapter), answers, truth.timestamp, {
              state,
              row: tables.adapter.get(lower(adapter))!,
              block,
            })
          }
        }
        await compareRegistries(block, truth)
        expect(all.result).toEqual({ different: 0, differences: [] })
      },
    )

    test('no field is left out', () => {
      console.log(`${name}: ${all.compared} values compared, ${all.result.different} different`)
      // As an independent reader compared.
      if (name === 'symbiotic-v2-a') expect(all.compared).toBeGreaterThanOrEqual(31_984)
      expect(all.compared).toBeGreaterThan(0)
    })

    function compareVault(
      where: string,
      vault: string,
      truth: VaultTruth,
      timestamp: number,
      state: VaultsV2,
      tables: { vault: Map<string, Row>; account: Map<string, Row>; adapter: Map<string, Row> },
    ): void {
      const row = tables.vault.get(vault)!
      const account = tables.account.get(vault)!
      const now = BigInt(timestamp)
      const totals = state.totals(vault, now).value!
      const { management, performance, protocol } = totals.feeShares
      const price = state.price(vault, now).value!
      const indexOf = (adapter: string) => tables.adapter.get(adapter)!.index
      const equal = (field: keyof VaultTruth, ours: unknown) =>
        all.equal(`${where} ${field}`, ours, truth[field])
      equal('asset', row.collateral_id)
      equal('totalAssets', totals.totalAssets)
      equal('totalSupply', totals.totalSupply)
      equal('totalSupplyWithoutFeesToCome', account.total_shares)
      equal('getAccrueInterest', [totals.totalAssets, management, performance, protocol])
      for (const [at, fee] of [totals.totalAssets, management, performance, protocol].entries()) {
        all.equal(`${where} getAccrueInterest ${at}`, fee, truth.getAccrueInterest[at])
      }
      equal('convertToAssets1e18', assetsFor(10n ** 18n, price))
      equal('freeAssets', account.free_assets)
      equal('lastUpdate', account.last_update)
      equal('isDepositLimit', row.is_deposit_limit)
      equal('depositLimit', row.deposit_limit)
      equal('depositWhitelist', row.deposit_whitelist)
      equal('managementFee', account.management_fee)
      equal('managementFeeReceiver', hex(account.management_fee_receiver))
      equal('performanceFee', account.performance_fee)
      equal('performanceFeeReceiver', hex(account.performance_fee_receiver))
      equal('lastProtocolFeeReceiver', hex(account.protocol_fee_receiver))
      equal('lastProtocolManagementFee', account.protocol_management_fee)
      equal('lastProtocolPerformanceFee', account.protocol_performance_fee)
      const { assetDecimals } = state.vaults.get(vault)!
      equal('decimals', Math.max(18, assetDecimals!))
      const { delegator } = truth
      all.equal(`${where} delegator`, hex(row.delegator), delegator.address)
      all.equal(`${where} adapters`, account.adapters, delegator.adapters)
      all.equal(
        `${where} autoAllocateAdapters`,
        account.auto_allocate_adapters,
        delegator.autoAllocateAdapters,
      )
      const pending = (account.adapters_with_pending as string[]).map(indexOf)
      all.equal(`${where} adaptersWithPending`, pending, delegator.adaptersWithPending)
      const allocated = totals.totalAssets - BigInt(account.free_assets as string)
      all.equal(`${where} delegator.totalAssets`, allocated, delegator.totalAssets)
      all.equal(`${where} version`, row.version, 3)
      all.equal(`${where} activeStake`, row.active_stake, null)
    }

    async function compareBalances(where: string, vault: string, truth: VaultTruth, block: number) {
      const positions = await context.query<{ staker_id: string; shares: string }>(
        `SELECT staker_id, shares::text FROM vault_position WHERE vault_id = $2 AND ${HELD}`,
        [block, vault],
      )
      const shares = new Map(positions.map((row) => [row.staker_id, row.shares]))
      all.equal(`${where} accounts`, shares.size, Object.keys(truth.balances).length)
      for (const [account, balance] of Object.entries(truth.balances)) {
        all.equal(`${where} balance of ${account}`, shares.get(lower(account)) ?? null, balance)
      }
    }

    async function compareQueue(
      where: string,
      vault: string,
      { withdrawalQueue: truth }: VaultTruth,
      block: number,
      timestamp: number,
      state: VaultsV2,
      queues: Map<string, Row>,
    ): Promise<void> {
      const { queue } = state.vaults.get(vault)!
      const row = queues.get(queue!)!
      const pending = BigInt(row.requested_shares as string) - BigInt(row.filled_shares as string)
      const price = state.price(vault, BigInt(timestamp)).value!
      const equal = (field: keyof VaultTruth['withdrawalQueue'], ours: unknown) =>
        all.equal(`${where} queue ${field}`, ours, truth[field])
      equal('address', queue)
      equal('totalRequested', row.requested_shares)
      equal('totalFilled', row.filled_shares)
      equal('totalRequests', row.request_count)
      equal('pendingShares', pending)
      equal('pendingAssets', assetsFor(pending, price))
      const requests = await loadQueueRequests(context, block, [queue!])
      all.equal(`${where} requests`, requests.length, truth.requests.length)
      for (const [index, request] of truth.requests.entries()) {
        const ours = requests[index]!
        const of = `${where} request ${index}`
        all.equal(`${of} owner`, ours.owner, request.owner)
        all.equal(`${of} shares`, ours.shares, request.shares)
        all.equal(`${of} sharesClaimed`, ours.sharesClaimed, request.sharesClaimed)
        all.equal(`${of} prevRequestSum`, ours.sharesBefore, request.prevRequestSum)
        all.equal(`${of} claimable.assets`, ours.claimable.assets, request.claimable.assets)
        all.equal(`${of} claimable.shares`, ours.claimable.shares, request.claimable.shares)
        all.equal(`${of} isClaimed`, ours.sharesClaimed === ours.shares, request.isClaimed)
      }
    }

    async function compareAdapter(
      where: string,
      adapter: string,
      truth: AdapterTruth,
      timestamp: number,
      { state, row, block }: { state: VaultsV2; row: Row; block: number },
    ): Promise<void> {
      const now = BigInt(timestamp)
      const equal = (field: keyof AdapterTruth, ours: unknown) =>
        all.equal(`${where} ${field}`, ours, truth[field])
      equal('family', familyName(row.family))
      equal('operator', row.operator_id)
      equal('subnetwork', bytesOf(row.operator_set_id as string | null))
      equal('duration', row.duration)
      equal('index', row.index)
      equal('absoluteLimit', row.absolute_limit)
      equal('shareLimit', row.share_limit)
      equal('limitOf', state.limitOf(adapter).value)
      equal('totalAssets', state.adapterAssets(adapter).value)
      equal('freeAssets', state.freeAssetsOf(adapter, now).value)
      const commitment = state.commitment(adapter, now)
      if (truth.stake !== undefined) equal('stake', commitment?.value?.stake)
      if (truth.slashable !== undefined) equal('slashable', commitment?.value?.slashable)
      if (truth.isUnsyncedSlash !== undefined) {
        const vaults = state.underlyingVaults(adapter)!
        const queues = vaults.map((vault) => state.vaults.get(vault)!.queue!)
        const requests = await loadQueueRequests(context, block, queues)
        const waiting = withUnsyncedSlash(requests, new Set([adapter]))
        equal('isUnsyncedSlash', waiting.has(adapter))
      }
      for (const [time, stake] of Object.entries(truth.stakeAt ?? {})) {
        const at = await loadVaultsV2(context, await blockAt(Number(time)))
        const past = at.adapters.has(adapter) ? at.commitment(adapter, BigInt(time)) : null
        // Before it existed it guaranteed nothing.
        all.equal(`${where} stakeAt ${time}`, past ? past.value?.stake : 0n, stake)
      }
    }

    async function compareRegistries(
      block: number,
      truth: ReturnType<typeof groundTruthV2>[number],
    ): Promise<void> {
      const networks = await rowsOf('avs_profile', block)
      for (const [network, middleware] of Object.entries(truth.middleware)) {
        const row = networks.get(`symbiotic-${lower(network)}`)
        all.equal(`${block} middleware of ${network}`, hex(row?.middleware ?? null), middleware)
      }
      const settings = await rowsOf('protocol_fee_setting', block)
      const global = settings.get('symbiotic-global')!
      const { globalReceiver, globalManagementFee, globalPerformanceFee } = truth.protocolFee
      all.equal(`${block} globalReceiver`, hex(global.receiver), globalReceiver)
      all.equal(`${block} globalManagementFee`, global.management_fee, globalManagementFee)
      all.equal(`${block} globalPerformanceFee`, global.performance_fee, globalPerformanceFee)
    }
  },
)

/** Number of the last block at or before a time. */
async function blockAt(time: number): Promise<number> {
  const [row] = await context.query<{ block: number }>(
    `SELECT max(block) AS block FROM (SELECT block, block_time FROM block
     UNION ALL SELECT block, block_time FROM block_header) h WHERE block_time <= to_timestamp($1)`,
    [time],
  )
  return row?.block ?? 0
}

function familyName(family: unknown): string {
  const names: Record<string, string> = { APP: 'App', RESTAKING_APP: 'RestakingApp' }
  return `${names[family as string] ?? family}Adapter`
}

/** The 32 bytes of a subnetwork from its key. */
function bytesOf(key: string | null): string | null {
  const match = /^symbiotic-(0x[0-9a-f]{40})\/(\d+)$/.exec(key ?? '')
  return match ? `${match[1]}${BigInt(match[2]!).toString(16).padStart(24, '0')}` : null
}
