import { expect, test, vi } from 'vitest'
import type { Rpc } from '../../src/chain/provider/rpc'
import {
  logContractsWithoutCode,
  logMissingContracts,
} from '../../src/cli/indexer/deployment-check'
import { networkFromDeployment } from '../../src/config/deployment'

const address = (digit: string) => `0x${digit.repeat(40)}`
const network = networkFromDeployment({
  chainId: 5,
  startBlock: 1,
  contracts: {
    delegationManager: address('1'),
    STRATEGYMANAGER: address('2'),
    alocationManager: address('3'),
    PodManager: address('4'),
  },
})

test('names that are unknown, and contracts of the core that are missing, are logged', () => {
  const warn = vi.fn()
  logMissingContracts(network, { warn })
  const [[unknown], [missing]] = warn.mock.calls as [[object], [{ missing: string[] }]]
  expect(unknown).toEqual({ unknown: ['alocationManager', 'PodManager'] })
  expect(missing.missing.map((what) => what.split(':')[0])).toEqual([
    'AllocationManager',
    'AVSDirectory',
    'EigenPodManager',
    'EmissionsController',
    'KeyRegistrar',
    'PermissionController',
    'RewardsCoordinator',
    'StrategyFactory',
  ])
})

test.each([
  ['no code', '0x', 1],
  ['code', '0x6001', 0],
  ['no answer', null, 0],
])('contracts with %s: %s', async (_, code, lines) => {
  const warn = vi.fn()
  const call = async () => {
    if (code === null) throw new Error('method not found')
    return code
  }
  await logContractsWithoutCode(network, { call } as unknown as Rpc, 7, { warn })
  expect(warn).toHaveBeenCalledTimes(lines)
  if (lines === 0) return
  const empty = [`DelegationManager ${address('1')}`, `StrategyManager ${address('2')}`]
  expect(warn.mock.calls[0]![0]).toEqual({ empty, block: 7 })
})
