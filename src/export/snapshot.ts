import { type Connections, Transaction } from '../api/database/transaction'
import type { Version } from '../api/database/version'
import type { Deadline } from '../api/deadline'
import { resolveBlock } from '../reads/block'
import type { BlockInput, BlockPoint } from '../reads/context'
import { type Head, requireIndexed } from '../reads/head'
import type { Cell } from './columns'
import type { BlockChoice } from './request'

/** Rows that are read at first; later as many as have about `BATCH_CHARACTERS`. */
const FIRST_ROWS = 100
const MIN_ROWS = 20
const MAX_ROWS = 2_000
const BATCH_CHARACTERS = 512 * 1024

/**
 * Postgres ends a statement so long after the deadline, which has it cancelled and says why. Only if that fails, because the
 * thread is lost, must Postgres end it by itself.
 */
const GRACE_MS = 2_000

/** How a snapshot is read. */
export interface SnapshotOptions {
  readonly connections: Connections
  /** By which the database is refused; null: it is not checked. */
  readonly version: Version | null
  /** At which it ends. */
  readonly deadline: Deadline
}

/** One state of the database, at one block: a transaction that is REPEATABLE READ and READ ONLY. */
export class Snapshot {
  private constructor(
    private readonly transaction: Transaction,
    readonly head: Head,
    readonly point: BlockPoint,
  ) {}

  /**
   * Opens one. Close it in any case.
   *
   * @throws ApiError BLOCK_NOT_INDEXED, NOT_READY
   */
  static async open(options: SnapshotOptions, block: BlockChoice): Promise<Snapshot> {
    const { connections, version, deadline } = options
    const statementTimeoutMs = deadline.msLeft() + GRACE_MS
    const transaction = new Transaction(connections, { statementTimeoutMs, version, deadline })
    try {
      const query = queryOf(transaction)
      const head = requireIndexed(await transaction.run(async (session) => session.head))
      const point = await resolveBlock({ query }, head, blocksOf(block, head))
      return new Snapshot(transaction, head, point)
    } catch (error) {
      await transaction.close()
      throw error
    }
  }

  /** Another block of this state of the database. @throws ApiError BLOCK_NOT_INDEXED */
  async at(block: BlockChoice): Promise<BlockPoint> {
    const query = queryOf(this.transaction)
    return resolveBlock({ query }, this.head, blocksOf(block, this.head))
  }

  /** Digest of the database at a block; null: before the first block with logs. */
  async digestAt({ number }: BlockPoint): Promise<string | null> {
    const [stored] = await this.query<{ digest: string }>(
      `SELECT '0x' || encode(digest, 'hex') AS digest FROM block WHERE block <= $1
       ORDER BY block DESC LIMIT 1`,
      [number],
    )
    return stored?.digest ?? null
  }

  /** Runs one statement. */
  query<T>(text: string, params: unknown[] = []): Promise<T[]> {
    return queryOf(this.transaction)<T>(text, params)
  }

  /** Rows of a SELECT, as they are taken: what waits to be read stays in the database. */
  async *rows(text: string, params: unknown[]): AsyncGenerator<Cell[][]> {
    const name = `rows_${this.cursors++}`
    // All rows are read, so the plan for all of them is the best. Between two batches the reader may take its time.
    await this.query(
      'SET LOCAL cursor_tuple_fraction = 1; SET LOCAL idle_in_transaction_session_timeout = 0',
    )
    await this.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, params)
    let count = FIRST_ROWS
    for (;;) {
      const rows = await this.fetch(name, count)
      if (rows.length > 0) yield rows
      if (rows.length < count) break
      const characters = rows.reduce((sum, row) => sum + row.reduce(lengthWith, 0), 0)
      const fitting = Math.floor((BATCH_CHARACTERS * rows.length) / Math.max(characters, 1))
      count = Math.min(MAX_ROWS, Math.max(MIN_ROWS, fitting))
    }
    await this.query(`CLOSE ${name}`)
  }

  private cursors = 0

  private fetch(name: string, count: number): Promise<Cell[][]> {
    return this.transaction.run(async ({ client }) => {
      const { rows } = await client.query<Cell[]>({
        text: `FETCH ${count} FROM ${name}`,
        rowMode: 'array',
      })
      return rows
    })
  }

  /** Ends the transaction and gives its connection back. Never throws. */
  close(): Promise<void> {
    return this.transaction.close()
  }
}

function blocksOf(block: BlockChoice, { number, finalizedNumber }: Head): BlockInput[] {
  if (block === 'FINAL') return [{ number: Math.min(number, finalizedNumber) }]
  return block === null ? [] : [block]
}

function queryOf(transaction: Transaction) {
  return <T>(text: string, params: unknown[] = []): Promise<T[]> =>
    transaction.run(async ({ client }) => (await client.query(text, params)).rows as T[])
}

function lengthWith(sum: number, cell: Cell): number {
  return sum + (typeof cell === 'string' ? cell.length : 8)
}
