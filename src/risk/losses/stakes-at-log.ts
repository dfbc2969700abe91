import { ceilDiv, mulWad, WAD } from '../math/wad'

/** What a staker has in one pool. Factors are of 1e18. */
export interface PoolStake {
  readonly staker: string
  /** Operator that the staker delegates to; null: none. */
  readonly operator: string | null
  /** Deposit shares. */
  readonly deposit: bigint
  /** Deposit scaling factor. */
  readonly scaling: bigint
  /** Beacon chain slashing factor. */
  readonly beacon: bigint
}

/** Shares of a staker in one queued withdrawal. */
export interface QueuedShares {
  readonly staker: string
  /** Scaled shares of the withdrawal. */
  readonly scaled: bigint
  /** Beacon chain slashing factor, of 1e18. */
  readonly beacon: bigint
}

/** What an event says about a staker in one pool. */
export type StakeChange = { readonly staker: string } & (
  | { readonly kind: 'delegated'; readonly operator: string | null }
  | { readonly kind: 'deposited'; readonly shares: bigint }
  /** The total of native shares. */
  | { readonly kind: 'nativeShares'; readonly total: bigint }
  | { readonly kind: 'scalingFactor'; readonly factor: bigint }
  | { readonly kind: 'beaconChainFactor'; readonly factor: bigint }
  /** Queued while delegated to `operator`. Native shares: `nativeShares` has the new deposit. */
  | {
      readonly kind: 'queued'
      readonly operator: string | null
      readonly scaled: bigint
      readonly isNative: boolean
    }
)

/** Stakes in one pool, and withdrawals of it that are queued from one operator. */
export interface StakesAtLog {
  readonly stakes: readonly PoolStake[]
  readonly queued: readonly QueuedShares[]
}

/**
 * Stakes and queued withdrawals after changes, in the order of their logs.
 *
 * @param operator whose queue it is; withdrawals from others are not added
 */
export function stakesAfter(
  before: StakesAtLog,
  operator: string,
  changes: readonly StakeChange[],
): StakesAtLog {
  const stakes = new Map(before.stakes.map((stake) => [stake.staker, stake]))
  // Before the last change of the factor: a withdrawal of everything resets it before the event of the withdrawal.
  const earlierFactor = new Map<string, bigint>()
  const queued = [...before.queued]
  for (const change of changes) {
    const { staker } = change
    const stake = stakes.get(staker) ?? newStake(staker)
    const put = (changed: Partial<PoolStake>) => stakes.set(staker, { ...stake, ...changed })
    switch (change.kind) {
      case 'delegated':
        put({ operator: change.operator })
        break
      case 'deposited':
        put({ deposit: stake.deposit + change.shares })
        break
      case 'nativeShares':
        put({ deposit: change.total })
        break
      case 'scalingFactor':
        earlierFactor.set(staker, stake.scaling)
        put({ scaling: change.factor })
        break
      case 'beaconChainFactor':
        put({ beacon: change.factor })
        break
      case 'queued':
        if (change.operator === operator) {
          queued.push({ staker, scaled: change.scaled, beacon: stake.beacon })
        }
        if (!change.isNative) {
          const factor = earlierFactor.get(staker) ?? stake.scaling
          put({ deposit: depositLeft(stake, factor, change.scaled) })
        }
    }
  }
  return {
    stakes: [...stakes.values()],
    // Later changes of the beacon chain slashing factor scale a withdrawal, too.
    queued: queued.map((one) => ({ ...one, beacon: stakes.get(one.staker)?.beacon ?? one.beacon })),
  }
}

const newStake = (staker: string): PoolStake => {
  return { staker, operator: null, deposit: 0n, scaling: WAD, beacon: WAD }
}

/**
 * Deposit shares left by a withdrawal, which are in no event: scaledShares = floor(removed * factor / 1e18). All is gone
 * if the whole deposit, at the factor before the reset, is what was queued.
 */
function depositLeft({ deposit, scaling }: PoolStake, factor: bigint, scaled: bigint): bigint {
  if (mulWad(deposit, factor) === scaled) return 0n
  return deposit - ceilDiv(scaled * WAD, scaling)
}
