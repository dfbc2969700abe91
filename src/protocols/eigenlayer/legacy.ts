import { events as epm } from '../../abi/EigenPodManager'
import { events as sm } from '../../abi/StrategyManager'
import type { QueuedShares } from '../../facts/facts'
import { BEACON_CHAIN_ETH } from '../../facts/native-eth'
import { argsOf, type EventHandler, type LogContext, on, orNull } from '../handler'
import { legacyWithdrawalRoot } from './withdrawal-root'

const SM = 'STRATEGY_MANAGER'

/**
 * Release M1, when the queue was in the StrategyManager.
 *
 * A withdrawal that is completed as shares adds them without an event, and whether tokens or shares were paid is only in
 * the calldata. Such a staker has fewer shares here than in the contract, until the shares are withdrawn again.
 */
export const legacyHandlers: EventHandler[] = [
  on('EIGEN_POD_MANAGER', epm.BeaconChainETHDeposited, ({ podOwner, amount }) => [
    { kind: 'deposited', staker: podOwner, pool: BEACON_CHAIN_ETH, shares: amount },
  ]),
  on(SM, sm.ShareWithdrawalQueued, ({ depositor, strategy, shares }) => [
    { kind: 'deposited', staker: depositor, pool: strategy, shares: -shares },
  ]),
  on(SM, sm.WithdrawalQueued, (args, context) => {
    const { depositor: staker, nonce, withdrawer, delegatedAddress, withdrawalRoot: root } = args
    const parts = queuedParts(context, staker, nonce)
    const withdrawal = {
      staker,
      delegatedTo: delegatedAddress,
      withdrawer,
      nonce,
      startBlock: context.block,
      strategies: parts.map(({ pool }) => pool),
      shares: parts.map(({ scaledShares }) => scaledShares),
    }
    return [
      {
        kind: 'withdrawalQueued',
        root,
        staker,
        operator: orNull(delegatedAddress),
        withdrawer,
        nonce,
        startBlock: context.block,
        // The event has no amounts. The root proves whether the parts that were found are complete.
        items: legacyWithdrawalRoot(withdrawal) === root ? parts : [],
      },
    ]
  }),
  on(SM, sm.WithdrawalCompleted, ({ withdrawalRoot }) => [
    { kind: 'withdrawalCompleted', root: withdrawalRoot },
  ]),
]

/** Shares of a withdrawal: one ShareWithdrawalQueued per strategy, before WithdrawalQueued. */
function queuedParts(
  { logs, index }: LogContext,
  depositor: string,
  nonce: bigint,
): QueuedShares[] {
  return logs.slice(0, index).flatMap((log) => {
    const part = argsOf(log, sm.ShareWithdrawalQueued)
    if (part?.depositor !== depositor || part.nonce !== nonce) return []
    return {
      pool: part.strategy,
      scaledShares: part.shares,
      sharesAtQueue: null,
      emptied: false,
      takesDeposit: false,
    }
  })
}
