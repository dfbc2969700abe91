import { heldAt } from '../../../src/reads/at-block'
import type { ApiContext } from '../../../src/reads/context'
import { claimableOf, type FillSum } from './queue'

const REQUESTS_SQL = `
  SELECT queue_id AS queue, token_id::text AS token, '0x' || encode(requester, 'hex') AS requester, owner_id AS owner,
    shares::text AS shares, shares_claimed::text AS claimed, shares_before::text AS before
  FROM queue_request WHERE queue_id = ANY($2) AND ${heldAt('$1')} ORDER BY queue_id, token_id`

const FILLS_SQL = `
  SELECT '0x' || encode(queue, 'hex') AS queue, filled_shares::text AS shares, filled_assets::text AS assets
  FROM queue_fill WHERE queue = ANY($2::bytea[]) AND block <= $1 ORDER BY id`

/** A request to redeem shares, and what can be claimed of it. */
export interface QueueRequest {
  queue: string
  tokenId: bigint
  requester: string
  /** Null: its token was burned. */
  owner: string | null
  shares: bigint
  sharesClaimed: bigint
  /** Shares of all requests before. */
  sharesBefore: bigint
  claimable: FillSum
}

/** Requests of withdrawal queues at a block, in their order. @param queues addresses */
export async function loadQueueRequests(
  context: Pick<ApiContext, 'query'>,
  block: number,
  queues: readonly string[],
): Promise<QueueRequest[]> {
  const requests = await context.query<{
    queue: string
    token: string
    requester: string
    owner: string | null
    shares: string
    claimed: string
    before: string
  }>(REQUESTS_SQL, [block, queues])
  const filled = await context.query<{ queue: string; shares: string; assets: string }>(FILLS_SQL, [
    block,
    queues.map((queue) => Buffer.from(queue.slice(2), 'hex')),
  ])
  const fills = new Map<string, FillSum[]>()
  for (const { queue, shares, assets } of filled) {
    const sums = fills.get(queue) ?? []
    sums.push({ shares: BigInt(shares), assets: BigInt(assets) })
    fills.set(queue, sums)
  }
  return requests.map(({ queue, token, requester, owner, shares, claimed, before }) => {
    const request = {
      shares: BigInt(shares),
      sharesClaimed: BigInt(claimed),
      sharesBefore: BigInt(before),
    }
    const claimable = claimableOf(request, fills.get(queue) ?? [])
    return { queue, tokenId: BigInt(token), requester, owner, ...request, claimable }
  })
}

/** Adapters with slashed shares that wait in queues of the vaults behind them (isUnsyncedSlash). */
export function withUnsyncedSlash(
  requests: readonly QueueRequest[],
  adapters: ReadonlySet<string>,
): Set<string> {
  const waiting = requests.filter(({ requester, shares, sharesClaimed }) => {
    return adapters.has(requester) && sharesClaimed < shares
  })
  return new Set(waiting.map(({ requester }) => requester))
}
