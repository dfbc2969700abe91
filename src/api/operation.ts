import type { Pool, PoolClient } from 'pg'
import { resolveBlock } from './block'
import type { ApiContext, BlockInput, BlockPoint } from './context'
import { databaseFailure } from './sql/failures'

/** What an operation needs of a pool; tests count statements through it. */
export type Connections = Pick<Pool, 'connect'>

/** One GraphQL operation, from its first statement to its answer. */
export interface Operation extends ApiContext {
  /** Tells which blocks the root fields name; before the first of them is resolved. */
  expect(blocks: readonly BlockInput[]): void
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

  const run = async <T>(text: string, params: unknown[]): Promise<T[]> => {
    if (failure) throw failure.error
    try {
      session ??= await begin(connections, statementTimeoutMs)
      return (await session.client.query(text, params)).rows as T[]
    } catch (error) {
      failure = { error: databaseFailure(error) }
      throw failure.error
    }
  }

  const query = <T>(text: string, params: unknown[] = []): Promise<T[]> => {
    const rows = last.then(() => run<T>(text, params))
    last = rows.catch(() => {})
    return rows
  }

  const at = async (block?: BlockInput | null): Promise<BlockPoint> => {
    // One more block than the root fields told can only disagree, but then it must be told so.
    if (block && !expected.some((one) => isSame(one, block))) {
      return resolveBlock({ query }, [...expected, block])
    }
    point ??= resolveBlock({ query }, expected)
    return point
  }

  return {
    query,
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
  end(): Promise<void>
}

async function begin(connections: Connections, statementTimeoutMs: number): Promise<Session> {
  const client = await connections.connect()
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
    await client.query(
      'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL jit = off;' +
        ` SET LOCAL statement_timeout = ${statementTimeoutMs}`,
    )
  } catch (error) {
    broken = true
    release()
    throw error
  }
  return {
    client,
    async end() {
      await client.query('ROLLBACK').catch(onError)
      release()
    },
  }
}
