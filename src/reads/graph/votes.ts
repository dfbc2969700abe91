import type { StakeGraph } from '../../risk/graph/graph'
import { type Ratio, ratio } from '../../risk/math/ratio'
import { heldAt } from '../at-block'
import type { ApiContext, BlockPoint } from '../context'
import type { BlockGraph } from './timeline'

/**
 * Quorums whose votes count. Of an operator set that several coordinators claim these are the votes of the one that is its AVS's
 * registrar; if none is, nobody knows whose count.
 */
const COUNTS = `${heldAt('$1', 'q')} AND q.avs_id IS NOT NULL
  AND (NOT EXISTS (SELECT FROM quorum o WHERE o.operator_set_id = q.operator_set_id AND o.key <> q.key AND ${heldAt('$1', 'o')})
    OR EXISTS (SELECT FROM avs a WHERE a.key = q.avs_id AND ${heldAt('$1', 'a')}
      AND '0x' || encode(a.registrar, 'hex') = q.middleware_id))`

/** Recorded stake of the members of quorums. */
const VOTES_SQL = `
  SELECT q.key AS quorum, q.avs_id AS avs, q.operator_set_id AS "set", s.operator_id AS operator, s.stake::text AS stake
  FROM quorum q LEFT JOIN quorum_stake s ON s.quorum_id = q.key AND s.is_member AND s.operator_id IS NOT NULL
    AND ${heldAt('$1', 's')}
  WHERE ${COUNTS}`

interface Vote {
  quorum: string
  avs: string
  set: string
  operator: string | null
  stake: string | null
}

/**
 * The votes of a block as a stake graph: a quorum is a pool, because weights of different quorums do not add up, and its one set; what
 * an operator has in it is its recorded stake.
 */
export async function loadVotes(
  context: Pick<ApiContext, 'query'>,
  block: Pick<BlockPoint, 'number'>,
): Promise<BlockGraph> {
  const rows = await context.query<Vote>(VOTES_SQL, [block.number])
  const graph = votesGraph(rows)
  const nothing = { asset: null, decimals: null, rate: null }
  return {
    graph,
    pools: graph.pools.map(() => nothing),
    deallocationDelay: null,
    withdrawalDelay: null,
  }
}

function votesGraph(rows: readonly Vote[]): StakeGraph {
  const unique = (values: readonly (string | null)[]) =>
    [...new Set(values.filter((value) => value !== null))].sort()
  const operators = unique(rows.map(({ operator }) => operator))
  const services = unique(rows.map(({ avs }) => avs))
  const pools = unique(rows.map(({ quorum }) => quorum))
  const avsOf = new Map(rows.map(({ set, avs }) => [set, avs]))
  const poolOf = new Map(rows.map(({ set, quorum }) => [set, quorum]))
  const setIds = unique(rows.map(({ set }) => set))
  const positions = (ids: readonly string[]) => new Map(ids.map((id, at) => [id, at]))
  const operatorAt = positions(operators)
  const serviceAt = positions(services)
  const poolAt = positions(pools)
  const setAt = positions(setIds)
  const votes = rows.flatMap(({ operator, stake, set, quorum }) => {
    if (operator === null) return []
    const pool = poolAt.get(quorum)!
    return [
      { operator: operatorAt.get(operator)!, set: setAt.get(set)!, pool, stake: BigInt(stake!) },
    ]
  })
  const buckets = votes.toSorted((a, b) => a.operator - b.operator || a.pool - b.pool)
  const bucketAt = new Map(buckets.map((vote, bucket) => [vote, bucket]))
  const lines = votes.toSorted((a, b) => a.set - b.set || a.operator - b.operator)
  const stakes = lines.map(({ stake }) => stake)
  const nothing = lines.map(() => 0n)
  return {
    operators,
    services,
    sets: setIds.map((id) => ({
      id,
      service: serviceAt.get(avsOf.get(id)!)!,
      slashes: true,
      accepts: [poolAt.get(poolOf.get(id)!)!],
    })),
    pools,
    buckets: {
      operator: Int32Array.from(buckets, ({ operator }) => operator),
      pool: Int32Array.from(buckets, ({ pool }) => pool),
      cap: buckets.map(({ stake }) => stake),
      queued: null,
      maxMagnitude: buckets.map(() => 0n),
    },
    commitments: {
      operator: Int32Array.from(lines, ({ operator }) => operator),
      set: Int32Array.from(lines, ({ set }) => set),
      bucket: Int32Array.from(lines, (vote) => bucketAt.get(vote)!),
      isRegistered: Uint8Array.from(lines, () => 1),
      registered: stakes,
      slashable: stakes,
      minSlashable: stakes,
      magnitude: nothing,
      minMagnitude: nothing,
    },
    unknownBases: [],
  }
}

const THRESHOLDS_SQL = `
  SELECT q.avs_id AS avs, max(q.threshold_weight)::text AS threshold, max(coalesce(q.logged_total,
    (SELECT sum(s.stake) FROM quorum_stake s WHERE s.quorum_id = q.key AND ${heldAt('$1', 's')})))::text AS total
  FROM quorum q WHERE ${COUNTS} GROUP BY q.avs_id HAVING count(*) = 1 AND max(q.threshold_weight) > 0`

/** Part of the total weight that must sign, of AVSs with one quorum, where it is on the chain (ThresholdWeightUpdated) and can be reached. */
export async function loadVoteThresholds(
  context: Pick<ApiContext, 'query'>,
  block: number,
): Promise<ReadonlyMap<string, Ratio>> {
  const rows = await context.query<{ avs: string; threshold: string; total: string | null }>(
    THRESHOLDS_SQL,
    [block],
  )
  return new Map(
    rows.flatMap(({ avs, threshold, total }) => {
      const [part, whole] = [BigInt(threshold), BigInt(total ?? 0)]
      return whole >= part ? [[avs, ratio(part, whole)] as const] : []
    }),
  )
}
