import type { StakeGraph } from '../../risk/graph/graph'
import { mulWad, WAD } from '../../risk/math/wad'
import { atBlock, heldAt } from '../at-block'
import type { ApiContext, BlockPoint } from '../context'
import { NATIVE_POOL } from '../pools'
import { StakerColumns, type Stakes } from './staker-columns'

/** A block, and whether its rows are the current ones. */
export type BlockState = Pick<BlockPoint, 'number' | 'isHead'>

/** Which stakes to read: those that fit all given parts. */
export interface StakeFilter {
  readonly pools?: readonly string[] | undefined
  readonly stakers?: readonly string[] | undefined
  /** Operators that they are delegated to. */
  readonly operators?: readonly string[] | undefined
}

interface Group {
  pool: string
  /**
   * `<staker> <operator> <deposit> <scaling factor>`, comma separated; the operator by number, none: it has none, `?`: the graph does not have
   * it; no factor: 1e18.
   */
  list: string
}

/** What slashings left of stakes, of 1e18: what is below it. */
interface Factors {
  /** Max magnitudes, by operator and pool. */
  readonly magnitudes: ReadonlyMap<string, bigint>
  /** Beacon chain slashing factors, by staker. */
  readonly beacon: ReadonlyMap<string, bigint>
}

/**
 * What stakers could withdraw at a block (DelegationManager.getWithdrawableShares), and to whom they delegate.
 *
 * Postgres returns one row for all stakes in a pool, with operators by number: receiving one row per stake would take longer than the
 * computation, and so would sorting them by operator.
 */
export async function loadStakes(
  context: ApiContext,
  block: BlockState,
  graph: StakeGraph,
  filter: StakeFilter,
): Promise<Stakes> {
  const params: unknown[] = []
  const bind = (value: unknown) => `$${params.push(value)}`
  let number: string | null = null
  const height = () => {
    number ??= bind(block.number)
    return number
  }
  const held = (alias: string) => atBlock(block, height, alias)
  const conditions = [
    held('s'),
    's.deposit_shares > 0',
    ...(filter.operators ? [`d.operator_id = ANY(${bind(filter.operators)})`] : []),
    ...(filter.pools ? [`s.pool_id = ANY(${bind(filter.pools)})`] : []),
    ...(filter.stakers ? [`s.staker_id = ANY(${bind(filter.stakers)})`] : []),
  ]
  const groups = await context.query<Group>(
    `SELECT s.pool_id AS pool, string_agg(s.staker_id || ' ' || CASE WHEN d.operator_id IS NULL THEN '' ELSE coalesce((o.number - 1)::text, '?') END || ' ' || s.deposit_shares ||
       CASE WHEN s.scaling_factor = ${WAD} THEN '' ELSE ' ' || s.scaling_factor END, ',') AS list
     FROM stake s LEFT JOIN delegation d ON d.key = s.staker_id AND ${held('d')}
     LEFT JOIN unnest(${bind(graph.operators)}::text[]) WITH ORDINALITY AS o(id, number) ON o.id = d.operator_id
     WHERE ${conditions.join(' AND ')} GROUP BY s.pool_id`,
    params,
  )
  const magnitudes = await loadMagnitudes(context, block)
  const isNative = groups.some(({ pool }) => pool === NATIVE_POOL)
  const beacon = isNative ? await beaconFactors(context, block) : new Map<string, bigint>()
  return stakesOf(graph, groups, { magnitudes, beacon })
}

/** Max magnitudes below 1e18, by operator and pool. */
async function loadMagnitudes(
  context: ApiContext,
  block: BlockState,
): Promise<Map<string, bigint>> {
  const rows = await context.query<{ key: string; max: string }>(
    `SELECT key, max::text AS max FROM operator_magnitude WHERE ${heldAt('$1')} AND max <> ${WAD}`,
    [block.number],
  )
  return new Map(rows.map(({ key, max }) => [key, BigInt(max)]))
}

/** Factors of stakers with beacon chain slashing; the others have 1e18. */
async function beaconFactors(context: ApiContext, block: BlockState): Promise<Map<string, bigint>> {
  const rows = await context.query<{ key: string; factor: string }>(
    `SELECT key, beacon_chain_slashing_factor::text AS factor FROM staker
     WHERE ${heldAt('$1')}
       AND beacon_chain_slashing_factor <> ${WAD}`,
    [block.number],
  )
  return new Map(rows.map(({ key, factor }) => [key, BigInt(factor)]))
}

function stakesOf(
  graph: StakeGraph,
  groups: readonly Group[],
  { magnitudes, beacon }: Factors,
): Stakes {
  const poolAt = new Map(graph.pools.map((id, index) => [id, index]))
  const columns = new StakerColumns()
  for (const { pool: key, list } of groups) {
    const place = poolAt.get(key)
    // Stake of another protocol than that of the graph.
    if (place === undefined) continue
    const isNative = key === NATIVE_POOL
    const maxOf = (operator: number) => magnitudes.get(`${graph.operators[operator]}-${key}`) ?? WAD
    // The list is long: cut where it is read, entry by entry.
    for (let start = 0; start < list.length; ) {
      const afterId = list.indexOf(' ', start)
      const afterOperator = list.indexOf(' ', afterId + 1)
      const comma = list.indexOf(',', afterOperator)
      const end = comma < 0 ? list.length : comma
      const id = list.slice(start, afterId)
      const operator =
        afterOperator === afterId + 1 ? -1 : Number(list.slice(afterId + 1, afterOperator))
      // Nobody can delegate to who is no operator (DelegationManager.delegateTo).
      if (Number.isNaN(operator)) throw new Error(`The operator of staker ${id} is not indexed.`)
      const [deposit, scaling] = list.slice(afterOperator + 1, end).split(' ') as [string, string?]
      start = end + 1
      const max = operator < 0 || magnitudes.size === 0 ? WAD : maxOf(operator)
      const slashing = isNative ? mulWad(max, beacon.get(id) ?? WAD) : max
      const own = withdrawable(BigInt(deposit), scaling ? BigInt(scaling) : WAD, slashing)
      columns.add(id, operator, place, own)
    }
  }
  return columns.layer()
}

/** SlashingLib.calcWithdrawable: deposit * scaling factor * slashing factor, rounded down after each. */
function withdrawable(deposit: bigint, scaling: bigint, slashing: bigint): bigint {
  const scaled = scaling === WAD ? deposit : mulWad(deposit, scaling)
  return slashing === WAD ? scaled : mulWad(scaled, slashing)
}
