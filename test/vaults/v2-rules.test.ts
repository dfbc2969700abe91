import { beforeAll, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { KnownContract, Network } from '../../src/config/networks'
import { guaranteedOf, slashableOf } from '../../src/vaults/v2/guarantee'
import { straight } from '../support/chain/branches'
import { DryLedger } from '../support/dry-ledger'
import { V2 } from '../support/recordings'
import { groundTruthV2 } from '../support/vaults-v2'

const checkpoints = groundTruthV2(V2)
const head = checkpoints.at(-1)!

let recording: Recording
let network: Network
beforeAll(async () => {
  recording = await loadRecording(V2)
  network = networkFromDeployment(recording.deployment)
})

/** The ledger after a block, with some contracts of the deployment alone, and without what it lists of vaults. */
async function indexed(
  to: number,
  isFollowed: (contract: KnownContract) => boolean = () => true,
): Promise<DryLedger> {
  const contracts = network.contracts.filter(isFollowed)
  const ledger = await DryLedger.beginning({ ...network, contracts, answers: new Map() })
  await ledger.index(straight(recording, 1, to))
  return ledger
}

describe('a chain on which no contract answers', () => {
  test('has every vault, adapter and queue: they are found through their factories', async () => {
    const ledger = await indexed(head.block)
    const { vaults, adapters } = recording.deployment as Record<string, { address: string }[]>
    const addresses = (list: { address: string }[]) =>
      list.map(({ address }) => address.toLowerCase()).sort()
    const keys = (table: 'vaultAccount' | 'vaultAdapter') =>
      ledger
        .rows(table)
        .map(({ key }) => key)
        .sort()
    expect(keys('vaultAccount')).toEqual(addresses(vaults!))
    expect(keys('vaultAdapter')).toEqual(addresses(adapters!))
    expect(ledger.rows('vaultQueue')).toHaveLength(vaults!.length)
  })

  // Prices of what adapters deposit to are unknown, but each adapter reports its assets in front of each request.
  test.each(checkpoints)(
    'has the stake that the contracts answered, at block $block',
    async ({ block, timestamp, vaultsV2 }) => {
      const ledger = await indexed(block)
      const now = BigInt(timestamp)
      for (const [address, truth] of Object.values(vaultsV2).flatMap((vault) =>
        Object.entries(vault.adapters),
      )) {
        if (truth.family !== 'AppAdapter') continue
        const row = ledger.row('vaultAdapter', address.toLowerCase())!
        expect(row.initialStake, address).not.toBeNull()
        const debts = row.storedDebtTimes.map((time, index) => {
          return { maturesAt: BigInt(time), amount: BigInt(row.storedDebtAmounts[index]!) }
        })
        const guarantee = { initialStake: row.initialStake!, slashed: row.slashedInRecord, debts }
        expect(slashableOf(guarantee, now), address).toBe(BigInt(truth.slashable!))
        expect(guaranteedOf(guarantee, now, row.duration!), address).toBe(BigInt(truth.stake!))
      }
    },
  )
})

test('a deployment file that lists tokens, and no vaults: decimals are known, of shares of vaults, too', async () => {
  const { vaults, adapters, ...rest } = recording.deployment as Record<string, unknown>
  expect([vaults, adapters]).toEqual([expect.any(Array), expect.any(Array)])
  const ledger = await DryLedger.beginning(networkFromDeployment(rest))
  await ledger.index(straight(recording, 1, 400))
  const decimals = Object.entries(head.vaultsV2).map(([address, { asset }]) => {
    expect(ledger.row('vault', address.toLowerCase())?.collateral).toBe(asset.toLowerCase())
    return ledger.row('asset', asset.toLowerCase())?.decimals
  })
  expect(decimals).toEqual([18, 6, 8, 18])
})

describe('a deployment that lacks contracts', () => {
  test('without factories of delegators, queues and adapters has the vaults, and nothing invented', async () => {
    const ledger = await indexed(head.block, ({ name }) => !/(Delegator|Queue|Adapter)F/.test(name))
    expect(ledger.rows('vaultAccount')).toHaveLength(4)
    expect(ledger.rows('vaultAdapter')).toEqual([])
    expect(ledger.rows('queueRequest')).toEqual([])
    const accounts = ledger.rows('vaultAccount').map(({ key, totalShares }) => [key, totalShares])
    const answers = Object.entries(head.vaultsV2).map(([address, vault]) => [
      address.toLowerCase(),
      BigInt(vault.totalSupplyWithoutFeesToCome),
    ])
    expect(accounts.sort()).toEqual(answers.sort())
  })

  test('without factories of adapters has the adapters that delegators name, of unknown family', async () => {
    const ledger = await indexed(head.block, ({ kind }) => kind !== 'ADAPTER_FACTORY')
    const families = ledger.rows('vaultAdapter').map(({ family }) => family)
    expect(families).toEqual(Array.from({ length: 11 }, () => null))
    for (const [address, { delegator }] of Object.entries(head.vaultsV2)) {
      const account = ledger.row('vaultAccount', address.toLowerCase())!
      expect(account.adapters).toEqual(delegator.adapters.map((one) => one.toLowerCase()))
    }
  })

  test('without the vault factory has nothing: logs of unknown contracts say nothing', async () => {
    const ledger = await indexed(head.block, ({ name }) => name !== 'VaultFactory')
    expect(ledger.rows('vault')).toEqual([])
    expect(ledger.rows('vaultAccount')).toEqual([])
    expect(ledger.rows('vaultPosition')).toEqual([])
  })
})

describe('tokens', () => {
  test('only transfers from or to followed contracts are stored', async () => {
    const ledger = await indexed(head.block)
    const tokens = new Set(
      ledger.rows('contract').flatMap(({ kind, key }) => (kind === 'VAULT_TOKEN' ? [key] : [])),
    )
    const holders = ledger
      .rows('contract')
      .flatMap(({ kind, key }) =>
        ['VAULT', 'ADAPTER', 'YIELD_SOURCE'].includes(kind) ? [key] : [],
      )
    const events = ledger
      .appended('contractEvent')
      .filter(({ address }) => tokens.has(`${address}`))
    expect(events.length).toBeGreaterThan(1_000)
    for (const { name, arguments: fields } of events) {
      expect(name).toBe('Transfer')
      const { from, to } = fields as { from: string; to: string }
      expect(holders.includes(from) || holders.includes(to)).toBe(true)
    }
  })
})
