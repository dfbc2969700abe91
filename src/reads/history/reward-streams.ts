import type { RewardStream } from '../../risk/yield/yield-sources'
import type { ApiContext } from '../context'
import type { Protocol } from '../vaults/commitments'

/** Rewards that were known at a block. */
export interface Rewards {
  readonly streams: readonly RewardStream[]
  /** When the last stream ends, in unix seconds; null: all have ended. */
  readonly until: number | null
  /** Submissions that start in the window and last 0 seconds. */
  readonly zeroDuration: number
}

interface Row {
  token: string
  payer: string
  isProgrammatic: boolean
  duration: string
  earned: string
  remaining: string
  running: string
  until: number | null
  starting: number
}

/**
 * Rewards of Symbiotic: the network pays for one time, and all of it is earned then. As a stream they last one second, so that
 * amounts and durations have the same units.
 */
const IS_AT_ONCE = `kind IN ('VAULT_STAKERS', 'NETWORK_OPERATORS', 'NETWORK_ACCOUNTS')`

/**
 * AVSRewardsSubmissionCreated does not name the caller: the AVS, or the EmissionsController for it
 * (createEigenDARewardsSubmission). The latter emits DistributionProcessed of type EigenDA (4) in the same transaction.
 */
const SQL = `
  WITH processed AS (
    SELECT encode(address, 'hex') AS address, transaction_hash, arguments->'distribution'->>'distributionType' = '4'
      AND (arguments->>'success')::boolean AS names_avs
    FROM contract_event
    WHERE name = 'DistributionProcessed' AND kind = 'EMISSIONS_CONTROLLER' AND block <= $1
  ), for_avs AS (
    SELECT transaction_hash, min(address) AS address FROM processed WHERE names_avs GROUP BY transaction_hash
  ), submission AS (
    SELECT token, amount, ${IS_AT_ONCE} AS at_once,
      CASE WHEN ${IS_AT_ONCE} THEN 1 ELSE r.duration END AS duration,
      extract(epoch FROM start_time)::bigint AS start,
      extract(epoch FROM start_time)::bigint + r.duration AS stop,
      CASE WHEN ${IS_AT_ONCE} THEN avs_id
        ELSE coalesce('0x' || coalesce(encode(submitter, 'hex'), f.address), avs_id) END AS payer,
      kind = 'PROGRAMMATIC' OR f.address IS NOT NULL
        OR coalesce(encode(submitter, 'hex') IN (SELECT address FROM processed), false) AS programmatic
    FROM reward_submission r
    LEFT JOIN for_avs f ON r.submitter IS NULL AND f.transaction_hash = r.transaction_hash
    WHERE block <= $1 AND ($5::text IS NULL OR avs_id = $5) AND ($6::text IS NULL OR operator_set_id = $6)
      AND ($7::text IS NULL OR ($7 = 'SYMBIOTIC') = (${IS_AT_ONCE}))
  )
  SELECT '0x' || encode(token, 'hex') AS token, payer, programmatic AS "isProgrammatic",
    duration::text,
    sum(amount * CASE WHEN at_once THEN (start > $2 AND start <= $3)::int
      ELSE greatest(0, least(stop, $3::bigint) - greatest(start, $2::bigint)) END)::text AS earned,
    sum(amount * greatest(0, stop - greatest(start, $4::bigint)))::text AS remaining,
    coalesce(sum(amount) FILTER (WHERE start <= $4 AND stop > $4), 0)::text AS running,
    max(stop) FILTER (WHERE stop > $4)::float8 AS until,
    (count(*) FILTER (WHERE start >= $2 AND start < $3))::int AS starting
  FROM submission
  GROUP BY token, payer, programmatic, duration`

/**
 * Rewards submitted up to a block, summed by token, payer and duration.
 *
 * @param now unix seconds: what accrues later is remaining
 * @param scope one AVS with its operator sets, or one operator set; rewards of one protocol; neither: all
 */
export async function loadRewards(
  context: ApiContext,
  block: number,
  { from, to }: { from: number; to: number },
  now: number,
  {
    avs,
    operatorSet,
    protocol = null,
  }: { avs: string | null; operatorSet: string | null; protocol?: Protocol | null },
): Promise<Rewards> {
  const rows = await context.query<Row>(SQL, [block, from, to, now, avs, operatorSet, protocol])
  // Rewards are calculated off-chain by day: a submission of 0 seconds pays nobody.
  const [zero, lasting] = [rows.filter(isZero), rows.filter((row) => !isZero(row))]
  const ends = lasting.flatMap(({ until }) => until ?? [])
  return {
    streams: lasting
      .filter(({ earned, remaining }) => earned !== '0' || remaining !== '0')
      .map(({ token, payer, isProgrammatic, ...numbers }) => ({
        token,
        payer,
        isProgrammatic,
        duration: BigInt(numbers.duration),
        earned: BigInt(numbers.earned),
        remaining: BigInt(numbers.remaining),
        running: BigInt(numbers.running),
      })),
    until: ends.length === 0 ? null : Math.max(...ends),
    zeroDuration: zero.reduce((sum, { starting }) => sum + starting, 0),
  }
}

const isZero = ({ duration }: Row) => duration === '0'
