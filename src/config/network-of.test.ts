import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kindOfContract } from './contract-names'
import { readConfig } from './env'
import { KNOWN_NETWORKS, networkOf } from './network-of'

describe.each(Object.entries(KNOWN_NETWORKS))('network %s', (name, network) => {
  it('has its name, and a finality of 75 blocks', () => {
    expect(network).toMatchObject({ name, finality: 75 })
  })

  it('has one lower-case address of 20 bytes for each contract', () => {
    for (const { address } of network.contracts) expect(address).toMatch(/^0x[0-9a-f]{40}$/)
    const addresses = network.contracts.map(({ address }) => address)
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  it('has the contracts that every computation needs', () => {
    const kinds = network.contracts.map(({ kind }) => kind)
    for (const kind of [
      'ALLOCATION_MANAGER',
      'AVS_DIRECTORY',
      'DELEGATION_MANAGER',
      'EIGEN_POD_MANAGER',
      'STRATEGY_FACTORY',
      'STRATEGY_MANAGER',
    ]) {
      expect(kinds.filter((k) => k === kind)).toHaveLength(1)
    }
  })
})

describe('kindOfContract', () => {
  it.each([
    ['StrategyBase beacon', 'BEACON'],
    ['EigenPodBeacon', 'BEACON'],
    ['ProxyAdmin (EIGEN)', 'PROXY_ADMIN'],
    ['Timelock (Compound)', 'TIMELOCK'],
    ['Slasher', 'LEGACY'],
    ['PaymentCoordinator', 'LEGACY'],
    ['BN254CertificateVerifier', 'CROSS_CHAIN'],
    ['Strategy_lstA', 'STRATEGY'],
    ['StrategyBaseImplementation', null],
    ['StrategyManager_Implementation', null],
    ['AllocationManagerView', null],
    ['BeaconRootsHarness', null],
    ['Executor Multisig', null],
    ['constructor', null],
  ])('maps %s to %s', (name, kind) => {
    expect(kindOfContract(name)).toBe(kind)
  })
})

describe('networkOf', () => {
  const recording = join(__dirname, '../../fixtures/eigenlayer-a')

  it('is the configured network', () => {
    expect(networkOf(readConfig({ LINCHPIN_NETWORK: 'hoodi' }), null).chainId).toBe(560048)
  })

  it('is that of the recording, if there is one', () => {
    const config = readConfig({ LINCHPIN_NETWORK: 'hoodi' })
    expect(networkOf(config, recording)).toMatchObject({ name: 'custom', chainId: 31337 })
  })

  it('reads the file of a custom network', () => {
    const file = join(recording, 'deployment.json')
    const config = readConfig({ LINCHPIN_NETWORK: 'custom', LINCHPIN_DEPLOYMENT: file })
    expect(networkOf(config, null).chainId).toBe(31337)
  })

  it('gives LINCHPIN_FINALITY precedence over the network', () => {
    const config = readConfig({ LINCHPIN_FINALITY: '7' })
    expect(networkOf(config, null).finality).toBe(7)
    expect(networkOf(config, recording).finality).toBe(7)
  })
})
