import type { Batch, Column } from '../columns'
import { type ExportSources, encode } from '../open-export'
import type { ExportRequest } from '../request'
import { Snapshot } from '../snapshot'
import { type Stamp, stampOf } from '../stamp'
import { incrementColumns, type Table, tableOf } from '../tables'
import { byDay } from './days'
import type { ExportedFile, ExportedTable, Manifest } from './manifest'
import type { Target } from './target'

/** Name of the folder of rows whose day is not known, as Hive and its readers have it. */
const NO_DAY = '__HIVE_DEFAULT_PARTITION__'

/** Tables to write. */
export interface ExportRun {
  /** All of the same blocks and format. */
  readonly requests: readonly ExportRequest[]
  /** Whether each table has a folder for each day. */
  readonly hasDays: boolean
  /** Hears of each table that is written. */
  readonly onTable: (table: ExportedTable) => void
}

/**
 * Writes tables of one snapshot to a target, with a manifest.
 *
 * @throws LinchpinError LP5001 to LP5003; ApiError for what is asked wrongly
 */
export async function runExport(
  sources: ExportSources,
  { requests, hasDays, onTable }: ExportRun,
  target: Target,
): Promise<Manifest> {
  const [first] = requests as [ExportRequest]
  const snapshot = await Snapshot.open(sources, first.block)
  try {
    const stamp = await stampOf(snapshot)
    const base = first.since === null ? null : await snapshot.at(first.since)
    const from = base && (await stampOf(snapshot, base))
    // What cannot be read is refused before anything is written.
    const tables: { request: ExportRequest; table: Table; rows: AsyncGenerator<Batch> }[] = []
    for (const request of requests) {
      const table = tableOf(sources, request, snapshot)
      const rows = await table.read({ since: base, hasDays: hasDays && table.isDated })
      tables.push({ request, table, rows })
    }
    await target.open()
    const written: ExportedTable[] = []
    for (const { request, table, rows: read } of tables) {
      const columns = base ? incrementColumns(table.columns) : table.columns
      const hasFolders = hasDays && table.isDated
      const files = await writeTable({ request, columns, stamp, from, hasFolders }, read, target)
      const { entity, where, args } = request
      const rows = files.reduce((sum, file) => sum + file.rows, 0)
      const fields = columns.map(({ name, type }) => ({ name, type }))
      const exported = { entity, fields, where, args, rows, files }
      written.push(exported)
      onTable(exported)
    }
    const { format } = first
    const manifest: Manifest = {
      version: 1,
      format,
      ...stamp,
      since: from && { block: from.block, blockHash: from.blockHash, digest: from.digest },
      tables: written,
    }
    await target.publish(manifest)
    return manifest
  } finally {
    await target.close()
    await snapshot.close()
  }
}

/** A table that is written. */
interface Writing {
  readonly request: ExportRequest
  readonly columns: readonly Column[]
  readonly stamp: Stamp
  /** Of the block since which it has what changed; null: it has all rows. */
  readonly from: Stamp | null
  /** Whether it has a folder for each day. */
  readonly hasFolders: boolean
}

async function writeTable(
  { request, columns, stamp, from, hasFolders }: Writing,
  rows: AsyncGenerator<Batch>,
  target: Target,
): Promise<ExportedFile[]> {
  const { entity, format } = request
  const write = async (path: string, batches: AsyncIterable<Batch>): Promise<ExportedFile> => {
    let count = 0
    async function* counted(): AsyncGenerator<Batch> {
      for await (const batch of batches) {
        count += batch.rows.length
        yield batch
      }
    }
    const written = await target.write(path, encode(request, columns, counted(), stamp, from))
    return { path, rows: count, ...written }
  }
  if (!hasFolders) return [await write(`${entity}.${format}`, rows)]
  const files: ExportedFile[] = []
  const runs = new Map<string, number>()
  for await (const { day, batches } of byDay(rows)) {
    const folder = `${entity}/day=${day ?? NO_DAY}`
    // Rows whose day is not known lie between others.
    const run = (runs.get(folder) ?? 0) + 1
    runs.set(folder, run)
    files.push(await write(`${folder}/rows${run > 1 ? `-${run}` : ''}.${format}`, batches))
  }
  return files
}
