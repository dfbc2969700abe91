import type { ApiContext } from '../context'

/** Blocks at the ends of periods. The first one is where the first period begins. */
export type PeriodEnds = readonly number[]

interface Blocks {
  readonly from: number
  readonly to: number
}

/** Periods of `every` blocks; a shorter rest at the end is left out. */
export function blockPeriods({ from, to }: Blocks, every: number): PeriodEnds {
  const count = Math.floor((to - from) / every) + 1
  return Array.from({ length: count }, (_, index) => from + index * every)
}

/**
 * Whole days, 00:00 to 24:00 UTC, in the range: those after the day of its first block with logs, and before the day of
 * its last. A day ends with its last block with logs; a day without any ends with the day before.
 */
export async function dayPeriods(context: ApiContext, { from, to }: Blocks): Promise<PeriodEnds> {
  const rows = await context.query<{ day: number; block: number }>(
    `SELECT floor(extract(epoch FROM block_time) / 86400)::int AS day, max(block) AS block
     FROM block WHERE block BETWEEN $1 AND $2 GROUP BY 1 ORDER BY 1`,
    [from, to],
  )
  return rows.slice(0, -1).flatMap(({ day, block }, index) => {
    const days = rows[index + 1]!.day - day
    return new Array<number>(days).fill(block)
  })
}
