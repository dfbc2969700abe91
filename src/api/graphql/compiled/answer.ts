import type { ApiContext, BlockPoint } from '../../../reads/context'
import { type Head, requireIndexed } from '../../../reads/head'
import { databaseFailure, isReplicaConflict } from '../../database/failures'
import type { PreparedStatements, Reader } from '../../database/prepared'
import { isRenamed } from '../../database/renamed'
import {
  headSql,
  isOtherTables,
  refusalOf,
  type Version,
  type VersionedHead,
} from '../../database/version'
import { headName } from '../../http/head-watch'
import type { ResponseScope } from '../../http/response-cache'
import { laterReads } from '../../operation'
import { VIOLATION } from '../../sql/json'
import { scopeAt } from '../execute'
import type { Prepared } from '../prepare'
import { type Columns, type Compiled, type Compiler, TOO_MANY } from './compiled'
import { MarkedText } from './marked-text'
import type { Moment } from './member'
import { bytesOf, sizeOf } from './pieces'
import { Points } from './point'

/**
 * Names what a statement can see: the transactions that are committed, and the start of the server, of which there may be several.
 * Null on a standby, whose snapshots do not name their transactions.
 */
const SNAPSHOT_SQL =
  "CASE WHEN NOT pg_is_in_recovery() THEN pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text END"

/** Times that the head may move between two statements of one operation, and that a replica may cancel it. */
const MAX_TRIES = 3

/** What compiled operations give. */
export type CompiledAnswer =
  /** JSON of the response, the head that it was read at, and what it depends on. */
  | { kind: 'DATA'; body: Buffer; head: Head; scope: ResponseScope }
  /** The database failed; graphql-js reports it, without asking again. */
  | { kind: 'FAILURE'; error: unknown }

/** A row of columns, with the name of its snapshot and, if it is another than before, the head in it. */
type Row = Record<string, string> & { snapshot: string | null; head: string | null }

/** For what is read beside them. */
const NO_COLUMNS = { counting: '', sql: 'NULL AS none', params: [] }

/** The head, and the snapshot in which it was read. */
interface Seen {
  /** In the database. */
  readonly text: string
  readonly head: VersionedHead
  readonly snapshot: string | null
}

/** Sessions are shared, so that an operation needs a transaction. */
class SharedSession extends Error {}

/** Answers compiled operations, each by one statement that also reads the head in its snapshot. */
export class CompiledAnswers {
  private readonly headText: string
  private readonly points = new Points()
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
   * @returns null: graphql-js has to answer, or to say why not
   * @throws ApiError the reason of the deadline
   */
  async answer(prepared: Prepared, reader: Reader = {}): Promise<CompiledAnswer | null> {
    const compiled = this.compile(prepared)
    if (!compiled) return null
    try {
      return await this.undisturbed(compiled, reader)
    } catch (error) {
      if (reader.deadline?.hasEnded) throw error
      // Tables of another version: graphql-js says which.
      const isLeft = error instanceof SharedSession || isOtherTables(error)
      return isLeft ? null : { kind: 'FAILURE', error: databaseFailure(error) }
    }
  }

  private compile(prepared: Prepared): Compiled | null {
    try {
      return this.compiler.compile(prepared.check())
    } catch {
      return null
    }
  }

  /** Runs it again if a replica cancelled it. */
  private async undisturbed(compiled: Compiled, reader: Reader): Promise<CompiledAnswer | null> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.run(compiled, reader)
      } catch (error) {
        if (!isReplicaConflict(error) || tries >= MAX_TRIES) throw error
      }
    }
  }

  private async run(compiled: Compiled, reader: Reader): Promise<CompiledAnswer | null> {
    const { blocks } = compiled.checked
    let seen = this.last ?? (await this.read(NO_COLUMNS, reader))?.seen
    for (let tries = 0; seen && tries < MAX_TRIES; tries++) {
      const { head, snapshot } = seen
      if (isRenamed(head) || refusalOf(head, this.version) || !isIndexed(head)) {
        // The next operation reads it again.
        this.last = null
        return null
      }
      const query = this.queryBy(reader)
      const point = await this.points.at(head, snapshot, blocks, query)
      const columns = point && columnsAt(compiled, head, point)
      if (!columns) return null
      const read = await this.read(columns, reader)
      if (!read?.seen) return null
      const now = read.seen.head
      // What was looked up for a block that is named is of the same state.
      const isSame = blocks.length > 0 ? headName(now) === headName(head) : isSameBlock(now, head)
      if (isSame && !isRenamed(now))
        return answerOf(compiled, columns, read.row, { head: now, point })
      seen = read.seen
    }
    return null
  }

  /** Statements for the block that an operation names. */
  private queryBy(reader: Reader): ApiContext['query'] {
    return async <T>(text: string, params: unknown[] = []) => {
      const rows = await this.statements.run<T>(text, params, reader)
      if (rows === null) throw new SharedSession()
      return rows
    }
  }

  /** Columns, and the head of the same snapshot: it is not read if nothing was committed since it was read last. */
  private async read(
    { counting, sql, params }: Pick<Columns, 'counting' | 'sql' | 'params'>,
    reader: Reader,
  ): Promise<{ row: Row; seen: Seen | null } | null> {
    const { last } = this
    const text =
      `${counting}SELECT ${sql}, s.snapshot, CASE WHEN s.snapshot = $${params.length + 1}::text THEN NULL` +
      ` ELSE (${this.headText}) END AS head FROM (SELECT ${SNAPSHOT_SQL} AS snapshot OFFSET 0) s`
    const values = [...params, last?.snapshot ?? null]
    const row = (await this.statements.run<Row>(text, values, reader))?.[0]
    if (!row) return null
    const { snapshot, head } = row
    if (last && snapshot !== null && snapshot === last.snapshot) return { row, seen: last }
    if (head === null) return { row, seen: null }
    const known = last?.text === head ? last.head : (JSON.parse(head) as VersionedHead)
    this.last = { text: head, head: known, snapshot }
    return { row, seen: this.last }
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
function columnsAt(compiled: Compiled, head: Head, point: BlockPoint): Columns | null {
  try {
    return compiled.statement(head, point)
  } catch {
    return null
  }
}

/** Whether a statement for the one head reads the rows of the other. */
function isSameBlock(a: VersionedHead, b: VersionedHead): boolean {
  return (
    a === b ||
    (a.database === b.database &&
      a.number === b.number &&
      a.timestamp === b.timestamp &&
      a.rules === b.rules &&
      a.rederiveTo === b.rederiveTo &&
      String(a.missingContracts) === String(b.missingContracts) &&
      String(a.migrations) === String(b.migrations))
  )
}

async function answerOf(
  { checked, members, maxRows, maxBytes }: Compiled,
  { sql, counts }: Columns,
  row: Row,
  moment: Moment,
): Promise<CompiledAnswer | null> {
  if (row[TOO_MANY] === 'true') return null
  const text = new MarkedText()
  let column = 0
  for (const [index, member] of members.entries()) {
    const values = Array.from({ length: counts[index]! }, () => row[`f${column++}`] ?? null)
    const given = member.text(values, moment)
    const json = typeof given === 'string' ? given : await given
    if (json === null || json.includes(VIOLATION)) return null
    text.add(`${index > 0 ? ',' : ''}"${member.key}":`, json)
  }
  const { pieces, rows, cut } = text
  if (maxRows !== null && rows > maxRows) return null
  if (sizeOf(pieces) > maxBytes) return null
  const truncated = cut.size > 0 ? { truncated: [...cut].sort() } : null
  const extensions = JSON.stringify({ cost: checked.cost, ...truncated })
  const { head, point } = moment
  return {
    kind: 'DATA',
    body: bytesOf(['{"data":{', ...pieces, '},"extensions":', extensions, '}']),
    head,
    scope: scopeAt(checked, head, point, laterReads(sql)),
  }
}
