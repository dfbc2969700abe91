import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../../support/api/recorded-api'
import { vaultRecordings, vaultTruth } from './recordings'

type Address = { address: string }
type Position = {
  vault: Address
  staker: Address
  shares: string
  balance: string
  slashableBalance: string
}
type Withdrawal = {
  vault: Address
  staker: Address
  epoch: string
  assets: string
  claimed: boolean
  claimable: boolean
}

const low = (text: string) => text.toLowerCase()
const ZERO_ADDRESS = `0x${'0'.repeat(40)}`

describe.each(vaultRecordings())('entities of vaults, on $name', ({ dir }) => {
  const api = useRecordedApi('entities', dir)
  const checkpoints = vaultTruth(dir)

  /** All rows of a list at a block. */
  async function all<T>(block: number, list: string, selection: string): Promise<T[]> {
    const rows: T[] = []
    do {
      const page = await api.ask(
        `{ page: ${list}(block: {number: ${block}}, orderBy: [id_ASC], limit: 1000, offset: ${rows.length}) ${selection} }`,
      )
      rows.push(...page.page)
    } while (rows.length > 0 && rows.length % 1000 === 0)
    return rows
  }

  test.each(checkpoints)(
    'shares, balances and slashable balances at block $block',
    async ({ block, vaults }) => {
      const rows = await all<Position>(
        block,
        'vaultPositions',
        '{ vault { address } staker { address } shares balance slashableBalance }',
      )
      const lines = rows.map(({ vault, staker, shares, balance, slashableBalance }) =>
        [vault.address, staker.address, shares, balance, slashableBalance].join(' '),
      )
      const expected = Object.entries(vaults).flatMap(([vault, { accounts }]) =>
        Object.entries(accounts).map(([account, one]) =>
          [
            low(vault),
            low(account),
            one.activeShares,
            one.activeBalance,
            one.slashableBalance,
          ].join(' '),
        ),
      )
      // An account that only claims has no position.
      const hasShares = (line: string) => line.split(' ')[2] !== '0'
      expect(lines.filter(hasShares).sort()).toEqual(expected.filter(hasShares).sort())
    },
  )

  test.each(checkpoints)(
    'withdrawals of this epoch and the next at block $block',
    async ({ block, vaults }) => {
      const rows = await all<Withdrawal>(
        block,
        'vaultWithdrawals',
        '{ vault { address } staker { address } epoch assets claimed claimable }',
      )
      const byKey = new Map(
        rows.map((row) => [`${row.vault.address} ${row.staker.address} ${row.epoch}`, row]),
      )
      for (const [address, { accounts, currentEpoch }] of Object.entries(vaults)) {
        const epoch = BigInt(currentEpoch)
        for (const [account, one] of Object.entries(accounts)) {
          const assets = (of: bigint) =>
            byKey.get(`${low(address)} ${low(account)} ${of}`)?.assets ?? '0'
          expect(assets(epoch)).toBe(one.withdrawalsCurrentEpoch)
          expect(assets(epoch + 1n)).toBe(one.withdrawalsNextEpoch)
        }
        for (const row of rows.filter(({ vault }) => vault.address === low(address))) {
          expect(row.claimable).toBe(!row.claimed && BigInt(row.epoch) < epoch)
        }
      }
    },
  )

  test.each(checkpoints)('resolvers at block $block', async ({ block, vaults }) => {
    type Row = {
      slasher: string
      operatorSet: { setId: string; avs: Address }
      resolver: string | null
      nullReason: string | null
    }
    const rows = await all<Row>(
      block,
      'resolvers',
      '{ slasher operatorSet { setId avs { address } } resolver nullReason }',
    )
    const lines = rows.flatMap(({ slasher, operatorSet: { setId, avs }, resolver, nullReason }) => {
      expect(nullReason).toBeNull()
      return resolver === null ? [] : [`${slasher} ${avs.address}/${setId} ${resolver}`]
    })
    const expected = Object.values(vaults).flatMap(({ slasher, subnetworks }) =>
      Object.entries(subnetworks).flatMap(([subnetwork, { resolver }]) =>
        resolver === undefined || resolver === ZERO_ADDRESS
          ? []
          : [
              `${low(slasher)} ${low(subnetwork.slice(0, 42))}/${BigInt(`0x${subnetwork.slice(42)}`)} ${low(resolver)}`,
            ],
      ),
    )
    expect(lines.sort()).toEqual(expected.sort())
  })

  test.each(checkpoints)(
    'protocols of operators and services at block $block',
    async (checkpoint) => {
      const { block, symbioticOperators, symbioticNetworks } = checkpoint
      type Row = Address & { protocols: string[] }
      const operators = await all<Row>(block, 'operators', '{ address protocols }')
      const services = await all<Row>(block, 'avss', '{ address protocols }')
      for (const rows of [operators, services]) {
        expect(rows.every(({ protocols }) => protocols.length > 0)).toBe(true)
      }
      const ofSymbiotic = (rows: Row[]) =>
        new Set(
          rows.flatMap(({ address, protocols }) =>
            protocols.includes('SYMBIOTIC') ? [address] : [],
          ),
        )
      for (const one of symbioticOperators ?? []) expect(ofSymbiotic(operators)).toContain(low(one))
      for (const one of symbioticNetworks ?? []) expect(ofSymbiotic(services)).toContain(low(one))
    },
  )

  test('stakers of both protocols have both', async () => {
    const { block, vaults } = checkpoints.at(-1)!
    type Row = Address & { protocols: string[]; stakes: { id: string }[] }
    const rows = await all<Row>(block, 'stakers', '{ address protocols stakes(limit: 1) { id } }')
    const depositors = new Set(
      Object.values(vaults).flatMap(({ accounts }) => Object.keys(accounts).map(low)),
    )
    for (const { address, protocols, stakes } of rows) {
      if (depositors.has(address)) expect(protocols).toContain('SYMBIOTIC')
      if (stakes.length > 0) expect(protocols).toContain('EIGENLAYER')
    }
    expect(depositors.size).toBeGreaterThan(0)
  })
})

describe('what needs the time of a block', () => {
  const api = useRecordedApi('both', 'fixtures/both-a')

  test('slashings are found by their status', async () => {
    const { slashings } = await api.ask(
      `{ slashings(where: {status_eq: EXPIRED}, limit: 1000) { status resolvedAtBlock protocol } }`,
    )
    expect(slashings.length).toBeGreaterThan(0)
    for (const one of slashings) {
      expect(one).toEqual({ status: 'EXPIRED', resolvedAtBlock: null, protocol: 'SYMBIOTIC' })
    }
  })
})
