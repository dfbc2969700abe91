import { expect, test, vi } from 'vitest'
import type { Rpc } from '../../chain/provider/rpc'
import { networkFromDeployment } from '../../config/deployment'
import type { ContractKind } from '../../facts/enums.generated'
import {
  logContractsWithoutCode,
  logMissingContracts,
  missingContracts,
  notFollowedContracts,
} from './deployment-check'

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
  logMissingContracts(network, false, { warn, info: vi.fn() })
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

test('of a recording they are said once, as information', () => {
  const [warn, info] = [vi.fn(), vi.fn()]
  logMissingContracts(network, true, { warn, info })
  expect(warn).not.toHaveBeenCalled()
  expect(info.mock.calls).toEqual([
    [
      { unknown: ['alocationManager', 'PodManager'], missing: expect.any(Array) },
      expect.any(String),
    ],
  ])
})

const named = (names: readonly string[]) =>
  names.map((name, index) => ({ name, kind: KINDS[name]!, address: address(String(index)) }))
const KINDS: Record<string, ContractKind> = {
  DelegationManager: 'DELEGATION_MANAGER',
  VaultFactory: 'VAULT_FACTORY',
  NetworkRegistry: 'NETWORK_REGISTRY',
}

test('a deployment of one protocol misses nothing of the other', () => {
  const missingOf = (...names: string[]) =>
    missingContracts({ ...network, contracts: named(names) }).join()
  expect(missingOf('VaultFactory', 'NetworkRegistry')).toBe(
    'DelegatorFactory,NetworkMiddlewareService,OperatorNetworkOptInService,OperatorRegistry,OperatorVaultOptInService,SlasherFactory',
  )
  expect(missingOf('DelegationManager')).not.toContain('VaultFactory')
  const both = missingOf('DelegationManager', 'VaultFactory')
  for (const name of ['AllocationManager', 'SlasherFactory']) expect(both).toContain(name)
})

test('an index of earlier contracts misses those of the core that it does not follow', () => {
  const notFollowed = [
    ...named(['VaultFactory']),
    { name: 'CuratorRegistry', kind: 'CURATOR_REGISTRY', address: address('9') } as const,
  ]
  expect(notFollowedContracts({ ...network, notFollowed })).toEqual(['VaultFactory'])
  expect(notFollowedContracts(network)).toEqual([])
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
