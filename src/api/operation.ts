import type { Pool, PoolClient, QueryResult } from 'pg'
import { resolveBlock } from '../reads/block'
import type { ApiContext, BlockInput, BlockPoint } from '../reads/context'
import { begun, HEAD_SQL, type Head } from '../reads/head'
import { databaseFailure, notSetUp } from './sql/failures'

/** What an operation needs of a pool; tests count statements through it. */
export type Connections = Pick<Pool, 'connect'>

/** One GraphQL operation, from its first statement to its answer. */
export interface Operation extends ApiContext {
  /** Tells which blocks the root fields name; before the first of them is resolved. */
  expect(blocks: readonly BlockInput[]): void
  /** Whether it has read anything. */
  hasBegun(): boolean
  /** Ends the transaction and gives the connection back; waits for a running statement. Never throws. */
  close(): Promise<void>
}

/**
 * Opens an operation. No connection is taken before its first statement.
 *
 * Statements run one after another. After a failed one the transaction is lost, so all later ones fail alike.
 *
 * @param statementTimeoutMs after which Postgres stops a statement
 */
export function openOperation(connections: Connections, statementTimeoutMs: number): Operation {
  let session: Session | null = null
  let last: Promise<unknown> = Promise.resolve()
  let failure: { error: unknown } | null = null
  let expected: readonly BlockInput[] = []
  let point: Promise<BlockPoint> | null = null

  const run = async <T>(use: (session: Session) => Promise<T>): Promise<T> => {
    if (failure) throw failure.error
    try {
      session ??= await begin(connections, statementTimeoutMs)
      return await use(session)
    } catch (error) {
      failure = { error: databaseFailure(error) }
      throw failure.error
    }
  }

  const inTurn = <T>(use: (session: Session) => Promise<T>): Promise<T> => {
    const result = last.then(() => run(use))
    last = result.catch(() => {})
    return result
  }

  const query = <T>(text: string, params: unknown[] = []): Promise<T[]> =>
    inTurn(async ({ client }) => (await client.query(text, params)).rows as T[])

  const head = async (): Promise<Head> => begun(await inTurn(async (session) => session.head))

  const at = async (block?: BlockInput | null): Promise<BlockPoint> => {
    // One more block than the root fields told can only disagree, but then it must be told so.
    if (block && !expected.some((one) => isSame(one, block))) {
      return resolveBlock({ query }, await head(), [...expected, block])
    }
    point ??= head().then((known) => resolveBlock({ query }, known, expected))
    return point
  }

  return {
    query,
    head,
    hasBegun: () => session !== null,
    at,
    expect(blocks) {
      expected = blocks.filter(
        (block, index) => blocks.findIndex((one) => isSame(one, block)) === index,
      )
    },
    async close() {
      failure ??= { error: new Error('The operation has ended.') }
      await last
      await session?.end()
    },
  }
}

function isSame(a: BlockInput, b: BlockInput): boolean {
  return (['number', 'hash', 'timestamp'] as const).every(
    (name) => (a[name] ?? null) === (b[name] ?? null),
  )
}

interface Session {
  client: PoolClient
  /** As the transaction sees it; undefined: the indexer has not begun. */
  head: Head | undefined
  end(): Promise<void>
}

async function begin(connections: Connections, statementTimeoutMs: number): Promise<Session> {
  const client = await connections.connect()
  let head: Head | undefined
  let broken = false
  // A connection that dies emits an error, which would end the process if nobody listened.
  const onError = () => {
    broken = true
  }
  const release = () => {
    client.removeListener('error', onError)
    client.release(broken)
  }
  client.on('error', onError)
  try {
    // Compiling takes longer than any statement here runs.
    const results = (await client.query(
      'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL jit = off;' +
        ` SET LOCAL statement_timeout = ${statementTimeoutMs}; ${HEAD_SQL}`,
    )) as unknown as QueryResult<Head>[]
    head = results.at(-1)?.rows[0]
  } catch (error) {
    broken = true
    release()
    // A column of the cursor that an earlier version did not have.
    throw Object(error).code === '42703' ? notSetUp() : error
  }
  return {
    client,
    head,
    async end() {
      await client.query('ROLLBACK').catch(onError)
      release()
    },
  }
}
