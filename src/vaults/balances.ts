import type { EpochTotal, Vault } from './rows'
import { worthOf } from './shares'

type Epochs = ReadonlyMap<bigint, EpochTotal> | undefined

/** What an account's withdrawal of an epoch is worth (Vault.withdrawalsOf; claims do not change it). */
export function withdrawalOf(shares: bigint, total: EpochTotal | undefined): bigint {
  return total ? worthOf(shares, total.assets, total.shares) : 0n
}

/** What an account's shares are worth (Vault.activeBalanceOf); null: the active stake is unknown. */
export function activeBalanceOf(
  shares: bigint,
  { activeStake, activeShares }: Pick<Vault, 'activeStake' | 'activeShares'>,
): bigint | null {
  if (activeStake === null || activeShares === null) return null
  return worthOf(shares, activeStake, activeShares)
}

/** All that a vault can lose in an epoch (Vault.totalStake); null: the active stake or the epoch is unknown. */
export function totalStakeOf(
  { activeStake }: Pick<Vault, 'activeStake'>,
  epochs: Epochs,
  epoch: bigint | null,
): bigint | null {
  if (activeStake === null || epoch === null) return null
  return activeStake + assetsIn(epochs, epoch) + assetsIn(epochs, epoch + 1n)
}

function assetsIn(epochs: Epochs, epoch: bigint): bigint {
  return epochs?.get(epoch)?.assets ?? 0n
}

/**
 * What an account can lose in an epoch (Vault.slashableBalanceOf): its active balance, and its withdrawals of the epoch and
 * of the next one.
 *
 * @param withdrawals its shares by epoch
 */
export function slashableBalanceOf(
  shares: bigint,
  withdrawals: ReadonlyMap<bigint, bigint>,
  vault: Pick<Vault, 'activeStake' | 'activeShares'>,
  epochs: Epochs,
  epoch: bigint,
): bigint | null {
  const active = activeBalanceOf(shares, vault)
  if (active === null) return null
  return [epoch, epoch + 1n].reduce(
    (sum, one) => sum + withdrawalOf(withdrawals.get(one) ?? 0n, epochs?.get(one)),
    active,
  )
}
