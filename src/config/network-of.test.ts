import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kindOfContract } from './contract-names'
import { readConfig } from './env'
import { fingerprint } from './fingerprint'
import { KNOWN_NETWORKS, networkOf, networkOfIndex } from './network-of'
import type { Network } from './networks'

/** Fingerprints of the networks before Symbiotic was followed. */
const FINGERPRINTS = [
  ['mainnet', '0bf8ccba7ebfa726634c39a88db8ef5fa5dea914fa24caa67f6c112a4cd464fe'],
  ['holesky', '254ade5c4c6011bc8d62a6beea3d893bb330758b7170d3c7cbb8cd3b8f922458'],
  ['hoodi', '5b85c95c8bc0b270a982bef8b8486fee06f66ce0da8092b6a412d0fbf28649ee'],
  ['sepolia', '91db93d8f5c0fe822ff026c9b6725464cf1f12bc47bcac7f919a10659ca39432'],
] as const

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
      'VAULT_FACTORY',
      'DELEGATOR_FACTORY',
      'VAULT_SLASHER_FACTORY',
      'NETWORK_REGISTRY',
      'OPERATOR_REGISTRY',
      'MIDDLEWARE_SERVICE',
      'VAULT_OPT_IN_SERVICE',
      'NETWORK_OPT_IN_SERVICE',
    ]) {
      expect(kinds.filter((k) => k === kind)).toHaveLength(1)
    }
  })
})

describe.each(Object.entries(KNOWN_NETWORKS))('an index of %s', (_, network: Network) => {
  const [before, now] = [fingerprint(network.earlier!), fingerprint(network)]

  it('of EigenLayer alone is continued, and says what it does not follow', () => {
    const { notFollowed, ...followed } = networkOfIndex(network, before)
    expect(fingerprint(followed)).toBe(before)
    expect(notFollowed!.map(({ name }) => name)).toContain('VaultFactory')
    expect([...followed.contracts, ...notFollowed!]).toEqual(network.contracts)
  })

  it('of both protocols, or that does not exist yet, is of both', () => {
    expect(now).not.toBe(before)
    expect(networkOfIndex(network, now)).toBe(network)
    expect(networkOfIndex(network, null)).toBe(network)
    expect(networkOfIndex(network, 'of another network')).toBe(network)
  })

  it('begins at or before the first block of each protocol', () => {
    expect(network.startBlock).toBeLessThanOrEqual(network.earlier!.startBlock)
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
    ['AaveV3AdapterFactory', 'ADAPTER_FACTORY'],
    ['StakerRewardsFactory (v1.0.0)', 'STAKER_REWARDS_FACTORY'],
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

it.each(FINGERPRINTS)('an earlier index of %s has the fingerprint that it had', (name, known) => {
  expect(fingerprint((KNOWN_NETWORKS as Record<string, Network>)[name]!.earlier!)).toBe(known)
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
    expect(networkOf(config, null)).toMatchObject({ finality: 7, earlier: { finality: 7 } })
    expect(networkOf(config, recording).finality).toBe(7)
  })
})
