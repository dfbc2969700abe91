import type { CellType } from '../columns'
import type { Format } from '../request'
import type { Stamp } from '../stamp'

/** Name of the file that says what an export has; it is written last. */
export const MANIFEST = 'manifest.json'

/** What was written of a file. */
export interface Written {
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

/** One file of an export. */
export interface ExportedFile extends Written {
  readonly path: string
  readonly rows: number
}

/** One table of an export. */
export interface ExportedTable {
  readonly entity: string
  readonly fields: readonly { readonly name: string; readonly type: CellType }[]
  readonly where: unknown
  readonly args: unknown
  readonly rows: number
  readonly files: readonly ExportedFile[]
}

/** What an export has. */
export interface Manifest extends Stamp {
  /** Of this format. */
  readonly version: 1
  readonly format: Format
  /** The state that rows are missing from which did not change since; null: all rows are there. */
  readonly since: Pick<Stamp, 'block' | 'blockHash' | 'digest'> | null
  readonly tables: readonly ExportedTable[]
}

/** Text of a manifest. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Paths of the files of an earlier export, by its manifest: those that lie below it. */
export function pathsOf(text: string): string[] {
  let manifest: Partial<Manifest>
  try {
    manifest = JSON.parse(text)
  } catch {
    return []
  }
  const paths = (manifest.tables ?? []).flatMap(({ files }) => files.map(({ path }) => path))
  return paths.filter((path) => /^[A-Za-z]\w*(\/[\w=-]+)*\.(csv|ndjson|parquet)$/.test(path))
}
