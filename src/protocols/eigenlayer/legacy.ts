import { events as epm } from '../../abi/EigenPodManager'
import { events as sm } from '../../abi/StrategyManager'
import type { QueuedShares } from '../../facts/facts'
import { legacyWithdrawalRoot } from '../withdrawal-root'
import { BEACON_CHAIN_ETH } from './deposits'
import { argsOf, on, orNull, type Reader, type Reading } from './reading'

const SM = 'STRATEGY_MANAGER'

/**
 * Release M1, when the StrategyManager held the queue.
 *
 * A completion as shares adds them without an event, so the shares of a staker who did that are short by them until
 * they are withdrawn again; whether tokens or shares were paid is in the calldata only.
 */
export const legacy: Reading[] = [
  on('EIGEN_POD_MANAGER', epm.BeaconChainETHDeposited, ({ podOwner, amount }) => [
    { kind: 'deposited', staker: podOwner, pool: BEACON_CHAIN_ETH, shares: amount },
  ]),
  on(SM, sm.ShareWithdrawalQueued, ({ depositor, strategy, shares }) => [
    { kind: 'deposited', staker: depositor, pool: strategy, shares: -shares },
  ]),
  on(SM, sm.WithdrawalQueued, (args, reader) => {
    const { depositor: staker, nonce, withdrawer, delegatedAddress, withdrawalRoot: root } = args
    const parts = queuedParts(reader, staker, nonce)
    const withdrawal = {
      staker,
      delegatedTo: delegatedAddress,
      withdrawer,
      nonce,
      startBlock: reader.block,
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
        startBlock: reader.block,
        // The event has no amounts. The root tells whether those that were found are all of them.
        items: legacyWithdrawalRoot(withdrawal) === root ? parts : [],
      },
    ]
  }),
  on(SM, sm.WithdrawalCompleted, ({ withdrawalRoot }) => [
    { kind: 'withdrawalCompleted', root: withdrawalRoot },
  ]),
]

/** Shares of a withdrawal: one ShareWithdrawalQueued for each strategy comes before its WithdrawalQueued. */
function queuedParts({ logs, index }: Reader, depositor: string, nonce: bigint): QueuedShares[] {
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
