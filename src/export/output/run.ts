import { parseWhere } from '../../api/sql/where-input'
import type { BlockPoint } from '../../reads/context'
import type { Model } from '../../reads/entities'
import { type Batch, type Column, chooseFields } from '../columns'
import { encode, exportedEntity } from '../open-export'
import type { BlockChoice, ExportRequest } from '../request'
import { columnsOf } from '../rows/entity-columns'
import { entityRows, requireDecimals } from '../rows/entity-rows'
import { CHANGE, incrementRows, requireIncrement } from '../rows/increment'
import { Snapshot, type SnapshotOptions } from '../snapshot'
import { type Stamp, stampOf } from '../stamp'
import { byDay } from './days'
import type { ExportedFile, ExportedTable, Manifest } from './manifest'
import type { Target } from './target'

/** Name of the folder of rows whose day is not known, as Hive and its readers have it. */
const NO_DAY = '__HIVE_DEFAULT_PARTITION__'

/** Tables to write. */
export interface ExportRun {
  readonly model: Model
  /** All of one block and format. */
  readonly requests: readonly ExportRequest[]
  /** Whether each table has a folder for each day. */
  readonly hasDays: boolean
  /** Only what changed since; null: all rows. */
  readonly since: BlockChoice
  /** Hears of each table that is written. */
  readonly onTable: (table: ExportedTable) => void
}

/**
 * Writes tables of one snapshot to a target, with a manifest.
 *
 * @throws LinchpinError LP5001 to LP5003; ApiError for what is asked wrongly
 */
export async function runExport(
  options: SnapshotOptions,
  { model, requests, hasDays, since, onTable }: ExportRun,
  target: Target,
): Promise<Manifest> {
  const [first] = requests as [ExportRequest]
  const snapshot = await Snapshot.open(options, first.block)
  try {
    const stamp = await stampOf(snapshot)
    const base = since === null ? null : await snapshot.at(since)
    const tables = requests.map((request) => tableOf(snapshot, model, request, { hasDays, base }))
    for (const { check } of tables) await check()
    await target.open()
    const written: ExportedTable[] = []
    for (const table of tables) {
      const files = await writeTable(table, stamp, target)
      const { entity, where, args } = table.request
      const rows = files.reduce((sum, file) => sum + file.rows, 0)
      const fields = table.columns.map(({ name, type }) => ({ name, type }))
      const exported = { entity, fields, where, args, rows, files }
      written.push(exported)
      onTable(exported)
    }
    const { format } = first
    const from = base && (await stampOf(snapshot, base))
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

/** A table that is read when it is written. */
interface Table {
  readonly request: ExportRequest
  readonly columns: readonly Column[]
  readonly hasDays: boolean
  /** @throws ApiError for values that do not fit */
  check(): Promise<void>
  batches(): AsyncIterable<Batch>
}

function tableOf(
  snapshot: Snapshot,
  model: Model,
  request: ExportRequest,
  { hasDays, base }: { hasDays: boolean; base: BlockPoint | null },
): Table {
  const entity = exportedEntity(model, request.entity)
  const columns = chooseFields(request.entity, columnsOf(entity), request.fields)
  const selection = { model, entity, columns, where: parseWhere(model, entity, request.where) }
  if (base) requireIncrement(snapshot, base, columns)
  const { point } = snapshot
  return {
    request,
    columns: base ? [CHANGE, ...columns] : columns,
    hasDays,
    async check() {
      if (request.integers === 'decimal') await requireDecimals(snapshot, selection)
    },
    batches: () =>
      base
        ? incrementRows(snapshot, selection, base)
        : entityRows(snapshot, selection, { point, order: 'BEGIN', hasDays }),
  }
}

async function writeTable(table: Table, stamp: Stamp, target: Target): Promise<ExportedFile[]> {
  const { request, columns, hasDays } = table
  const { entity, format } = request
  const write = async (path: string, batches: AsyncIterable<Batch>): Promise<ExportedFile> => {
    let rows = 0
    async function* counted(): AsyncGenerator<Batch> {
      for await (const batch of batches) {
        rows += batch.rows.length
        yield batch
      }
    }
    const written = await target.write(path, encode(request, columns, counted(), stamp))
    return { path, rows, ...written }
  }
  if (!hasDays) return [await write(`${entity}.${format}`, table.batches())]
  const files: ExportedFile[] = []
  const runs = new Map<string, number>()
  for await (const { day, batches } of byDay(table.batches())) {
    const folder = `${entity}/day=${day ?? NO_DAY}`
    // Rows whose day is not known lie between others.
    const run = (runs.get(folder) ?? 0) + 1
    runs.set(folder, run)
    files.push(await write(`${folder}/rows${run > 1 ? `-${run}` : ''}.${format}`, batches))
  }
  return files
}
