import { execute, parse } from 'graphql'
import { Pool } from 'pg'
import { DEFAULT_LIMITS, MAX_PAGE } from '../api/limits'
import { openOperation } from '../api/operation'
import { buildSchema, schemaParts } from '../api/schema/schema'
import type { BlockPoint } from '../reads/context'
import type { Head } from '../reads/head'

/** Longer than for clients of the API, because an audit reads whole tables. */
const STATEMENT_TIMEOUT_MS = 600_000

/** Our state at one block, as the API serves it. */
export interface Rows {
  block: number
  /**
   * All items of a root list, in the order of their ids.
   * @param selection fields in braces; `id` must be among them
   * @param where GraphQL filter without braces, for example `status_eq: QUEUED`
   */
  list<T extends { id: string }>(field: string, selection: string, where?: string): Promise<T[]>
  /** Rows of an SQL statement. */
  sql<T>(text: string, params?: unknown[]): Promise<T[]>
}

/** The database that is audited. */
export interface State {
  /** @throws ApiError NOT_READY if nothing is indexed */
  head(): Promise<Head>
  /** Hash and time of a block, if known. @throws ApiError BLOCK_NOT_INDEXED */
  point(block: number): Promise<BlockPoint>
  at(block: number): Rows
  close(): Promise<void>
}

/** Opens a database through the schema and the SQL of the API: the audit sees what clients get. */
export function openState(databaseUrl: string): State {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'linchpin audit',
    keepAlive: true,
    // Postgres itself cancels a statement before: packets are lost.
    query_timeout: STATEMENT_TIMEOUT_MS + 10_000,
  })
  // A lost idle connection is replaced at the next read.
  pool.on('error', () => undefined)
  const schema = buildSchema(schemaParts({ ...DEFAULT_LIMITS, cost: Number.MAX_SAFE_INTEGER }))

  async function within<T>(read: (operation: ReturnType<typeof openOperation>) => Promise<T>) {
    const operation = openOperation(pool, STATEMENT_TIMEOUT_MS)
    try {
      return await read(operation)
    } finally {
      await operation.close()
    }
  }

  const at = (block: number): Rows => ({
    block,
    sql: (text, params) => within((operation) => operation.query(text, params)),
    list: <T extends { id: string }>(field: string, selection: string, where = '') =>
      within(async (contextValue) => {
        contextValue.declareBlocks([{ number: block }])
        const items: T[] = []
        for (;;) {
          const after = items.length === 0 ? '' : `id_gt: ${JSON.stringify(items.at(-1)!.id)}`
          const args = `block: {number: ${block}}, where: {${where} ${after}}, orderBy: [id_ASC], limit: ${MAX_PAGE}`
          const document = parse(`{ list: ${field}(${args}) ${selection} }`)
          const { data, errors } = await execute({ schema, document, contextValue })
          if (errors) throw errors[0]!.originalError ?? errors[0]
          const page = (data as unknown as { list: T[] }).list
          items.push(...page)
          if (page.length < MAX_PAGE) return items
        }
      }),
  })
  return {
    head: () => within((operation) => operation.head()),
    point: (number) =>
      within((operation) => {
        operation.declareBlocks([{ number }])
        return operation.at({ number })
      }),
    at,
    close: () => pool.end(),
  }
}
