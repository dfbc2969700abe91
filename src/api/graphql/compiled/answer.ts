import { type Head, requireIndexed } from '../../../reads/head'
import { databaseFailure } from '../../database/failures'
import type { PreparedStatements, Reader } from '../../database/prepared'
import {
  headSql,
  isOtherTables,
  refusalOf,
  type Version,
  type VersionedHead,
} from '../../database/version'
import { ROW, VIOLATION } from '../../sql/json'
import type { Compiled, Compiler, GraphqlRequest } from './compiled'

/** Times that the head may move between two statements of one operation. */
const MAX_TRIES = 3

/** What compiled operations give. */
export type CompiledAnswer =
  /** JSON text of the response, the head that it was read at, and its estimated cost. */
  | { kind: 'DATA'; text: string; head: Head; cost: number }
  /** The database failed; graphql-js reports it, without asking again. */
  | { kind: 'FAILURE'; error: unknown }

/** Answers compiled operations, each by one statement that also reads the head in its snapshot. */
export class CompiledAnswers {
  private readonly headText: string
  /** The head that the last statement saw, and its text in the database. */
  private last: { text: string; head: VersionedHead } | null = null

  /** @param version by which the database is refused; null: it is not checked */
  constructor(
    private readonly compiler: Compiler,
    private readonly statements: PreparedStatements,
    private readonly version: Version | null,
  ) {
    this.headText = `SELECT row_to_json(h)::text AS head FROM (${headSql(version)}) h`
  }

  /** @returns null: graphql-js has to answer, or to say why not */
  async answer(request: GraphqlRequest, reader: Reader = {}): Promise<CompiledAnswer | null> {
    const compiled = this.compile(request)
    if (!compiled) return null
    try {
      return await this.run(compiled, reader)
    } catch (error) {
      // Tables of another version: it says which.
      return isOtherTables(error) ? null : { kind: 'FAILURE', error: databaseFailure(error) }
    }
  }

  private compile(request: GraphqlRequest): Compiled | null {
    try {
      return this.compiler.compile(request)
    } catch {
      return null
    }
  }

  private async run(compiled: Compiled, reader: Reader): Promise<CompiledAnswer | null> {
    let head = this.last?.head ?? (await this.readHead(reader))
    for (let tries = 0; head && tries < MAX_TRIES; tries++) {
      if (refusalOf(head, this.version) || !isIndexed(head)) return null
      const statement = statementAt(compiled, head)
      if (!statement) return null
      const text = `SELECT ${statement.columns}, (${this.headText}) AS head`
      const rows = await this.statements.run<Record<string, string>>(text, statement.params, reader)
      const row = rows?.[0]
      if (!row) return null
      const seen: VersionedHead | null = this.headOf(row.head ?? null)
      if (seen && isSameBlock(seen, head)) return textOf(compiled, row, seen)
      head = seen
    }
    return null
  }

  private async readHead(reader: Reader): Promise<VersionedHead | null> {
    const rows = await this.statements.run<{ head: string }>(this.headText, [], reader)
    return this.headOf(rows?.[0]?.head ?? null)
  }

  private headOf(text: string | null): VersionedHead | null {
    if (text === null) return null
    if (this.last?.text !== text) this.last = { text, head: JSON.parse(text) as VersionedHead }
    return this.last.head
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
  if (data.includes(VIOLATION) || Buffer.byteLength(data) > maxBytes) return null
  const text = `{"data":{${data}},"extensions":${JSON.stringify({ cost })}}`
  if (maxRows === null) return { kind: 'DATA', text, head, cost: cost.cost }
  const parts = text.split(ROW)
  return parts.length - 1 > maxRows
    ? null
    : { kind: 'DATA', text: parts.join(''), head, cost: cost.cost }
}
