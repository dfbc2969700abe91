import type { Batch, Row } from '../columns'

/** Rows of one day of their blocks. */
export interface Day {
  /** As 2024-05-01; null: not known. */
  readonly day: string | null
  /** Take all of them before the next day. */
  readonly batches: AsyncGenerator<Batch>
}

/** Rows of which those of one day come together, day by day. */
export async function* byDay(batches: AsyncIterable<Batch>): AsyncGenerator<Day> {
  const runs = runsOf(batches)
  let next = await runs.next()
  async function* rowsOf(day: string | null): AsyncGenerator<Batch> {
    while (!next.done && next.value.day === day) {
      yield { rows: next.value.rows, days: null }
      next = await runs.next()
    }
  }
  while (!next.done) {
    const { day } = next.value
    yield { day, batches: rowsOf(day) }
  }
}

/** Neighbours of one day. */
async function* runsOf(
  batches: AsyncIterable<Batch>,
): AsyncGenerator<{ day: string | null; rows: Row[] }> {
  for await (const { rows, days } of batches) {
    let from = 0
    for (let to = 1; to <= rows.length; to++) {
      const day = days?.[from] ?? null
      if (to < rows.length && (days?.[to] ?? null) === day) continue
      yield { day, rows: rows.slice(from, to) }
      from = to
    }
  }
}
