/** ADMIN_FEE_BASE of DefaultStakerRewards. */
const FEE_BASE = 10_000n

/**
 * What a staker rewards contract keeps of a payment for its admin, and what is left for stakers. The fee is rounded down
 * (DefaultStakerRewards.distributeRewards).
 * @param adminFee of 10000
 */
export function splitReward(total: bigint, adminFee: number): { amount: bigint; adminFee: bigint } {
  const fee = (total * BigInt(adminFee)) / FEE_BASE
  return { amount: total - fee, adminFee: fee }
}
