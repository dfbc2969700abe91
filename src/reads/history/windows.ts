import type { Range } from '../../risk/math/ranges'
import type { ApiContext } from '../context'
import type { SlashableTime } from './slashing-scope'
import type { SlashingEvent } from './slashings'

/** Length of the windows of a history (enum SlashingWindow). */
export type WindowKind = 'TRANSACTION' | 'BLOCK' | 'HOUR' | 'DAY' | 'WEEK'

/** Windows of time in seconds, aligned to the Unix epoch: a week begins on Thursday, 00:00 UTC. */
const SECONDS = { HOUR: 3_600, DAY: 86_400, WEEK: 604_800 } as const

/** Windows by number; the next window has the next number. */
export interface Windows {
  /** All windows of the range; null: no block of the range has a stored time. */
  readonly all: Range | null
  /** Windows of these blocks, which are in the range. */
  over(first: number, last: number): Range
  of(event: SlashingEvent): number
}

interface Blocks {
  readonly from: number
  readonly to: number
}

/** Divides a range of blocks into windows; `over` and `of` support these times and events only. */
export async function cutWindows(
  context: ApiContext,
  kind: WindowKind,
  blocks: Blocks,
  times: readonly SlashableTime[],
  events: readonly SlashingEvent[],
): Promise<Windows> {
  if (kind === 'BLOCK') {
    return {
      all: { first: blocks.from, last: blocks.to },
      over: (first, last) => ({ first, last }),
      of: ({ block }) => block,
    }
  }
  return kind === 'TRANSACTION'
    ? byTransaction(context, blocks, times, events)
    : byTime(context, SECONDS[kind], blocks, times)
}

/**
 * Of a block without logs the header may not be stored, so its time is not used. It counts as that of the last block with
 * logs before it, since which nothing happened; in front of the first one in the range, as that of the first.
 */
async function byTime(
  context: ApiContext,
  seconds: number,
  { from, to }: Blocks,
  times: readonly SlashableTime[],
): Promise<Windows> {
  const asked = new Set([from, to, ...times.flatMap(({ first, last }) => [first, last])])
  const rows = await context.query<{ block: number; time: number | null }>(
    `SELECT asked.block, extract(epoch FROM coalesce(
       (SELECT block_time FROM block WHERE block <= asked.block AND block >= $2 ORDER BY block DESC LIMIT 1),
       (SELECT block_time FROM block WHERE block <= $3 AND block >= $2 ORDER BY block LIMIT 1)))::float8 AS time
     FROM unnest($1::int[]) AS asked(block)`,
    [[...asked], from, to],
  )
  const windowOf = (time: number) => Math.floor(time / seconds)
  const windows = new Map(
    rows.map(({ block, time }) => [block, time === null ? null : windowOf(time)]),
  )
  const over = (first: number, last: number) => ({
    first: windows.get(first)!,
    last: windows.get(last)!,
  })
  return {
    all: windows.get(to) === null ? null : over(from, to),
    over,
    of: ({ time }) => windowOf(time),
  }
}

/** Transactions with logs of indexed contracts, in the order of the chain. */
async function byTransaction(
  context: ApiContext,
  { from, to }: Blocks,
  times: readonly SlashableTime[],
  events: readonly SlashingEvent[],
): Promise<Windows> {
  const slashed = [...new Set(events.map(({ block }) => block))]
  const edges = [
    ...new Set([
      from,
      to + 1,
      ...slashed,
      ...times.flatMap(({ first, last }) => [first, last + 1]),
    ]),
  ].sort((a, b) => a - b)
  const counts = await context.query<{ slot: number; count: number }>(
    `SELECT width_bucket(block, $3::int[]) AS slot, count(*)::int AS count
     FROM (SELECT DISTINCT block, transaction_index FROM contract_event WHERE block BETWEEN $1 AND $2) t
     GROUP BY 1`,
    [from, to, edges],
  )
  const inSlot = new Map(counts.map(({ slot, count }) => [slot, count]))
  // Transactions before each edge: slot i has those from edge i - 1 up to, and without, edge i.
  const before = new Map<number, number>()
  let sum = 0
  edges.forEach((edge, index) => {
    sum += inSlot.get(index) ?? 0
    before.set(edge, sum)
  })
  const own = await context.query<{ block: number; transaction: number }>(
    `SELECT DISTINCT block, transaction_index AS transaction FROM contract_event
     WHERE block = ANY($1) ORDER BY 1, 2`,
    [slashed],
  )
  const numbers = new Map<string, number>()
  let [block, number] = [-1, 0]
  for (const one of own) {
    number = one.block === block ? number + 1 : before.get(one.block)!
    block = one.block
    numbers.set(`${one.block} ${one.transaction}`, number)
  }
  const over = (first: number, last: number) => ({
    first: before.get(first)!,
    last: before.get(last + 1)! - 1,
  })
  return {
    all: over(from, to),
    over,
    of: ({ block, transaction }) => numbers.get(`${block} ${transaction}`)!,
  }
}
