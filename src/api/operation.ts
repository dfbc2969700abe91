import { resolveBlock } from '../reads/block'
import type { ApiContext, BlockInput, BlockPoint, ResolverContext } from '../reads/context'
import { type Head, requireIndexed } from '../reads/head'
import { type Connections, Transaction } from './database/transaction'
import type { Version } from './database/version'
import type { Deadline } from './deadline'
import { headName } from './http/head-watch'

/** One GraphQL operation, from its first statement to its response. */
export interface Operation extends ResolverContext {
  /** Sets the blocks that the root fields name; call it before any of them is resolved. */
  declareBlocks(blocks: readonly BlockInput[]): void
  /** Whether it has read from the database. */
  hasRead(): boolean
  /** What it has read that may come later than its block is final. */
  later(): LaterReads
  /** Whether a statement saw another head than the expected one: then it is run again without one. */
  hasMoved(): boolean
  /** Whether a replica cancelled a statement of it: it may be run again. */
  hasConflict(): boolean
  /** Ends the transaction and releases the connection; waits for a running statement. Never throws. */
  close(): Promise<void>
}

/** Tables that polls write, in a statement. */
const POLLED = /\b(poll|polled_pool|polled_adapter|restaked_pools)\b/
/** Table of claims of tokens, in a statement. */
const CLAIMS = /\btoken_claim\b/

/** What a statement reads that may come later than its block is final. */
export interface LaterReads {
  /** What polls of contracts returned. */
  readonly polls: boolean
  /** What contracts said of tokens: the same at every block, but it may come at any time. */
  readonly claims: boolean
}

/** What a statement reads that may come later than its block is final. */
export function laterReads(text: string): LaterReads {
  return { polls: POLLED.test(text), claims: CLAIMS.test(text) }
}

/** A statement saw another head than the one that the operation began with. */
class HeadMoved extends Error {}

/**
 * Opens an operation in a transaction of its own, which begins with the first statement.
 *
 * @param statementTimeoutMs after which Postgres cancels a statement
 * @param version by which the database is refused. Default: it is not checked
 * @param deadline that ends it early. Default: nothing does
 * @param expected the head, read after the operation came: an operation that needs no more has no transaction. Default: it is read
 * in the transaction
 */
export function openOperation(
  connections: Connections,
  statementTimeoutMs: number,
  version: Version | null = null,
  deadline: Deadline | null = null,
  expected: Head | null = null,
): Operation {
  const transaction = new Transaction(connections, { statementTimeoutMs, version, deadline })
  const reads = new Reads(transaction)
  let later: LaterReads = { polls: false, claims: false }
  let hasMoved = false
  const query = <T>(text: string, params: unknown[] = []): Promise<T[]> => {
    const { polls, claims } = laterReads(text)
    later = { polls: later.polls || polls, claims: later.claims || claims }
    return transaction.run(async ({ client, head }) => {
      hasMoved = expected !== null && (!head || headName(head) !== headName(expected))
      if (hasMoved) throw new HeadMoved()
      return (await client.query(text, params)).rows as T[]
    })
  }
  let known: Promise<Head> | null = null
  const readHead = async () => expected ?? (await transaction.run(async (session) => session.head))
  const head = () => {
    known ??= readHead().then(requireIndexed)
    return known
  }
  const blocks = new OperationBlock({ query, head })
  return {
    query,
    head,
    at: (block) => blocks.at(block),
    get signal() {
      return deadline?.signal
    },
    reading: (read) => reads.during(read),
    hasReadAll: () => (deadline ? deadline.race(reads.ended) : reads.ended),
    declareBlocks: (named) => blocks.declare(named),
    hasRead: () => transaction.hasStarted || (expected !== null && known !== null),
    hasMoved: () => hasMoved,
    hasConflict: () => transaction.hasConflict,
    later: () => later,
    close: () => transaction.close(),
  }
}

/** Follows what an operation reads, and ends its transaction once all of it was read: nothing is computed before. */
class Reads {
  private running = 0
  private end: () => void = () => {}
  readonly ended = new Promise<void>((resolve) => {
    this.end = resolve
  })

  constructor(private readonly transaction: Transaction) {}

  async during<T>(read: () => Promise<T>): Promise<T> {
    this.running++
    try {
      return await read()
    } finally {
      this.running--
      setImmediate(() => this.endIfDone())
    }
  }

  /** Fields below a field that was read may read more, at once. */
  private endIfDone(): void {
    if (this.running > 0) return
    if (this.transaction.isIdle) void this.transaction.close().then(this.end)
    else void this.transaction.idle().then(() => setImmediate(() => this.endIfDone()))
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
