import { events as dm } from '../../abi/DelegationManager'
import { events as epm } from '../../abi/EigenPodManager'
import { events as sm } from '../../abi/StrategyManager'
import type { DecodedLog } from './decode'
import { argsOf, on, type Reader, type Reading } from './reading'

const WAD = 10n ** 18n

/** Virtual strategy of native ETH (DelegationManager.beaconChainETHStrategy). */
export const BEACON_CHAIN_ETH = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'

/** Contracts whose logs stand between the events of one change of shares. */
const CORE = new Set([
  'DELEGATION_MANAGER',
  'STRATEGY_MANAGER',
  'EIGEN_POD_MANAGER',
  'ALLOCATION_MANAGER',
])

/** Deposits, native ETH and the factors on them (StrategyManager, EigenPodManager, DelegationManager). */
export const deposits: Reading[] = [
  on('STRATEGY_MANAGER', sm['Deposit(address,address,uint256)'], (args) => [
    { kind: 'deposited', staker: args.staker, pool: args.strategy, shares: args.shares },
  ]),
  on('STRATEGY_MANAGER', sm['Deposit(address,address,address,uint256)'], (args) => [
    { kind: 'deposited', staker: args.staker, pool: args.strategy, shares: args.shares },
  ]),
  // Before pod checkpoints only changes are told, and the total may be negative.
  on('EIGEN_POD_MANAGER', epm.PodSharesUpdated, ({ podOwner, sharesDelta }, reader) => {
    if (totalIsTold(reader, podOwner)) return []
    return [{ kind: 'deposited', staker: podOwner, pool: BEACON_CHAIN_ETH, shares: sharesDelta }]
  }),
  on('EIGEN_POD_MANAGER', epm.NewTotalShares, ({ podOwner, newTotalShares }) => [
    { kind: 'nativeShares', staker: podOwner, pool: BEACON_CHAIN_ETH, total: newTotalShares },
  ]),
  on('EIGEN_POD_MANAGER', epm.BeaconChainSlashingFactorDecreased, (args) => [
    {
      kind: 'beaconChainFactor',
      staker: args.staker,
      factor: args.newBeaconChainSlashingFactor,
    },
  ]),
  on('DELEGATION_MANAGER', dm.DepositScalingFactorUpdated, (args, reader) => {
    if (isReset(reader)) return []
    const { staker, strategy, newDepositScalingFactor } = args
    // SlashingLib.scalingFactor: zero stands for the factor that holds at the start.
    return [
      { kind: 'scalingFactor', staker, pool: strategy, factor: newDepositScalingFactor || WAD },
    ]
  }),
]

/**
 * Whether the transaction tells the total of a pod owner's native shares (EigenPodManager.NewTotalShares, which comes
 * with every change since pod checkpoints); what changed it must not be counted again then.
 */
export function totalIsTold({ logs }: Reader, podOwner: string): boolean {
  return logs.some((log) => argsOf(log, epm.NewTotalShares)?.podOwner === podOwner)
}

/**
 * Whether a DepositScalingFactorUpdated tells that a deposit fell to zero while it was queued for withdrawal.
 *
 * The withdrawal that follows was computed with the factor before, so the reset belongs to it, not to this log. An
 * increase has the log that caused it directly before: a deposit, a grown pod, a delegation, or the operator's shares
 * of the pool before it in the loop of a delegation.
 */
export function isReset(reader: Reader): boolean {
  const args = argsOf(reader.logs[reader.index], dm.DepositScalingFactorUpdated)
  if (!args || args.newDepositScalingFactor !== WAD) return false
  const { staker, strategy } = args
  const before = coreLogsBefore(reader)
  const cause = before.next().value
  const deposit =
    argsOf(cause, sm['Deposit(address,address,uint256)']) ??
    argsOf(cause, sm['Deposit(address,address,address,uint256)'])
  if (deposit) return deposit.staker !== staker || deposit.strategy !== strategy
  const total = argsOf(cause, epm.NewTotalShares)
  if (total && total.podOwner === staker) {
    return argsOf(before.next().value, epm.PodSharesUpdated) === null
  }
  const delegated = argsOf(cause, dm.StakerDelegated)
  if (delegated) return delegated.staker !== staker
  const increased = argsOf(cause, dm.OperatorSharesIncreased)
  return increased?.staker !== staker
}

function* coreLogsBefore({ logs, index }: Reader): Generator<DecodedLog, undefined> {
  for (let i = index - 1; i >= 0; i--) {
    const log = logs[i]!
    if (CORE.has(log.kind)) yield log
  }
}
