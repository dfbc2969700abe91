import { mulWad } from '../math/wad'

/** Shares of one pool when its operator is slashed. Factors and magnitudes are of 1e18. */
export interface SlashedShares {
  /** Max magnitude of the operator in the pool, before and after. */
  readonly before: bigint
  readonly after: bigint
  /** Whether it is native ETH, which the beacon chain slashing factor scales as well. */
  readonly isNative: boolean
  /** Deposits of the stakers who delegate to the operator. */
  readonly delegated: readonly {
    readonly staker: string
    readonly deposit: bigint
    readonly scaling: bigint
    readonly beacon: bigint
  }[]
  /** Scaled shares in queued withdrawals that can still be slashed. */
  readonly queued: readonly {
    readonly staker: string
    readonly scaled: bigint
    readonly beacon: bigint
  }[]
}

/** What a staker lost in one pool, in its base units. */
export interface StakerLoss {
  readonly staker: string
  /** Withdrawable shares. */
  readonly before: bigint
  readonly after: bigint
  /** Lost in queued withdrawals. */
  readonly queuedLoss: bigint
  /** before - after + queuedLoss, above 0. */
  readonly loss: bigint
}

/** Stakers that lost something by a slashing in one pool (DelegationManager.getWithdrawableShares). */
export function slashingLosses(slashed: SlashedShares): StakerLoss[] {
  const { before, after, isNative, delegated, queued } = slashed
  const factor = (magnitude: bigint, beacon: bigint) =>
    isNative ? mulWad(magnitude, beacon) : magnitude
  const found = new Map<string, { before: bigint; after: bigint; queuedLoss: bigint }>()
  const lossOf = (staker: string) => {
    const known = found.get(staker) ?? { before: 0n, after: 0n, queuedLoss: 0n }
    found.set(staker, known)
    return known
  }
  for (const { staker, deposit, scaling, beacon } of delegated) {
    const scaled = mulWad(deposit, scaling)
    const own = lossOf(staker)
    own.before = mulWad(scaled, factor(before, beacon))
    own.after = mulWad(scaled, factor(after, beacon))
  }
  for (const { staker, scaled, beacon } of queued) {
    lossOf(staker).queuedLoss +=
      mulWad(scaled, factor(before, beacon)) - mulWad(scaled, factor(after, beacon))
  }
  return [...found]
    .map(([staker, own]) => ({ staker, ...own, loss: own.before - own.after + own.queuedLoss }))
    .filter(({ loss }) => loss > 0n)
}
