import { slashableByBucket, smaller } from '../graph/bucket-stake'
import type { StakeGraph } from '../graph/graph'
import { add, divide, multiply, type Ratio, ratio } from '../math/ratio'
import { WAD } from '../math/wad'
import type { Position } from './look-through'

/** Stake in one pool, and what slashings can take of it. */
export interface Holding {
  /** Position in `StakeGraph.pools`. */
  readonly pool: number
  /** In base units of the pool, above 0. */
  readonly amount: bigint
  /** What is lost if every set slashes all it can; at most `amount`. */
  readonly slashable: Ratio
}

/** A token that is a claim on the stake of its backers: each of its units is the same part of it. */
export interface BackedToken {
  readonly id: string
  /** Stake of the backers, by pool, each once. */
  readonly backing: readonly Holding[]
  /** Units issued against the backing, above 0; null: unknown. */
  readonly supply: bigint | null
  /** Units beside `supply` that were issued against nothing. */
  readonly unbacked: bigint
}

/** A pool whose shares are units of a backed token. */
export interface WrappingPool {
  readonly token: BackedToken
  /** Units per 1e18 shares; null: unknown. */
  readonly rate: bigint | null
  /** Shares of all its stakers. */
  readonly shares: bigint
}

/** Wrapping pools by position in `StakeGraph.pools`. */
export type WrappingPools = ReadonlyMap<number, WrappingPool>

/** Why the part of a backing that somebody claims is unknown. */
export type LayerGap =
  | 'RATE_UNKNOWN'
  | 'SUPPLY_UNKNOWN'
  | 'SUPPLY_TOO_SMALL'
  | 'NO_BACKING'
  | 'OUTER_UNKNOWN'

/** A claim on the backing of a token, through one path of pools. */
export interface Layer {
  /** Pools from the outside in; the last one holds the token. The depth of wrapping is its length. */
  readonly path: readonly number[]
  readonly token: BackedToken
  /** Units of the token that the path holds; null: unknown. */
  readonly units: Ratio | null
  /** Part of the backing that is claimed; null: unknown, see `gap`. */
  readonly share: Ratio | null
  readonly gap: LayerGap | null
  /** What slashings of the last pool can take of the units, as a part, in [0, 1]. */
  readonly slashable: Ratio
}

/** All layers under some holdings. */
export interface Layers {
  /** By depth, then in the order of the holdings. */
  readonly layers: readonly Layer[]
  /** Paths whose last pool holds a token that is already on the path; they are followed no further. */
  readonly cycles: readonly (readonly number[])[]
  /** Whether every path was followed to its end or to a cycle. */
  readonly isComplete: boolean
}

/** Deepest path that is followed. */
export const MAX_WRAP_DEPTH = 8
/** Most paths that are followed. */
const MAX_PATHS = 1_000

/** Positions by pool, with what slashings can take; pools without stake are left out. */
export function holdingsOf(graph: StakeGraph, positions: readonly Position[]): Holding[] {
  const { cap } = graph.buckets
  const slashable = slashableByBucket(graph, 'SLASHABLE')
  const found = new Map<number, Holding>()
  for (const { bucket, pool, amount } of positions) {
    if (amount === 0n) continue
    const stake = bucket === null ? 0n : cap[bucket]!
    const taken =
      stake === 0n ? ratio(0n) : ratio(amount * smaller(slashable[bucket!]!, stake), stake)
    const before = found.get(pool)
    found.set(pool, {
      pool,
      amount: amount + (before?.amount ?? 0n),
      slashable: before ? add(taken, before.slashable) : taken,
    })
  }
  return [...found.values()]
}

/** Units that are outstanding, with and without backing; null: unknown. */
export function outstanding({ supply, unbacked }: BackedToken): bigint | null {
  return supply === null ? null : supply + unbacked
}

/**
 * Follows holdings through pools of backed tokens, breadth first. A part of the units outstanding
 * is a claim on that part of the backing, whose pools may hold backed tokens again. A token that is
 * already on the path is not followed: a cycle.
 */
export function followLayers(
  held: readonly Holding[],
  pools: WrappingPools,
  maximum = MAX_PATHS,
): Layers {
  const layers: Layer[] = []
  const cycles: number[][] = []
  let isComplete = true
  const gaps = gapsOf(pools)
  const open: { path: readonly number[]; share: Ratio | null; held: readonly Holding[] }[] = [
    { path: [], share: ratio(1n), held },
  ]
  for (const { path, share: outer, held } of open) {
    const above = new Set(path.map((pool) => pools.get(pool)!.token.id))
    for (const holding of held) {
      const wrapping = pools.get(holding.pool)
      if (!wrapping) continue
      const next = [...path, holding.pool]
      if (above.has(wrapping.token.id)) {
        cycles.push(next)
        continue
      }
      if (next.length > MAX_WRAP_DEPTH || layers.length === maximum) {
        isComplete = false
        continue
      }
      const layer = layerOf(next, holding, outer, wrapping, gaps.get(wrapping.token.id) ?? null)
      layers.push(layer)
      open.push({ path: next, share: layer.share, held: wrapping.token.backing })
    }
  }
  return { layers, cycles, isComplete }
}

function layerOf(
  path: readonly number[],
  holding: Holding,
  outer: Ratio | null,
  { token, rate }: WrappingPool,
  tokenGap: LayerGap | null,
): Layer {
  const amount = ratio(holding.amount)
  const slashable = divide(holding.slashable, amount)
  const unknown = (units: Ratio | null, gap: LayerGap): Layer => {
    return { path, token, units, share: null, gap, slashable }
  }
  if (outer === null) return unknown(null, 'OUTER_UNKNOWN')
  if (rate === null) return unknown(null, 'RATE_UNKNOWN')
  const units = multiply(multiply(outer, amount), ratio(rate, WAD))
  if (tokenGap !== null) return unknown(units, tokenGap)
  const share = divide(units, ratio(outstanding(token)!))
  return { path, token, units, share, gap: null, slashable }
}

/** Tokens of whose backing no part can be told, and why. */
function gapsOf(pools: WrappingPools): Map<string, LayerGap> {
  const gaps = new Map<string, LayerGap>()
  const units = new Map<string, bigint>()
  for (const { token, rate, shares } of pools.values()) {
    const whole = outstanding(token)
    const held = (units.get(token.id) ?? 0n) + (shares * (rate ?? 0n)) / WAD
    units.set(token.id, held)
    if (whole === null) gaps.set(token.id, 'SUPPLY_UNKNOWN')
    else if (held > whole) gaps.set(token.id, 'SUPPLY_TOO_SMALL')
    else if (token.backing.length === 0) gaps.set(token.id, 'NO_BACKING')
  }
  return gaps
}
