import { type Head, requireIndexed } from '../../../reads/head'
import { databaseFailure } from '../../database/failures'
import type { PreparedStatements } from '../../database/prepared'
import {
  headSql,
  isOtherTables,
  refusalOf,
  type Version,
  type VersionedHead,
} from '../../database/version'
import type { Deadline } from '../../deadline'
import { ROW, VIOLATION } from '../../sql/json'
import type { Prepared } from '../prepare'
import type { Compiled, Compiler } from './compiled'

/**
 * Names what a statement can see: the transactions that are committed, and the start of the server, of which there may be several.
 * Null on a standby, whose snapshots do not name their transactions.
 */
const SNAPSHOT_SQL =
  "CASE WHEN NOT pg_is_in_recovery() THEN pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text END"

/** Times that the head may move between two statements of one operation. */
const MAX_TRIES = 3

/** What compiled operations give. */
export type CompiledAnswer =
  /** JSON text of the response, the head that it was read at, and its estimated cost. */
  | { kind: 'DATA'; text: string; head: Head; cost: number }
  /** The database failed; graphql-js reports it, without asking again. */
  | { kind: 'FAILURE'; error: unknown }

/** A row of columns, with the name of its snapshot and, if it is another than before, the head in it. */
type Row = Record<string, string> & { snapshot: string | null; head: string | null }

/** The head, and the snapshot in which it was read. */
interface Seen {
  /** In the database. */
  readonly text: string
  readonly head: VersionedHead
  readonly snapshot: string | null
}

/** Answers compiled operations, each by one statement that also reads the head in its snapshot. */
export class CompiledAnswers {
  private readonly headText: string
  /** What the last statement saw. */
  private last: Seen | null = null

  /** @param version by which the database is refused; null: it is not checked */
  constructor(
    private readonly compiler: Compiler,
    private readonly statements: PreparedStatements,
    private readonly version: Version | null,
  ) {
    this.headText = `SELECT row_to_json(h)::text FROM (${headSql(version)}) h`
  }

  /**
   * @param deadline of the operation. Default: none
   * @returns null: graphql-js has to answer, or to say why not
   */
  async answer(prepared: Prepared, deadline?: Deadline): Promise<CompiledAnswer | null> {
    const compiled = this.compile(prepared)
    if (!compiled) return null
    try {
      return await this.run(compiled, deadline)
    } catch (error) {
      // Tables of another version: it says which.
      return isOtherTables(error) ? null : { kind: 'FAILURE', error: databaseFailure(error) }
    }
  }

  private compile(prepared: Prepared): Compiled | null {
    try {
      return this.compiler.compile(prepared.check())
    } catch {
      return null
    }
  }

  private async run(compiled: Compiled, deadline?: Deadline): Promise<CompiledAnswer | null> {
    let head = this.last?.head ?? (await this.read('1 AS one', [], deadline))?.head
    for (let tries = 0; head && tries < MAX_TRIES; tries++) {
      if (refusalOf(head, this.version) || !isIndexed(head)) return null
      const statement = statementAt(compiled, head)
      if (!statement) return null
      const read = await this.read(statement.columns, statement.params, deadline)
      if (!read?.head) return null
      if (isSameBlock(read.head, head)) return textOf(compiled, read.row, read.head)
      head = read.head
    }
    return null
  }

  /** Columns, and the head of the same snapshot: it is not read if nothing was committed since it was read last. */
  private async read(
    columns: string,
    params: readonly unknown[],
    deadline?: Deadline,
  ): Promise<{ row: Row; head: VersionedHead | null } | null> {
    const { last } = this
    const text =
      `SELECT ${columns}, s.snapshot, CASE WHEN s.snapshot = $${params.length + 1}::text THEN NULL` +
      ` ELSE (${this.headText}) END AS head FROM (SELECT ${SNAPSHOT_SQL} AS snapshot OFFSET 0) s`
    const values = [...params, last?.snapshot ?? null]
    const row = (await this.statements.run<Row>(text, values, deadline))?.[0]
    if (!row) return null
    const { snapshot, head } = row
    if (last && snapshot !== null && snapshot === last.snapshot) return { row, head: last.head }
    if (head === null) return { row, head: null }
    const seen = last?.text === head ? last.head : (JSON.parse(head) as VersionedHead)
    this.last = { text: head, head: seen, snapshot }
    return { row, head: seen }
  }
}

function isIndexed(head: Head): boolean {
  try {
    return !!requireIndexed(head)
  } catch {
    return false
  }
}

/** Null: graphql-js says what is wrong, as tables that are not indexed. */
function statementAt(compiled: Compiled, head: Head): ReturnType<Compiled['statement']> | null {
  try {
    return compiled.statement(head)
  } catch {
    return null
  }
}

/** Whether a statement for the one head reads the rows of the other. */
function isSameBlock(a: VersionedHead, b: VersionedHead): boolean {
  return (
    a === b ||
    (a.number === b.number &&
      a.timestamp === b.timestamp &&
      a.rules === b.rules &&
      a.rederiveTo === b.rederiveTo &&
      String(a.missingContracts) === String(b.missingContracts) &&
      String(a.migrations) === String(b.migrations))
  )
}

function textOf(
  { keys, maxRows, cost, maxBytes }: Compiled,
  row: Record<string, string>,
  head: Head,
): CompiledAnswer | null {
  let column = 0
  const fields = keys.map(
    ({ key, isType }) => `"${key}":${isType ? '"Query"' : row[`f${column++}`]}`,
  )
  const data = fields.join(',')
  // A character has up to three bytes.
  if (data.length > maxBytes / 3 && Buffer.byteLength(data) > maxBytes) return null
  if (data.includes(VIOLATION)) return null
  const text = `{"data":{${data}},"extensions":${JSON.stringify({ cost })}}`
  if (maxRows === null) return { kind: 'DATA', text, head, cost: cost.cost }
  const parts = text.split(ROW)
  return parts.length - 1 > maxRows
    ? null
    : { kind: 'DATA', text: parts.join(''), head, cost: cost.cost }
}
