import { withdrawalOf } from './balances'
import { afterLoss } from './loss'
import type { EpochTotal } from './rows'
import { worthOf } from './shares'

/** Withdrawals of one epoch, by account. */
export interface EpochShares extends EpochTotal {
  readonly byAccount: ReadonlyMap<string, bigint>
}

/** A vault of version 1 or 2, and whose it is. */
export interface HeldVault {
  readonly activeStake: bigint
  readonly activeShares: bigint
  /** Active shares by account. */
  readonly byAccount: ReadonlyMap<string, bigint>
  /** Withdrawals of the current epoch. */
  readonly current: EpochShares
  /** Those of the next one, which are being asked for. */
  readonly next: EpochShares
}

/** A log of a vault that changes whose it is, in the current epoch. */
export type VaultChange =
  | {
      readonly kind: 'deposited'
      readonly account: string
      readonly amount: bigint
      readonly shares: bigint
    }
  | {
      readonly kind: 'withdrawn'
      readonly account: string
      readonly claimer: string
      readonly amount: bigint
      readonly burned: bigint
      readonly minted: bigint
    }
  | {
      readonly kind: 'moved'
      readonly from: string
      readonly to: string
      readonly shares: bigint
    }
  | {
      readonly kind: 'slashed'
      readonly lost: bigint
      readonly captureEpoch: 'CURRENT' | 'PREVIOUS'
    }

/** The vault after a log; null: the contract cannot have done it. */
export function changedVault(vault: HeldVault, change: VaultChange): HeldVault | null {
  const { activeStake, activeShares, byAccount, next } = vault
  switch (change.kind) {
    case 'deposited':
      return {
        ...vault,
        activeStake: activeStake + change.amount,
        activeShares: activeShares + change.shares,
        byAccount: added(byAccount, change.account, change.shares),
      }
    case 'withdrawn':
      return {
        ...vault,
        activeStake: activeStake - change.amount,
        activeShares: activeShares - change.burned,
        byAccount: added(byAccount, change.account, -change.burned),
        next: {
          assets: next.assets + change.amount,
          shares: next.shares + change.minted,
          byAccount: added(next.byAccount, change.claimer, change.minted),
        },
      }
    case 'moved': {
      const taken = added(byAccount, change.from, -change.shares)
      return { ...vault, byAccount: added(taken, change.to, change.shares) }
    }
    case 'slashed':
      return slashedVault(vault, change.lost, change.captureEpoch)
  }
}

function slashedVault(
  vault: HeldVault,
  lost: bigint,
  captureEpoch: 'CURRENT' | 'PREVIOUS',
): HeldVault | null {
  const { activeStake, current, next } = vault
  const assets = { active: activeStake, current: current.assets, next: next.assets }
  const after = afterLoss(assets, lost, captureEpoch)
  return (
    after && {
      ...vault,
      activeStake: after.active,
      current: { ...current, assets: after.current },
      next: { ...next, assets: after.next },
    }
  )
}

/** What an account lost, in base units. */
interface AccountLoss {
  readonly account: string
  /** Worth of its active shares (Vault.activeBalanceOf). */
  readonly before: bigint
  readonly after: bigint
  /** Lost in withdrawals of the current and the next epoch (Vault.withdrawalsOf). */
  readonly queuedLoss: bigint
  /** before - after + queuedLoss, above 0. */
  readonly loss: bigint
}

/**
 * Accounts that lost something by a slashing of a vault, each by what its shares were worth before and after.
 *
 * The losses add up to what the vault lost within a base unit for each balance, and what one more share is worth: the contract rounds
 * each balance down, with one virtual share.
 *
 * @returns null if the contract cannot have done it
 */
export function vaultSlashingLosses(
  vault: HeldVault,
  lost: bigint,
  captureEpoch: 'CURRENT' | 'PREVIOUS',
): AccountLoss[] | null {
  const after = slashedVault(vault, lost, captureEpoch)
  if (after === null) return null
  const accounts = [vault.byAccount, vault.current.byAccount, vault.next.byAccount]
  return [...new Set(accounts.flatMap((one) => [...one.keys()]))].sort().flatMap((account) => {
    const before = activeOf(vault, account)
    const left = activeOf(after, account)
    const queuedLoss = queuedOf(vault, account) - queuedOf(after, account)
    const loss = before - left + queuedLoss
    return loss > 0n ? [{ account, before, after: left, queuedLoss, loss }] : []
  })
}

function activeOf({ activeStake, activeShares, byAccount }: HeldVault, account: string): bigint {
  return worthOf(byAccount.get(account) ?? 0n, activeStake, activeShares)
}

function queuedOf({ current, next }: HeldVault, account: string): bigint {
  return [current, next].reduce(
    (sum, epoch) => sum + withdrawalOf(epoch.byAccount.get(account) ?? 0n, epoch),
    0n,
  )
}

function added(
  amounts: ReadonlyMap<string, bigint>,
  account: string,
  delta: bigint,
): ReadonlyMap<string, bigint> {
  return new Map(amounts).set(account, (amounts.get(account) ?? 0n) + delta)
}
