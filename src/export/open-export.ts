import { createHash } from 'node:crypto'
import { laterReads } from '../api/operation'
import { parseWhere } from '../api/sql/where-input'
import type { Entity, Model } from '../reads/entities'
import { apiError } from '../reads/errors'
import { type Batch, type Column, chooseFields } from './columns'
import { toCsv } from './formats/csv'
import { toNdjson } from './formats/ndjson'
import { toParquet } from './formats/parquet'
import { type ExportRequest, suggestion } from './request'
import { columnsOf } from './rows/entity-columns'
import { entityRows, entitySql, requireDecimals } from './rows/entity-rows'
import { Snapshot, type SnapshotOptions } from './snapshot'
import { metadataOf, type Stamp, stampOf } from './stamp'

/** Changes with what a file of the same rows has, so that caches ask again. */
const FORMAT_VERSION = 1

/** What exports are made from. */
export interface ExportSources extends SnapshotOptions {
  readonly model: Model
}

/** An export that was begun: its snapshot is open. */
export interface OpenExport {
  readonly stamp: Stamp
  /** Of the bytes: equal for equal rows of the same request. */
  readonly tag: string
  /** Whether the bytes are the same for ever, unless we correct how rows are derived. */
  readonly isLasting: boolean
  /** The bytes; take them once. */
  readonly chunks: AsyncGenerator<Uint8Array>
  /** Ends the snapshot. Never throws. */
  close(): Promise<void>
}

/** An entity by the name of its root field. @throws ApiError NOT_FOUND with a suggestion */
export function exportedEntity(model: Model, name: string): Entity {
  const entities = [...model.entities.values()]
  const found = entities.find(({ query }) => query.list === name)
  if (found) return found
  const names = entities.map(({ query }) => query.list)
  throw apiError('NOT_FOUND', `There is no entity "${name.slice(0, 100)}" to export.`, {
    hint: `Did you mean ${suggestion(name, names)}? Names are those of the root fields: ${names.join(', ')}.`,
  })
}

/**
 * Opens the snapshot of an export.
 *
 * @param request with a `where` that is checked
 * @throws ApiError for what is asked wrongly; of the database
 */
export async function openExport(
  sources: ExportSources,
  request: ExportRequest,
): Promise<OpenExport> {
  const { model } = sources
  const entity = exportedEntity(model, request.entity)
  const columns = chooseFields(request.entity, columnsOf(entity), request.fields)
  const where = parseWhere(model, entity, request.where)
  const selection = { model, entity, columns, where }
  const snapshot = await Snapshot.open(sources, request.block)
  try {
    const later = laterReads(entitySql(snapshot, selection))
    if (request.integers === 'decimal') await requireDecimals(snapshot, selection)
    const stamp = await stampOf(snapshot)
    const { stopped, unknownConstants, polledAt, tokensAt, missingContracts } = snapshot.head
    const { block: _, ...asked } = request
    const tag = tagOf([
      stamp,
      asked,
      unknownConstants,
      missingContracts,
      later.polls && polledAt,
      later.claims && tokensAt,
    ])
    const isKnown = (stopped ?? unknownConstants) === null && !later.polls && !later.claims
    return {
      stamp,
      tag,
      isLasting: stamp.final && isKnown,
      chunks: encode(
        request,
        columns,
        entityRows(snapshot, selection, { point: snapshot.point, order: 'BEGIN' }),
        stamp,
      ),
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
): AsyncGenerator<Uint8Array> {
  switch (format) {
    case 'csv':
      return toCsv(columns, batches)
    case 'ndjson':
      return toNdjson(columns, batches)
    case 'parquet':
      return toParquet(columns, batches, { integers, metadata: metadataOf(stamp) })
  }
}

function tagOf(parts: readonly unknown[]): string {
  const text = JSON.stringify([FORMAT_VERSION, ...parts])
  return createHash('sha256').update(text).digest('base64url')
}
