import type { StakeChange } from '../../risk/losses/stakes-at-log'
import { WAD } from '../../risk/math/wad'
import { NATIVE_POOL } from '../pools'

/** An event of a core contract, as it is stored. */
export interface StakeEvent {
  name: string
  arguments: Record<string, unknown>
}

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'

/** What an event changes for stakers in one pool. */
export function stakeChanges({ name, arguments: args }: StakeEvent, pool: string): StakeChange[] {
  const text = (argument: string) => args[argument] as string
  const staker = text('staker')
  switch (name) {
    case 'StakerDelegated':
      return [{ kind: 'delegated', staker, operator: text('operator') }]
    case 'StakerUndelegated':
      return [{ kind: 'delegated', staker, operator: null }]
    case 'Deposit':
      if (text('strategy') !== pool) return []
      return [{ kind: 'deposited', staker, shares: BigInt(text('shares')) }]
    case 'NewTotalShares': {
      if (pool !== NATIVE_POOL) return []
      const total = BigInt(text('newTotalShares'))
      return [{ kind: 'nativeShares', staker: text('podOwner'), total }]
    }
    case 'DepositScalingFactorUpdated': {
      if (text('strategy') !== pool) return []
      // SlashingLib.scalingFactor: zero stands for the initial factor.
      const factor = BigInt(text('newDepositScalingFactor')) || WAD
      return [{ kind: 'scalingFactor', staker, factor }]
    }
    case 'BeaconChainSlashingFactorDecreased': {
      const factor = BigInt(text('newBeaconChainSlashingFactor'))
      return [{ kind: 'beaconChainFactor', staker, factor }]
    }
    case 'SlashingWithdrawalQueued':
      return queuedChanges(args.withdrawal as StoredWithdrawal, pool)
    default:
      return []
  }
}

interface StoredWithdrawal {
  staker: string
  delegatedTo: string
  strategies: string[]
  scaledShares: string[]
}

function queuedChanges(withdrawal: StoredWithdrawal, pool: string): StakeChange[] {
  const { staker, delegatedTo, strategies, scaledShares } = withdrawal
  const operator = delegatedTo === ZERO_ADDRESS ? null : delegatedTo
  return strategies.flatMap((strategy, i) => {
    if (strategy !== pool) return []
    const scaled = BigInt(scaledShares[i] ?? 0)
    return [{ kind: 'queued' as const, staker, operator, scaled, isNative: pool === NATIVE_POOL }]
  })
}
