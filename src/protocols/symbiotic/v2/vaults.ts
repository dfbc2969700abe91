import { events as v1 } from '../../../abi/Vault'
import { events as v2 } from '../../../abi/VaultV2'
import type { Fact } from '../../../facts/facts'
import type { DecodedLog } from '../../event'
import { argsOf, type EventHandler, emitterOf, type LogContext, on } from '../../handler'

const VAULT = 'VAULT'

/** Vaults of version 3: their assets, shares and fees. Who may deposit is as in v1. */
export const vaultV2Handlers: EventHandler[] = [
  on(VAULT, v2.Initialize, ({ params }, context) => [
    {
      kind: 'vaultAccountOpened',
      vault: emitterOf(context),
      asset: params.asset,
      depositWhitelist: params.depositWhitelist,
      depositor: params.depositorToWhitelist,
      isDepositLimit: params.isDepositLimit,
      depositLimit: params.depositLimit,
    },
    // Its queue and its protocol fee are set before.
    ...earlierLogs(context).flatMap((log): Fact[] => {
      const queue = argsOf(log, v2.SetWithdrawalQueue)
      const fee = argsOf(log, v2.UpdateProtocolFee)
      return [
        ...(queue ? [queueOf(emitterOf(context), queue)] : []),
        ...(fee ? [protocolFeeOf(emitterOf(context), fee)] : []),
      ]
    }),
  ]),
  on(VAULT, v2.SetWithdrawalQueue, (args, context) => [queueOf(emitterOf(context), args)]),
  on(VAULT, v2.AccrueInterest, ({ newTotalAssets: totalAssets }, context) => [
    { kind: 'interestAccrued', vault: emitterOf(context), totalAssets },
  ]),
  // Vaults of all versions emit it; parameters are named as in v1.
  on(VAULT, v1.Deposit, ({ amount }, context) => [
    { kind: 'countedAssets', vault: emitterOf(context), delta: amount },
  ]),
  on(VAULT, v2.Withdraw, ({ assets }, context) => [
    { kind: 'countedAssets', vault: emitterOf(context), delta: -assets },
  ]),
  on(VAULT, v2.Transfer, ({ from, to, value: shares }, context) => [
    { kind: 'vaultShares', vault: emitterOf(context), from, to, shares },
  ]),
  on(VAULT, v2.SetManagementFee, ({ fee, receiver }, context) => [
    { kind: 'managementFee', vault: emitterOf(context), fee, receiver },
  ]),
  on(VAULT, v2.SetPerformanceFee, ({ fee, receiver }, context) => [
    { kind: 'performanceFee', vault: emitterOf(context), fee, receiver },
  ]),
  on(VAULT, v2.UpdateProtocolFee, (args, context) => [protocolFeeOf(emitterOf(context), args)]),
]

function queueOf(vault: string, { withdrawalQueue: queue }: { withdrawalQueue: string }): Fact {
  return { kind: 'vaultQueue', vault, queue }
}

function protocolFeeOf(
  vault: string,
  fee: { receiver: string; managementFee: bigint; performanceFee: bigint },
): Fact {
  return { kind: 'vaultProtocolFee', vault, ...fee }
}

/** Logs of the same contract in front of the one that is handled, in its transaction. */
function earlierLogs({ logs, index }: LogContext): DecodedLog[] {
  const { address } = logs[index]!.log
  return logs.slice(0, index).filter(({ log }) => log.address === address)
}
