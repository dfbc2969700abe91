import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { networkFromDeployment, readDeployment } from './deployment'

const FIXTURE = join(__dirname, '../../fixtures/eigenlayer-a/deployment.json')
const ADDRESS = `0x${'Ab'.repeat(20)}`
const CORE = { DelegationManager: ADDRESS, StrategyManager: `0x${'12'.repeat(20)}` }

describe('networkFromDeployment', () => {
  const json = JSON.parse(readFileSync(FIXTURE, 'utf8'))
  const network = networkFromDeployment(json)
  const kinds = new Map(network.contracts.map(({ name, kind }) => [name, kind]))

  it('reads chain and start block from the file', () => {
    expect(network).toMatchObject({ name: 'custom', chainId: 31337, startBlock: 1, finality: 75 })
  })

  it('follows the contracts of the protocol by their names', () => {
    expect(Object.fromEntries(kinds)).toMatchObject({
      AllocationManager: 'ALLOCATION_MANAGER',
      AVSDirectory: 'AVS_DIRECTORY',
      DurationVaultBeacon: 'BEACON',
      EigenPodManager: 'EIGEN_POD_MANAGER',
      EigenStrategy: 'STRATEGY',
      PauserRegistry: 'PAUSER_REGISTRY',
      ProxyAdmin: 'PROXY_ADMIN',
      StrategyTVL0: 'STRATEGY',
    })
  })

  it.each([
    { middleware: { coordinator: `0x${'34'.repeat(20)}`, blsApkRegistry: `0x${'56'.repeat(20)}` } },
    {
      contracts: {
        ...CORE,
        'RegistryCoordinator (a)': `0x${'34'.repeat(20)}`,
        'BLSApkRegistry (a)': `0x${'56'.repeat(20)}`,
        'StakeRegistry (b)': `0x${'78'.repeat(20)}`,
      },
    },
  ])('refuses a coordinator without the registry that says who votes with what', (more) => {
    expect(() =>
      networkFromDeployment({ chainId: 1, startBlock: 1, contracts: CORE, ...more }),
    ).toThrow(/0x3434.*its stakeRegistry is not listed/)
  })

  it('follows every listed strategy once', () => {
    const addresses = network.contracts.map(({ address }) => address)
    expect(new Set(addresses).size).toBe(addresses.length)
    for (const { address } of json.strategies) {
      const found = network.contracts.find((contract) => contract.address === address.toLowerCase())
      expect(found?.kind).toBe('STRATEGY')
    }
  })

  it('ignores tokens, registrars, implementations and harnesses', () => {
    const ignored = /Token_|Registrar_|Implementation|Harness|Multicall|View|^Eigen$|Deposit/
    expect([...kinds.keys()].filter((name) => ignored.test(name))).toEqual([])
  })

  it('has every address in lower case', () => {
    for (const { address } of network.contracts) expect(address).toMatch(/^0x[0-9a-f]{40}$/)
  })

  it('accepts a name and a finality from the caller', () => {
    const named = networkFromDeployment(json, { name: 'demo', finality: 3 })
    expect(named).toMatchObject({ name: 'demo', finality: 3 })
  })

  const [delegation, strategies] = [CORE.DelegationManager, CORE.StrategyManager]
  const pool = `0x${'34'.repeat(20)}`
  const chain = { chainId: 5, startBlock: 9 }

  it.each([
    [
      'names that differ in case',
      { ...chain, contracts: { delegationManager: delegation, STRATEGYMANAGER: strategies } },
    ],
    [
      'script/output of EigenLayer',
      {
        addresses: {
          delegationManager: delegation,
          strategyManager: strategies,
          delegationManagerImplementation: pool,
          numStrategiesDeployed: 1,
          strategies: { WETH: pool },
        },
        chainInfo: { chainId: 5, deploymentBlock: 9 },
      },
    ],
    [
      'an early file, with old names and text for numbers',
      {
        addresses: {
          delegation,
          strategyManager: strategies,
          slasher: `0x${'00'.repeat(20)}`,
          strategyAddresses: [pool],
        },
        chainInfo: { chainId: '5', deploymentBlock: '9' },
      },
    ],
    [
      'script/configs of EigenLayer, in groups with proxy and impl',
      {
        config: { environment: { chainid: 5, name: 'preprod' } },
        startBlock: 9,
        deployment: {
          core: { delegationManager: { proxy: delegation, impl: pool, pendingImpl: pool } },
          strategies: {
            strategyManager: { proxy: strategies, impl: pool },
            strategyAddresses: [pool],
          },
        },
      },
    ],
  ])('reads %s', (_, file) => {
    const network = networkFromDeployment(file)
    expect(network).toMatchObject({ ...chain, unknownNames: [] })
    expect(network.contracts).toContainEqual({
      address: delegation.toLowerCase(),
      kind: 'DELEGATION_MANAGER',
      name: 'DelegationManager',
    })
    const kinds = network.contracts.map(({ address, kind }) => [address, kind])
    expect(kinds).toContainEqual([strategies, 'STRATEGY_MANAGER'])
    if ('contracts' in file) return
    expect(kinds).toContainEqual([pool, 'STRATEGY'])
    expect(kinds).toHaveLength(3)
  })

  it('lists unknown names, but not those of contracts that nobody follows', () => {
    const contracts = { ...CORE, AlocationManager: pool, foo: pool, Token_a: pool, xImpl: pool }
    expect(networkFromDeployment({ ...chain, contracts }).unknownNames).toEqual([
      'AlocationManager',
      'foo',
    ])
    expect(network.unknownNames).toEqual([])
  })

  it('rejects two spellings of a name with different addresses', () => {
    const contracts = { ...CORE, delegationManager: pool }
    expect(() => networkFromDeployment({ ...chain, contracts })).toThrow(/another address/)
  })

  it.each([
    [[], /file: /],
    [{ contracts: CORE, startBlock: 1 }, /chainId: /],
    [{ chainId: 1, contracts: CORE }, /startBlock: /],
    [{ chainId: 1, startBlock: 1 }, /contracts: /],
    [
      { chainId: 1, startBlock: 1, contracts: { DelegationManager: ADDRESS } },
      /contracts\.StrategyManager: is missing/,
    ],
    [
      { chainId: 1, startBlock: 1, contracts: { StrategyManager: ADDRESS } },
      /contracts\.DelegationManager: is missing/,
    ],
    [
      { chainId: 1, startBlock: 1, contracts: { ...CORE, DelegationManager: '0x12' } },
      /contracts\.DelegationManager: must be an address/,
    ],
    [
      { chainId: 1, startBlock: 1, contracts: CORE, strategies: [{ address: 'x' }] },
      /strategies\.0\.address: must be an address/,
    ],
  ])('rejects %j', (deployment, message) => {
    expect(() => networkFromDeployment(deployment)).toThrow(
      expect.objectContaining({ code: 'LP1003', message: expect.stringMatching(message) }),
    )
  })
})

describe('readDeployment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-deployment-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }

  it.each([
    ['a missing file', join(folder, 'none.json'), /none\.json: file not found/],
    ['a folder', folder, /EISDIR/],
    ['text that is not JSON', file('a.json', '{'), /a\.json: is not JSON/],
    ['JSON of another shape', file('b.json', '{"chainId": "1"}'), /b\.json: chainId/],
  ])('names the file and the reason for %s', (_, path, message) => {
    expect(() => readDeployment(path)).toThrow(
      expect.objectContaining({ code: 'LP1003', message: expect.stringMatching(message) }),
    )
  })
})
