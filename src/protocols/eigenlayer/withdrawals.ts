import { events as dm } from '../../abi/DelegationManager'
import type { FactOf, QueuedShares } from '../../facts/facts'
import { BEACON_CHAIN_ETH, isReset, totalIsTold } from './deposits'
import { argsOf, on, orNull, type Reader, type Reading } from './reading'
import { SLASHING_QUEUED } from './soundness'

const DM = 'DELEGATION_MANAGER'
/** The withdrawal queue of the DelegationManager: releases M2 and after slashing. */
export const withdrawals: Reading[] = [
  on(DM, SLASHING_QUEUED, ({ withdrawalRoot, withdrawal, sharesToWithdraw }, reader) => {
    const emptied = emptiedPools(reader, withdrawal.staker)
    const items = withdrawal.strategies.map((pool, i) => ({
      pool,
      scaledShares: withdrawal.scaledShares[i] ?? 0n,
      sharesAtQueue: sharesToWithdraw[i] ?? null,
      emptied: emptied.has(pool),
      // The total of native shares has an event of its own (EigenPodManager.NewTotalShares).
      takesDeposit: pool !== BEACON_CHAIN_ETH,
    }))
    return [queued(withdrawalRoot, withdrawal, items)]
  }),
  on(DM, dm.WithdrawalQueued, ({ withdrawalRoot, withdrawal }, reader) => {
    const migrated = isMigrated(reader, withdrawalRoot)
    const items = withdrawal.strategies.map((pool, i) => ({
      pool,
      scaledShares: withdrawal.shares[i] ?? 0n,
      sharesAtQueue: null,
      emptied: false,
      takesDeposit:
        !migrated && (pool !== BEACON_CHAIN_ETH || !totalIsTold(reader, withdrawal.staker)),
    }))
    return [queued(withdrawalRoot, withdrawal, items)]
  }),
  on(DM, dm.WithdrawalMigrated, ({ oldWithdrawalRoot }) => [
    { kind: 'withdrawalMigrated', root: oldWithdrawalRoot },
  ]),
  on(DM, dm.SlashingWithdrawalCompleted, ({ withdrawalRoot }) => [
    { kind: 'withdrawalCompleted', root: withdrawalRoot },
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

/** Pools whose deposit fell to zero with this withdrawal: the resets since the queue event before. */
function emptiedPools(reader: Reader, staker: string): Set<string> {
  const pools = new Set<string>()
  for (let index = reader.index - 1; index >= 0; index--) {
    const log = reader.logs[index]
    if (argsOf(log, SLASHING_QUEUED)) break
    const factor = argsOf(log, dm.DepositScalingFactorUpdated)
    if (factor?.staker === staker && isReset({ ...reader, index })) pools.add(factor.strategy)
  }
  return pools
}

/** A withdrawal carried over from release M1 took its shares when it was queued there; WithdrawalMigrated follows it. */
function isMigrated({ logs, index }: Reader, root: string): boolean {
  const next = logs.slice(index + 1).find((log) => log.kind === DM)
  return argsOf(next, dm.WithdrawalMigrated)?.newWithdrawalRoot === root
}
