import type { ApiContext } from './context'
import { NATIVE_POOL, type PolledRate, type PoolInfo, type RatedPool, rated } from './pools'
import type { FeedAnswer } from './price-feeds'
import { VersionHistory } from './version-history'

/** Answers of price feeds at some blocks, one after another. */
export interface FeedHistory {
  /** Moves to the next point. @returns by address of the feed, descending */
  advance(): readonly FeedAnswer[]
}

/** Reads the answers of price feeds at some blocks, at once: those of `loadFeedAnswers` at each. */
export async function loadFeedHistory(
  context: Pick<ApiContext, 'query'>,
  points: readonly number[],
  numeraire: string,
): Promise<FeedHistory> {
  const history = await VersionHistory.load<Omit<FeedAnswer, 'feed'>>(
    context,
    {
      table: 'price_point',
      select: `, '0x' || encode(asset, 'hex') AS asset, answer::text, decimals`,
      where: 'numeraire = $5',
      params: [numeraire],
      read: ({ asset, answer, decimals }) => ({
        asset: asset as string,
        answer: BigInt(answer as string),
        decimals: decimals as number,
      }),
    },
    points,
  )
  return {
    advance() {
      history.advance()
      const feeds = [...history.rows].map(([feed, row]) => ({ ...row, feed }))
      return feeds.sort((a, b) => (a.feed < b.feed ? 1 : -1))
    },
  }
}

/** Rates of pools at some blocks, one after another. */
export interface RateHistory {
  /** Moves to the next point. @param pools what events said there */
  advance(pools: readonly PoolInfo[]): readonly RatedPool[]
}

interface PolledVersion extends Omit<PolledRate, 'block'> {
  readonly unknownSince: number | null
}

/**
 * Reads what polls returned of pools at some blocks, at once: rates are those of `loadNewestRates` at each.
 * @param ids of the pools, in their order
 */
export async function loadRateHistory(
  context: Pick<ApiContext, 'query'>,
  points: readonly number[],
  ids: readonly string[],
): Promise<RateHistory> {
  const polled = await VersionHistory.load<PolledVersion>(
    context,
    {
      table: 'polled_pool',
      select: `, rate::text AS rate, '0x' || encode(token, 'hex') AS token, decimals,
        unknown_since_block AS since`,
      read: ({ rate, token, decimals, since }) => ({
        rate: rate as string | null,
        token: token as string | null,
        decimals: decimals as number | null,
        unknownSince: since as number | null,
      }),
    },
    points,
  )
  const hasPolls = polled.all.size > 0
  const polls = hasPolls ? await loadPolls(context, points.at(-1)!) : []
  const emitted = hasPolls ? await loadEmitted(context, points, [...polled.all.keys()]) : new Map()
  let point = -1
  return {
    advance(pools) {
      polled.advance()
      const block = points[++point]!
      return pools.map((pool, at): RatedPool => {
        const id = ids[at]!
        if (id === NATIVE_POOL) return { ...pool, origin: { source: 'FIXED', block: null } }
        const row = polled.rows.get(id)
        const end = Math.min(block, (row?.unknownSince ?? Number.POSITIVE_INFINITY) - 1)
        const answer = row && { ...row, block: polls.findLast((one) => one <= end) ?? -1 }
        return rated(pool, emitted.get(`${id} ${block}`) ?? null, answer)
      })
    },
  }
}

/** Blocks of polls, ascending. */
async function loadPolls(context: Pick<ApiContext, 'query'>, to: number): Promise<number[]> {
  const rows = await context.query<{ block: number }>(
    'SELECT DISTINCT block FROM poll WHERE block <= $1 ORDER BY block',
    [to],
  )
  return rows.map(({ block }) => block)
}

/** The last block at or before each point at which a pool emitted its rate, by `<pool> <point>`. */
async function loadEmitted(
  context: Pick<ApiContext, 'query'>,
  points: readonly number[],
  pools: readonly string[],
): Promise<Map<string, number>> {
  const rows = await context.query<{ pool: string; point: number; block: number | null }>(
    `SELECT asked.pool, at.point, (SELECT max(e.block) FROM contract_event e
       WHERE e.name = 'ExchangeRateEmitted' AND e.address = decode(substr(asked.pool, 3), 'hex')
         AND e.block <= at.point) AS block
     FROM unnest($1::int[]) AS at (point), unnest($2::text[]) AS asked (pool)`,
    [points, pools],
  )
  return new Map(
    rows.flatMap(({ pool, point, block }) => (block === null ? [] : [[`${pool} ${point}`, block]])),
  )
}
