/** Assets that an adapter guarantees less from a time on, because they are to be withdrawn. */
export interface Debt {
  /** Unix seconds; ascending in a guarantee. */
  maturesAt: bigint
  /** All that is to be withdrawn at that time; more than that of the debt before. */
  amount: bigint
}

/** The record of an AppAdapter: what it guarantees to one subnetwork by one operator. */
export interface Guarantee {
  initialStake: bigint
  /** Slashed or released since the record began. */
  slashed: bigint
  debts: readonly Debt[]
}

/** A record that begins with a stake. */
export function guaranteeOf(initialStake: bigint): Guarantee {
  return { initialStake, slashed: 0n, debts: [] }
}

/** What can be slashed (AppAdapter.slashable). @param now Unix seconds */
export function slashableOf(guarantee: Guarantee, now: bigint): bigint {
  return positive(remainderOf(guarantee) - debtAt(guarantee.debts, now))
}

/** What stays slashable for the whole window from a time on (AppAdapter.stake, stakeAt). @param duration seconds */
export function guaranteedOf(guarantee: Guarantee, at: bigint, duration: bigint): bigint {
  return positive(remainderOf(guarantee) - debtAt(guarantee.debts, at + duration - 1n))
}

/** The record after a slash or a release. */
export function afterSlash(guarantee: Guarantee, amount: bigint): Guarantee {
  return { ...guarantee, slashed: guarantee.slashed + amount }
}

/** What AppAdapter.requestDeallocate is computed from. */
export interface DeallocationRequest {
  /** Assets that are to leave the adapter; 0 withdraws the request. */
  assets: bigint
  /** Assets of the adapter. */
  totalAssets: bigint
  /** What it may have (limitOf). */
  limit: bigint
  /** Unix seconds. */
  now: bigint
  /** Seconds of the slashing window. */
  duration: bigint
}

/**
 * The record after a request to deallocate. What need not be slashable any more begins a new record; otherwise a larger
 * debt matures after the window. A smaller one changes nothing.
 */
export function afterRequest(guarantee: Guarantee, request: DeallocationRequest): Guarantee {
  const { assets, totalAssets, limit, now, duration } = request
  const target = positive(totalAssets - assets)
  const slashable = slashableOf(guarantee, now)
  if (target >= slashable) {
    return slashable > limit ? guarantee : guaranteeOf(target < limit ? target : limit)
  }
  const amount = positive(remainderOf(guarantee) - target)
  if (amount <= (guarantee.debts.at(-1)?.amount ?? 0n)) return guarantee
  const maturesAt = now + duration
  return {
    ...guarantee,
    debts: [...openDebts(guarantee.debts, now, maturesAt), { maturesAt, amount }],
  }
}

/** The last debt that has matured, and those to come, without one of the same time as the next. */
function openDebts(debts: readonly Debt[], now: bigint, next: bigint): Debt[] {
  const matured = debts.findLastIndex(({ maturesAt }) => maturesAt <= now)
  return debts.slice(Math.max(0, matured)).filter(({ maturesAt }) => maturesAt !== next)
}

function debtAt(debts: readonly Debt[], time: bigint): bigint {
  return debts.findLast(({ maturesAt }) => maturesAt <= time)?.amount ?? 0n
}

function remainderOf({ initialStake, slashed }: Guarantee): bigint {
  return positive(initialStake - slashed)
}

function positive(value: bigint): bigint {
  return value > 0n ? value : 0n
}
