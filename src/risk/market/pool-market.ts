import { hhi } from '../concentration/herfindahl'
import { population } from '../concentration/population'
import { type Ratio, ratio } from '../math/ratio'

/** Stake of a pool that a service can slash through an operator, in base units of the pool. */
export interface Promised {
  readonly operator: string
  readonly service: string
  /** Null: unknown. */
  readonly slashable: bigint | null
}

/** What a pool is promised for. Null: unknown, or there is nothing to measure. */
export interface PoolMarket {
  /** Sum of what can be slashed, each promise by itself. */
  readonly promised: bigint | null
  /** What can be slashed together: a pool pays at most what it holds. */
  readonly slashable: bigint | null
  /** How often the stake is promised: `promised` by stake; above 1 not all of it can be paid. */
  readonly leverage: Ratio | null
  readonly operators: number
  readonly services: number
  /** Concentration of `promised` over operators. */
  readonly operatorHhi: Ratio | null
  /** The same over services. */
  readonly serviceHhi: Ratio | null
}

/**
 * Supply and promises of one pool. Source: METRICS, leverage of promises; SEMANTICS of Symbiotic, section 8.
 *
 * @param stake null: unknown
 */
export function poolMarket(stake: bigint | null, promises: readonly Promised[]): PoolMarket {
  const known = promises.flatMap(({ slashable, ...rest }) =>
    slashable === null ? [] : [{ ...rest, slashable }],
  )
  const live = known.filter(({ slashable }) => slashable > 0n)
  const sum = known.reduce((all, { slashable }) => all + slashable, 0n)
  const promised = known.length === promises.length ? sum : null
  return {
    promised,
    slashable: least(stake, promised, sum),
    leverage: promised === null || stake === null || stake === 0n ? null : ratio(promised, stake),
    operators: new Set(live.map(({ operator }) => operator)).size,
    services: new Set(live.map(({ service }) => service)).size,
    operatorHhi: promised === null ? null : concentration(live, 'operator'),
    serviceHhi: promised === null ? null : concentration(live, 'service'),
  }
}

/** The smaller of stake and promises; if one is unknown, it is still known where the other decides. */
function least(stake: bigint | null, promised: bigint | null, atLeast: bigint): bigint | null {
  if (promised === 0n || stake === 0n) return 0n
  if (stake === null) return null
  if (promised === null) return atLeast >= stake ? stake : null
  return promised < stake ? promised : stake
}

function concentration(
  promises: readonly (Promised & { slashable: bigint })[],
  by: 'operator' | 'service',
): Ratio | null {
  return hhi(population(promises.map((one) => ({ id: one[by], amount: one.slashable }))))
}
