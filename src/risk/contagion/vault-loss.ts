import { afterLoss, type SlashableAssets } from '../../vaults/loss'

/** When the stake that is slashed was captured. */
export interface Capture {
  /** What the set can slash of it. */
  readonly slashable: bigint
  /** Whether it is stake of the previous epoch. */
  readonly isBefore: boolean
}

/** What is left of a vault after a slashing, which takes at most all that it reaches (Vault.onSlash). */
export function splitLoss(
  assets: Readonly<SlashableAssets>,
  amount: bigint,
  isBefore: boolean,
): { readonly after: Readonly<SlashableAssets>; readonly realized: bigint } {
  const { active, current, next } = assets
  const all = active + next + (isBefore ? current : 0n)
  const realized = amount < all ? amount : all
  const after = afterLoss(assets, realized, isBefore ? 'PREVIOUS' : 'CURRENT')
  // Rounding can leave to withdrawals of the next epoch more than they have: the contract reverts.
  return after === null ? { after: assets, realized: 0n } : { after, realized }
}
