import { Client } from 'pg'
import { type Cursor, type Head, type Identity, NOTHING, readCursor, writeCursor } from './cursor'
import { deferIndexes, hasDeferredIndexes, makeIndexes } from './deferred-indexes'
import { genesisDigest } from './digest'
import { KnownKeys } from './known-keys'
import { takeLock } from './lock'
import { contractsBegun, readMisfits } from './proof'
import { type Moved, takeBackMisfits } from './rewind'
import { HIGHEST } from './stored-changes'
import { WriteTransaction } from './transaction'
import { undoTo } from './undo'

/** Blocks behind the head of the chain from which on a history is long: it is read without the indexes of questions. */
const LONG = 10_000
/** Blocks behind the head at which they are made. */
const NEAR = 1_000

/** serialization_failure, deadlock_detected: the same transaction can succeed. */
const RETRIED = new Set<unknown>(['40001', '40P01'])
const ATTEMPTS = 5

type Work = (tx: WriteTransaction, cursor: Cursor) => Promise<void>

/** What is done inside the transactions, and who is told of them. */
export interface DatabaseOptions {
  url: string
  identity: Identity
  /** Writes the rows that hold before the first block, once, into an empty database. */
  genesis(tx: WriteTransaction): Promise<void>
  /** What was written no longer holds, or was not committed: forget what is remembered between batches. */
  forget(): void
  /** Last block of the chain, as far as it is known. */
  chainHead(): number | null
  /** Indexes that were left out while a long history was read are made now: `done` of `all`. */
  makingIndexes?(done: number, all: number): void
  /** Blocks that had been stored wrong were taken back, and come again. */
  takenBack?(moved: Moved): void
  committed(cursor: Readonly<Cursor>): void
}

interface FinalUpdate {
  prevHead: Head
  nextHead: Head
}

interface HotUpdate {
  finalizedHead: Head
  baseHead: Head
  newBlocks: Head[]
}

/**
 * The SDK's database, on one connection: rows, history, digest and cursor of a batch are one transaction.
 *
 * Blocks that can be undone are written like final ones; a fork takes their rows back from the history (undo.ts).
 */
export class IndexDatabase {
  readonly supportsHotBlocks = true
  private client: Client | null = null
  private lost: Error | null = null
  private cursor!: Cursor
  private isDeferred = false
  /** While a long history is read: keys that the database may have. */
  private known: KnownKeys | null = null

  constructor(private readonly options: DatabaseOptions) {}

  /**
   * Opens the connection, takes the writer's lock and says where the index stands; opened before, it only says so.
   * @throws LinchpinError LP3002 if another process writes, LP3003 if the database holds another chain
   */
  async connect(): Promise<Head & { top: Head[] }> {
    if (!this.client) await this.open()
    const known = this.cursor.hash !== NOTHING.hash
    return known ? { ...this.cursor.finalized, top: this.cursor.hot } : { ...NOTHING, top: [] }
  }

  private async open(): Promise<void> {
    const { url, identity } = this.options
    const client = new Client({ connectionString: url, application_name: 'linchpin index' })
    // A connection that is lost while nothing is asked of it: the next transaction fails with the reason.
    client.on('error', (error) => {
      this.lost ??= error
    })
    await client.connect()
    this.client = client
    await takeLock(client)
    const found = await readCursor(client, identity)
    const moved = found && (await takeBackMisfits(client))
    if (moved) this.options.takenBack?.(moved)
    const cursor = moved ? await readCursor(client, identity) : found
    this.cursor = cursor ?? (await this.begin())
    this.isDeferred = await hasDeferredIndexes(client)
    this.known = this.isDeferred ? await KnownKeys.read(client) : null
    await this.finish()
  }

  /** Contracts followed so far, and since which block: that of the first version, not of the one that holds now. */
  async followed(): Promise<{ address: string; kind: string; fromBlock: number }[]> {
    return contractsBegun(this.client!, -2, HIGHEST)
  }

  /** Blocks that were once stored wrong, and not proven since. */
  async misfits(): Promise<number[]> {
    return (await readMisfits(this.client!)).map(({ block }) => block)
  }

  /** Where the index stands. */
  get position(): Readonly<Cursor> {
    return this.cursor
  }

  /** A batch of final blocks. Blocks above `prevHead` that were written as undoable are written anew. */
  async transact(info: FinalUpdate, work: (tx: WriteTransaction) => Promise<void>): Promise<void> {
    await this.write(info.prevHead.height, async (tx, cursor) => {
      await work(tx)
      Object.assign(cursor, ref(info.nextHead))
      cursor.finalized = ref(info.nextHead)
      cursor.hot = []
    })
  }

  /** Blocks that can still be undone, after the fork (if there is one) is taken back to `baseHead`. */
  async transactHot2(
    info: HotUpdate,
    work: (tx: WriteTransaction, start: number, end: number) => Promise<void>,
  ): Promise<void> {
    await this.write(info.baseHead.height, async (tx, cursor) => {
      const { newBlocks, baseHead, finalizedHead } = info
      if (newBlocks.length > 0) await work(tx, 0, newBlocks.length)
      const kept = cursor.hot.filter(({ height }) => height <= baseHead.height)
      const hot = [...kept, ...newBlocks.map(ref)]
      cursor.hot = hot.filter(({ height }) => height > finalizedHead.height)
      cursor.finalized = ref(finalizedHead)
      Object.assign(cursor, ref(newBlocks.at(-1) ?? baseHead))
    })
  }

  /** The SDK prefers transactHot2; this is the older form of the same. */
  async transactHot(
    info: HotUpdate,
    work: (tx: WriteTransaction, block: Head) => Promise<void>,
  ): Promise<void> {
    await this.transactHot2(info, async (tx) => {
      for (const block of info.newBlocks) await work(tx, block)
    })
  }

  async close(): Promise<void> {
    await this.client?.end()
    this.client = null
  }

  /** One transaction on top of the block at `base`; tried again where Postgres could not order it among others. */
  private async write(base: number, work: Work): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.writeOnce(base, work)
        break
      } catch (error) {
        const { code } = Object(error) as { code?: unknown }
        if (attempt >= ATTEMPTS || !RETRIED.has(code)) throw error
      }
    }
    await this.finish()
    this.options.committed(this.cursor)
  }

  private async writeOnce(base: number, work: Work): Promise<void> {
    const client = this.client!
    const { identity, forget, chainHead } = this.options
    // Before the first block the SDK says -1; what holds before the first block stays.
    const kept = Math.max(base, identity.startBlock - 1)
    if (this.lost) throw this.lost
    try {
      await client.query('BEGIN')
      const isUndo = kept < this.cursor.height
      if (isUndo) forget()
      const cursor = isUndo ? await undoTo(client, this.cursor, identity, kept) : { ...this.cursor }
      await work(new WriteTransaction(client, cursor, identity, this.known), cursor)
      await writeCursor(client, identity, cursor, chainHead())
      await client.query('COMMIT')
      this.cursor = cursor
    } catch (error) {
      forget()
      await client.query('ROLLBACK').catch(() => {
        // The connection is gone, and the transaction with it; the first error says why.
      })
      throw error
    }
  }

  /** Blocks from the last that is written to the head of the chain; null: the head is not known. */
  private behind(height: number): number | null {
    const head = this.options.chainHead()
    return head === null ? null : head - height
  }

  /** Makes the indexes that were left out, once a long history is read. */
  private async finish(): Promise<void> {
    if (!this.isDeferred || (this.behind(this.cursor.height) ?? 0) > NEAR) return
    await makeIndexes(this.client!, this.options.makingIndexes ?? (() => {}))
    this.isDeferred = false
    this.known = null
  }

  /** First use of a database. */
  private async begin(): Promise<Cursor> {
    const client = this.client!
    const { identity, genesis } = this.options
    const cursor: Cursor = {
      height: identity.startBlock - 1,
      hash: NOTHING.hash,
      timestamp: null,
      finalized: { height: identity.startBlock - 1, hash: NOTHING.hash },
      hot: [],
      digest: genesisDigest(identity.chainId, identity.deployment, []),
    }
    await client.query('BEGIN')
    await genesis(new WriteTransaction(client, cursor, identity, this.known))
    await writeCursor(client, identity, cursor, null)
    if ((this.behind(cursor.height) ?? 0) > LONG) await deferIndexes(client)
    await client.query('COMMIT')
    return cursor
  }
}

/** The SDK passes whole headers where it promises references. */
function ref({ height, hash }: Head): Head {
  return { height, hash }
}
