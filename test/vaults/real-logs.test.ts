import { describe, expect, test } from 'vitest'
import { MAINNET } from '../../src/config/networks/mainnet'
import { DryLedger } from '../support/dry-ledger'
import { type RealLog, realBlocks, realLines, WITHOUT_REAL } from '../support/real'

const STSPK = {
  address: '0xc6132faf04627c8d05d6e759fabb331ef2d8f8fd',
  kind: 'VAULT',
  name: 'stSPK',
}
const DEPOSITOR = '0x1e5f2add8b9a96652838a0a8291e94dee408eb6d'
/** Amount and shares of the deposit: both are words of its data. */
const AMOUNT = 0x75a216299c7bb370b1n
const DEPOSIT = '0xdcbc1c05240f31ff3ad067ef1ee35ce4997762752e3a095284754544f4c709d7'

const logsOf = (file: string) =>
  realLines<{ logs: RealLog[] }>(`mainnet/${file}.receipts.jsonl`).flatMap(({ logs }) => logs)

/** A ledger of mainnet that knows the vault, with these logs. */
async function ledgerOf(logs: RealLog[], contracts = [...MAINNET.contracts, STSPK as never]) {
  const ledger = await DryLedger.of(contracts)
  await ledger.index(realBlocks(logs))
  return ledger
}

describe.skipIf(WITHOUT_REAL)(`real logs (${WITHOUT_REAL ?? 'LINCHPIN_TEST_REAL'})`, () => {
  test('a deposit to a vault of Symbiotic is indexed if the vault is known', async () => {
    const logs = logsOf('symbiotic-stSPK-deposit')
    const ledger = await ledgerOf(logs)
    const vault = ledger.row('vault', STSPK.address)
    expect(vault).toMatchObject({ activeStake: AMOUNT, activeShares: AMOUNT, epochDuration: null })
    expect(ledger.rows('vaultPosition')).toMatchObject([
      { vault: STSPK.address, staker: DEPOSITOR, shares: AMOUNT },
    ])
    const names = ledger.appended('contractEvent').map(({ name }) => name)
    expect(names).toEqual(['Deposit', 'Transfer'])
    const unknown = await ledgerOf(logs, [...MAINNET.contracts])
    expect(unknown.appended('contractEvent')).toEqual([])
  })

  test('deposits to 16 other ERC-4626 vaults, of the same topic, store nothing', async () => {
    const logs = logsOf('erc4626-negatives-mainnet')
    expect(logs.filter(({ topics }) => topics[0] === DEPOSIT).length).toBeGreaterThanOrEqual(16)
    const ledger = await ledgerOf(logs)
    expect(ledger.blocks).toEqual([])
  })
})
