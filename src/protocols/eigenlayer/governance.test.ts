import { describe, expect, test } from 'vitest'
import { events as am } from '../../abi/AllocationManager'
import { events as beaconProxy } from '../../abi/BeaconProxy'
import { events as dm } from '../../abi/DelegationManager'
import { events as registry } from '../../abi/PauserRegistry'
import { events as permissions } from '../../abi/PermissionController'
import { events as versions } from '../../abi/ProtocolRegistry'
import { events as rc } from '../../abi/RewardsCoordinator'
import { events as sm } from '../../abi/StrategyManager'
import { events as proxy } from '../../abi/TransparentUpgradeableProxy'
import type { ContractKind } from '../../facts/enums.generated'
import { decodeBlock } from '../decode-block'

const CONTRACT = `0x${'c0'.repeat(20)}`
const A = `0x${'aa'.repeat(20)}`
const B = `0x${'bb'.repeat(20)}`
const TARGET = `0x${'dd'.repeat(20)}`
const NONE = `0x${'0'.repeat(40)}`

const word = (value: string | number) =>
  (typeof value === 'number' ? value.toString(16) : value.slice(2)).padStart(64, '0')
const topic = (value: string) => `0x${word(value)}`

interface Emitted {
  topics: string[]
  words?: (string | number)[]
  address?: string
}

function log({ topics, words = [], address = CONTRACT }: Emitted, logIndex: number) {
  const transactionHash = `0x${'01'.repeat(32)}`
  const data = `0x${words.map(word).join('')}`
  return { address, topics, data, transactionHash, transactionIndex: 0, logIndex }
}

/** Facts of logs of contracts of one kind. */
function factsOf(kind: ContractKind, ...logs: Emitted[]) {
  const { facts } = decodeBlock({ number: 7, timestamp: 1 }, logs.map(log), () => ({
    kind,
    parent: null,
  }))
  return facts.map(({ fact }) => fact)
}

const change = (change: string, event: string, values: object) => {
  const of = { kind: 'governanceChange', contract: CONTRACT, change, event, subject: null }
  return { ...of, ...values }
}

describe('events of contracts of any kind', () => {
  test.each([
    ['TIMELOCK', false],
    ['STRATEGY', false],
    ['BEACON', true],
  ] as const)('Upgraded of a %s', (kind, beacon) => {
    const upgraded = { kind: 'upgraded', contract: CONTRACT, event: 'Upgraded', beacon }
    expect(factsOf(kind, { topics: [proxy.Upgraded.topic, topic(A)] })).toEqual([
      { ...upgraded, implementation: A },
    ])
  })

  test('Paused and Unpaused carry all bits', () => {
    const facts = factsOf(
      'KEY_REGISTRAR',
      { topics: [dm.Paused.topic, topic(A)], words: [5] },
      { topics: [dm.Unpaused.topic, topic(A)], words: [4] },
    )
    const both = { kind: 'pausedFunctions', contract: CONTRACT }
    expect(facts).toEqual([
      { ...both, event: 'Paused', paused: true, status: 5n },
      { ...both, event: 'Unpaused', paused: false, status: 4n },
    ])
  })

  test('OwnershipTransferred, AdminChanged, BeaconUpgraded, PauserRegistrySet', () => {
    const facts = factsOf(
      'LEGACY',
      { topics: [dm.OwnershipTransferred.topic, topic(A), topic(NONE)] },
      { topics: [proxy.AdminChanged.topic], words: [NONE, B] },
      { topics: [beaconProxy.BeaconUpgraded.topic, topic(B)] },
      { topics: [dm.PauserRegistrySet.topic], words: [A, B] },
    )
    expect(facts).toEqual([
      {
        kind: 'ownerChanged',
        contract: CONTRACT,
        event: 'OwnershipTransferred',
        before: A,
        owner: NONE,
      },
      change('PROXY_ADMIN', 'AdminChanged', { before: NONE, after: B }),
      change('BEACON', 'BeaconUpgraded', { before: null, after: B }),
      change('PAUSER', 'PauserRegistrySet', { before: A, after: B }),
    ])
  })

  test('a contract is found before its own first events, even if they precede the log that reveals it', () => {
    const manager = `0x${'5a'.repeat(20)}`
    const logs = [
      { topics: [dm.Paused.topic, topic(A)], words: [0] },
      {
        address: manager,
        topics: [sm.StrategyAddedToDepositWhitelist.topic],
        words: [CONTRACT],
      },
    ]
    const { facts } = decodeBlock({ number: 7, timestamp: 1 }, logs.map(log), (address) => ({
      kind: address === manager ? 'STRATEGY_MANAGER' : 'STRATEGY',
      parent: null,
    }))
    expect(facts.map(({ fact }) => fact.kind)).toEqual([
      'contractFound',
      'pausedFunctions',
      'poolWhitelisted',
    ])
  })
})

describe('powers', () => {
  test('pausers and the unpauser (PauserRegistry)', () => {
    const facts = factsOf(
      'PAUSER_REGISTRY',
      { topics: [registry.PauserStatusChanged.topic], words: [A, 1] },
      { topics: [registry.PauserStatusChanged.topic], words: [A, 0] },
      { topics: [registry.UnpauserChanged.topic], words: [NONE, B] },
    )
    const pauser = { subject: A, before: null }
    expect(facts).toEqual([
      change('PAUSER', 'PauserStatusChanged', { ...pauser, after: 'true' }),
      change('PAUSER', 'PauserStatusChanged', { ...pauser, after: 'false' }),
      change('PAUSER', 'UnpauserChanged', { before: NONE, after: B }),
    ])
  })

  test.each([
    ['AdminSet', 'ADMIN', { before: null, after: B }],
    ['AdminRemoved', 'NONE', { before: B, after: '' }],
    ['PendingAdminAdded', 'PENDING', { before: null, after: B }],
    ['PendingAdminRemoved', 'NONE', { before: B, after: '' }],
  ] as const)('%s (PermissionController)', (event, standing, values) => {
    const logs = { topics: [permissions[event].topic, topic(A)], words: [B] }
    expect(factsOf('PERMISSION_CONTROLLER', logs)).toEqual([
      { kind: 'admin', account: A, admin: B, standing },
      change('ADMIN', event, { subject: A, ...values }),
    ])
  })

  test.each([
    ['AppointeeSet', true],
    ['AppointeeRemoved', false],
  ] as const)('%s (PermissionController)', (event, appointed) => {
    const { topic: topic0 } = permissions[event]
    // bytes4 is padded on the right.
    const selector = `0x36352057${'0'.repeat(56)}`
    const facts = factsOf('PERMISSION_CONTROLLER', {
      topics: [topic0, topic(A), topic(B)],
      words: [TARGET, selector],
    })
    const may = { account: A, appointee: B, target: TARGET, selector: '0x36352057' }
    const text = `${B} ${TARGET} 0x36352057`
    const values = appointed ? { before: null, after: text } : { before: text, after: '' }
    expect(facts).toEqual([
      { kind: 'appointee', ...may, appointed },
      change('APPOINTEE', event, { subject: A, ...values }),
    ])
  })

  test('SlasherUpdated is a change of governance, then of the operator set', () => {
    const set = { avs: A, setId: 3n }
    const facts = factsOf('ALLOCATION_MANAGER', {
      topics: [am.SlasherUpdated.topic],
      words: [A, 3, B, 9],
    })
    expect(facts).toEqual([
      {
        kind: 'slasherChanged',
        contract: CONTRACT,
        event: 'SlasherUpdated',
        set,
        slasher: B,
        effectBlock: 9n,
      },
      { kind: 'slasher', set, slasher: B, effectBlock: 9n },
    ])
  })
})

describe('parameters', () => {
  const changed = (event: string, values: object) =>
    change('PARAMETER', event, { before: '10', after: '20', ...values })

  test('withdrawal delays (DelegationManager before v1.0, StrategyManager in M1)', () => {
    const both = { words: [10, 20] }
    const facts = [
      ...factsOf(
        'DELEGATION_MANAGER',
        { topics: [dm.MinWithdrawalDelayBlocksSet.topic], ...both },
        { topics: [dm.StrategyWithdrawalDelayBlocksSet.topic], words: [A, 10, 20] },
      ),
      ...factsOf('STRATEGY_MANAGER', { topics: [sm.WithdrawalDelayBlocksSet.topic], ...both }),
    ]
    expect(facts).toEqual([
      changed('MinWithdrawalDelayBlocksSet', {}),
      changed('StrategyWithdrawalDelayBlocksSet', { subject: A }),
      changed('WithdrawalDelayBlocksSet', {}),
    ])
  })

  test.each([
    'ActivationDelaySet',
    'GlobalCommissionBipsSet',
    'DefaultOperatorSplitBipsSet',
  ] as const)('%s (RewardsCoordinator)', (event) => {
    const facts = factsOf('REWARDS_COORDINATOR', { topics: [rc[event].topic], words: [10, 20] })
    expect(facts).toContainEqual(changed(event, {}))
  })

  test('SemanticVersionUpdated (ProtocolRegistry); null before the first release', () => {
    const first = [0x40, 0x60, 0, 6, `0x${Buffer.from('1.12.0').toString('hex').padEnd(64, '0')}`]
    const facts = factsOf('PROTOCOL_REGISTRY', {
      topics: [versions.SemanticVersionUpdated.topic],
      words: first,
    })
    expect(facts).toEqual([
      { kind: 'protocolVersion', version: '1.12.0' },
      change('VERSION', 'SemanticVersionUpdated', { before: null, after: '1.12.0' }),
    ])
  })
})
