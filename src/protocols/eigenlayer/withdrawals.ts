import { events as dm } from '../../abi/DelegationManager'
import type { FactOf, QueuedShares } from '../../facts/facts'
import { BEACON_CHAIN_ETH } from '../../facts/native-eth'
import { argsOf, type EventHandler, type LogContext, on, orNull } from '../handler'
import { emitsTotalShares, isReset } from './deposits'
import { SLASHING_QUEUED } from './soundness'

const DM = 'DELEGATION_MANAGER'

/** The withdrawal queue of the DelegationManager: release M2, and the slashing release and later. */
export const withdrawalHandlers: EventHandler[] = [
  on(DM, SLASHING_QUEUED, ({ withdrawalRoot, withdrawal, sharesToWithdraw }, context) => {
    const emptied = emptiedPools(context, withdrawal.staker)
    const items = withdrawal.strategies.map((pool, i) => ({
      pool,
      scaledShares: withdrawal.scaledShares[i] ?? 0n,
      sharesAtQueue: sharesToWithdraw[i] ?? null,
      emptied: emptied.has(pool),
      // Native shares: EigenPodManager.NewTotalShares has the new total.
      takesDeposit: pool !== BEACON_CHAIN_ETH,
    }))
    return [queued(withdrawalRoot, withdrawal, items)]
  }),
  on(DM, dm.WithdrawalQueued, ({ withdrawalRoot, withdrawal }, context) => {
    const migrated = isMigrated(context, withdrawalRoot)
    const items = withdrawal.strategies.map((pool, i) => ({
      pool,
      scaledShares: withdrawal.shares[i] ?? 0n,
      sharesAtQueue: null,
      emptied: false,
      takesDeposit:
        !migrated && (pool !== BEACON_CHAIN_ETH || !emitsTotalShares(context, withdrawal.staker)),
    }))
    return [queued(withdrawalRoot, withdrawal, items)]
  }),
  on(DM, dm.WithdrawalMigrated, ({ oldWithdrawalRoot }) => [
    { kind: 'withdrawalMigrated', root: oldWithdrawalRoot },
  ]),
  on(DM, dm.SlashingWithdrawalCompleted, ({ withdrawalRoot }) => [
    { kind: 'withdrawalCompleted', root: withdrawalRoot },
  ]),
  on(DM, dm.QueuedWithdrawalClearedForDisabledPod, ({ withdrawalRoot }) => [
    { kind: 'withdrawalCleared', root: withdrawalRoot },
  ]),
  on(DM, dm.WithdrawalCompleted, ({ withdrawalRoot }) => [
    { kind: 'withdrawalCompleted', root: withdrawalRoot },
  ]),
]

interface QueuedWithdrawal {
  staker: string
  delegatedTo: string
  withdrawer: string
  nonce: bigint
  startBlock: number
}

function queued(
  root: string,
  withdrawal: QueuedWithdrawal,
  items: QueuedShares[],
): FactOf<'withdrawalQueued'> {
  const { staker, delegatedTo, withdrawer, nonce, startBlock } = withdrawal
  const operator = orNull(delegatedTo)
  return {
    kind: 'withdrawalQueued',
    root,
    staker,
    operator,
    withdrawer,
    nonce,
    startBlock,
    items,
  }
}

/** Pools whose deposit fell to zero with this withdrawal: the resets since the previous queue event. */
function emptiedPools(context: LogContext, staker: string): Set<string> {
  const pools = new Set<string>()
  for (let index = context.index - 1; index >= 0; index--) {
    const log = context.logs[index]
    if (argsOf(log, SLASHING_QUEUED)) break
    const factor = argsOf(log, dm.DepositScalingFactorUpdated)
    if (factor?.staker === staker && isReset({ ...context, index })) pools.add(factor.strategy)
  }
  return pools
}

/** Whether the withdrawal was migrated from release M1, where its shares were taken. WithdrawalMigrated follows it. */
function isMigrated({ logs, index }: LogContext, root: string): boolean {
  const next = logs.slice(index + 1).find((log) => log.kind === DM)
  return argsOf(next, dm.WithdrawalMigrated)?.newWithdrawalRoot === root
}
