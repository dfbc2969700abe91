import { events as dm } from '../../abi/DelegationManager'
import { events as epm } from '../../abi/EigenPodManager'
import { events as sm } from '../../abi/StrategyManager'
import type { ContractKind } from '../../facts/enums.generated'
import { BEACON_CHAIN_ETH } from '../../facts/native-eth'
import type { DecodedLog } from '../event'
import { argsOf, type EventHandler, type LogContext, on } from '../handler'

const WAD = 10n ** 18n

/** Contracts that emit the events of a change of shares; logs of others can come in between. */
const CORE: ReadonlySet<ContractKind> = new Set<ContractKind>([
  'DELEGATION_MANAGER',
  'STRATEGY_MANAGER',
  'EIGEN_POD_MANAGER',
  'ALLOCATION_MANAGER',
])

/** Deposits, native ETH and the factors on them (StrategyManager, EigenPodManager, DelegationManager). */
export const depositHandlers: EventHandler[] = [
  on('STRATEGY_MANAGER', sm['Deposit(address,address,uint256)'], (args) => [
    { kind: 'deposited', staker: args.staker, pool: args.strategy, shares: args.shares },
  ]),
  on('STRATEGY_MANAGER', sm['Deposit(address,address,address,uint256)'], (args) => [
    { kind: 'deposited', staker: args.staker, pool: args.strategy, shares: args.shares },
  ]),
  // Before pod checkpoints only changes are emitted, and the total may be negative.
  on('EIGEN_POD_MANAGER', epm.PodSharesUpdated, ({ podOwner, sharesDelta }, context) => {
    if (emitsTotalShares(context, podOwner)) return []
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
  on('DELEGATION_MANAGER', dm.DepositScalingFactorUpdated, (args, context) => {
    if (isReset(context)) return []
    const { staker, strategy, newDepositScalingFactor } = args
    // SlashingLib.scalingFactor: zero stands for the initial factor.
    return [
      { kind: 'scalingFactor', staker, pool: strategy, factor: newDepositScalingFactor || WAD },
    ]
  }),
]

/**
 * Whether the transaction emits the total of a pod owner's native shares (EigenPodManager.NewTotalShares, since pod
 * checkpoints with every change). The changes must not be counted then.
 */
export function emitsTotalShares({ logs }: LogContext, podOwner: string): boolean {
  return logs.some((log) => argsOf(log, epm.NewTotalShares)?.podOwner === podOwner)
}

/**
 * Whether a DepositScalingFactorUpdated is a reset: the deposit fell to zero because it was queued for withdrawal.
 *
 * The withdrawal that follows was computed with the factor before, so the reset is part of it, not of this log. In all
 * other cases the log that caused the update comes directly before: a deposit, an increase of a pod's shares, a
 * delegation, or the operator's shares of the previous pool in the loop of a delegation.
 */
export function isReset(context: LogContext): boolean {
  const args = argsOf(context.logs[context.index], dm.DepositScalingFactorUpdated)
  if (!args || args.newDepositScalingFactor !== WAD) return false
  const { staker, strategy } = args
  const before = coreLogsBefore(context)
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

function* coreLogsBefore({ logs, index }: LogContext): Generator<DecodedLog, undefined> {
  for (let i = index - 1; i >= 0; i--) {
    const log = logs[i]!
    if (CORE.has(log.kind)) yield log
  }
}
