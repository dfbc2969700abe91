import { resolveBlock } from '../reads/block'
import type { ApiContext, BlockInput, BlockPoint } from '../reads/context'
import { type Head, requireIndexed } from '../reads/head'
import { type Connections, Transaction } from './database/transaction'

/** One GraphQL operation, from its first statement to its response. */
export interface Operation extends ApiContext {
  /** Sets the blocks that the root fields name; call it before any of them is resolved. */
  declareBlocks(blocks: readonly BlockInput[]): void
  /** Whether it has read from the database. */
  hasRead(): boolean
  /** Whether it has read what polls of contracts returned, which may come later than the block is final. */
  hasReadPolls(): boolean
  /** Ends the transaction and releases the connection; waits for a running statement. Never throws. */
  close(): Promise<void>
}

/** Tables that polls write, in a statement. */
const POLLED = /\b(poll|polled_pool|restaked_pools)\b/

/**
 * Opens an operation in a transaction of its own.
 *
 * @param statementTimeoutMs after which Postgres cancels a statement
 */
export function openOperation(connections: Connections, statementTimeoutMs: number): Operation {
  const transaction = new Transaction(connections, statementTimeoutMs)
  let hasReadPolls = false
  const query = <T>(text: string, params: unknown[] = []): Promise<T[]> => {
    hasReadPolls ||= POLLED.test(text)
    return transaction.run(async ({ client }) => (await client.query(text, params)).rows as T[])
  }
  const head = async () => requireIndexed(await transaction.run(async (session) => session.head))
  const blocks = new OperationBlock({ query, head })
  return {
    query,
    head,
    at: (block) => blocks.at(block),
    declareBlocks: (named) => blocks.declare(named),
    hasRead: () => transaction.hasStarted,
    hasReadPolls: () => hasReadPolls,
    close: () => transaction.close(),
  }
}

/** The one block that an operation reads. */
class OperationBlock {
  private declared: readonly BlockInput[] = []
  private resolved: Promise<BlockPoint> | null = null

  constructor(private readonly database: Pick<ApiContext, 'query' | 'head'>) {}

  /** Sets what the root fields name, each block once. */
  declare(blocks: readonly BlockInput[]): void {
    this.declared = blocks.filter(
      (block, index) => blocks.findIndex((one) => isSame(one, block)) === index,
    )
  }

  /**
   * The declared block.
   * @param block what one field names; rejected as BAD_USER_INPUT if it is not the declared one
   */
  async at(block?: BlockInput | null): Promise<BlockPoint> {
    if (block && !this.declared.some((one) => isSame(one, block))) {
      return this.resolve([...this.declared, block])
    }
    this.resolved ??= this.resolve(this.declared)
    return this.resolved
  }

  private async resolve(blocks: readonly BlockInput[]): Promise<BlockPoint> {
    const head: Head = await this.database.head()
    return resolveBlock(this.database, head, blocks)
  }
}

function isSame(a: BlockInput, b: BlockInput): boolean {
  return (['number', 'hash', 'timestamp'] as const).every(
    (name) => (a[name] ?? null) === (b[name] ?? null),
  )
}
