import { createHash } from 'node:crypto'
import type { Batch, Column } from './columns'
import { toCsv } from './formats/csv'
import { toNdjson } from './formats/ndjson'
import { toParquet } from './formats/parquet'
import type { ExportRequest } from './request'
import { Snapshot, type SnapshotOptions } from './snapshot'
import { metadataOf, type Stamp, stampOf } from './stamp'
import { incrementColumns, type TableSources, tableOf } from './tables'

/** Changes with what a file of the same rows has, so that caches ask again. */
const FORMAT_VERSION = 1

/** What exports are made from. */
export interface ExportSources extends SnapshotOptions, TableSources {
  /** Version of Linchpin: another one may compute other figures from the same rows. */
  readonly release: string
}

/** An export that was begun: its snapshot is open. */
export interface OpenExport {
  readonly stamp: Stamp
  /** Of the block since which it has what changed; null: it has all rows. */
  readonly from: Stamp | null
  /** Of the bytes: equal for equal rows of the same request. */
  readonly tag: string
  /** Whether the bytes are the same for ever, unless we correct how rows are derived. */
  readonly isLasting: boolean
  /** The bytes; take them once. */
  readonly chunks: AsyncGenerator<Uint8Array>
  /** Ends the snapshot. Never throws. */
  close(): Promise<void>
}

/**
 * Opens the snapshot of an export.
 *
 * @param request with `where` and `args` that are checked
 * @throws ApiError for what is asked wrongly; of the database
 */
export async function openExport(
  sources: ExportSources,
  request: ExportRequest,
): Promise<OpenExport> {
  const snapshot = await Snapshot.open(sources, request.block)
  try {
    const table = tableOf(sources, request, snapshot)
    const stamp = await stampOf(snapshot)
    const base = request.since === null ? null : await snapshot.at(request.since)
    const from = base && (await stampOf(snapshot, base))
    const { stopped, unknownConstants, missingContracts } = snapshot.head
    const { block: _, ...asked } = request
    const { dependsOn } = table
    const columns = base ? incrementColumns(table.columns) : table.columns
    const rows = await table.read({ since: base })
    const { release } = sources
    return {
      stamp,
      from,
      tag: tagOf([release, stamp, from, asked, unknownConstants, missingContracts, dependsOn]),
      isLasting: stamp.final && (stopped ?? unknownConstants) === null && dependsOn.length === 0,
      chunks: encode(request, columns, rows, stamp, from),
      close: () => snapshot.close(),
    }
  } catch (error) {
    await snapshot.close()
    throw error
  }
}

/** The rows in the format of a request. */
export function encode(
  { format, integers }: Pick<ExportRequest, 'format' | 'integers'>,
  columns: readonly Column[],
  batches: AsyncIterable<Batch>,
  stamp: Stamp,
  from: Stamp | null,
): AsyncGenerator<Uint8Array> {
  switch (format) {
    case 'csv':
      return toCsv(columns, batches)
    case 'ndjson':
      return toNdjson(columns, batches)
    case 'parquet':
      return toParquet(columns, batches, { integers, metadata: metadataOf(stamp, from) })
  }
}

function tagOf(parts: readonly unknown[]): string {
  const text = JSON.stringify([FORMAT_VERSION, ...parts])
  return createHash('sha256').update(text).digest('base64url')
}
