import type { Client } from 'pg'

export interface OutboxRow {
  seq: number
  block: number | null
  kind: string
  subjects: string[]
  data: Record<string, unknown>
  undoes: number | null
  wasFinal: boolean
}

/** All rows of the outbox, by number. */
export async function readOutbox(client: Client): Promise<OutboxRow[]> {
  const { rows } = await client.query<OutboxRow>(
    `SELECT seq::int, block, kind, subjects, data, undoes::int, was_final AS "wasFinal" FROM outbox ORDER BY seq`,
  )
  return rows
}

/**
 * What a listener holds after these rows: those of blocks that were not undone.
 * @throws if a number is missing, or a row is undone that is not there or not the last one
 */
export function follow(rows: readonly OutboxRow[]): OutboxRow[] {
  const held: OutboxRow[] = []
  let last = rows[0] ? rows[0].seq - 1 : 0
  for (const row of rows) {
    if (row.seq !== last + 1) throw new Error(`no row ${last + 1}`)
    last = row.seq
    if (row.kind !== 'undone') {
      if (row.block !== null) held.push(row)
      continue
    }
    const at = held.findIndex(({ seq }) => seq === row.undoes)
    // A row about finality stands after rows of later blocks.
    const isLast = held.slice(at + 1).every(({ kind }) => kind === 'finalized')
    if (at < 0 || !isLast) throw new Error(`${row.seq} undoes ${row.undoes}`)
    held.splice(at, 1)
  }
  return held
}

/** Rows without their numbers; `finalized` depends on the batches. */
export function contentOf(rows: readonly OutboxRow[]): string[] {
  return rows
    .filter(({ kind }) => kind !== 'finalized')
    .map(({ block, kind, subjects, data }) => JSON.stringify([block, kind, subjects, data]))
}
