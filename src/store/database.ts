import type { Client } from 'pg'
import { readDistrustedTo, readInvalidBlocks, readVerifiedUpTo } from './checks/verification'
import { closeConnection, openConnection } from './connection'
import { type Cursor, type Head, NOTHING, readCursor, writeCursor } from './cursor'
import {
  createDeferredIndexes,
  deferIndexes,
  hasDeferredIndexes,
  LONG_HISTORY,
} from './deferred-indexes'
import { genesisDigest } from './digest'
import { type FollowedContract, readFollowedContracts } from './followed-contracts'
import { KeyFilter } from './key-filter'
import { type LateConstants, writeLateConstants } from './late-constants'
import { noteFailover } from './outbox/failover'
import { isRecent, OutboxRows, outboxStart, readOutboxStart } from './outbox/outbox'
import { type RederiveOptions, rederive } from './rederive/rederive'
import { type Rollback, rollBackInvalidBlocks } from './rewind'
import { rollBackTo } from './rollback'
import { HIGHEST, LOWEST } from './stored-changes'
import { WriteTransaction } from './transaction'
import { inWriterTransaction } from './writer/fenced'
import { type Beats, Heartbeat } from './writer/heartbeat'
import { writeIndexerState } from './writer/indexer-state'
import { type Claim, claimWriter, releaseClaim, writerName } from './writer/lock'

/** Blocks behind the head at which these are created. */
const NEAR_HEAD = 1_000

/** Blocks from which on a history without these indexes is too long for its digests to be computed again. */
const MAX_UNINDEXED = 50_000

/** serialization_failure, deadlock_detected: a retry of the same transaction can succeed. */
const RETRIED = new Set<unknown>(['40001', '40P01'])
const ATTEMPTS = 5

type Work = (tx: WriteTransaction, cursor: Cursor) => Promise<void>

/** What is done inside the transactions, and callbacks. */
export interface DatabaseOptions extends RederiveOptions {
  url: string
  /** Last known block of the chain. */
  chainHead(): number | null
  /** Postgres indexes that were deferred for a long history are being created: `done` of `all`. */
  creatingIndexes?(done: number, all: number): void
  /** Blocks were rolled back because one was invalid; they are indexed again. */
  rolledBack?(rollback: Rollback): void
  committed(cursor: Readonly<Cursor>): void
  /** Written once the claim is taken, and with its heartbeat. */
  beats?: Beats
  /** Called before rows are derived anew, if there is an index and no long history is being read. */
  beforeRederiving?(client: Client, claim: Claim): Promise<void>
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
 * The database as the SDK expects it, on one connection: rows, history, digest and cursor of a batch are one transaction.
 *
 * Hot blocks are written like final ones; on a reorganization their rows are rolled back by the history (rollback.ts).
 */
export class IndexDatabase {
  readonly supportsHotBlocks = true
  private client: Client | null = null
  private lost: Error | null = null
  private claim!: Claim
  private heartbeat: Heartbeat | null = null
  private cursor!: Cursor
  private isDeferred = false
  /** Keys that the database may have; null unless a long history is being indexed. */
  private keys: KeyFilter | null = null
  /** Block after which changes are written to the outbox; null: it has not begun. */
  private outboxAfter: number | null = null
  /** Constants to be written when the connection is free. */
  private late: LateConstants = {}
  /** Ends with the last transaction that was begun. */
  private busy: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: DatabaseOptions) {}

  /**
   * Opens the connection and claims the right to write, unless done before.
   * @returns the last final block, and the hot blocks above it
   * @throws LinchpinError LP3002 if another process is writing, LP3003 if the database holds another chain,
   *   LP3030 if later rules wrote its rows
   */
  async connect(): Promise<Head & { top: Head[] }> {
    if (!this.client) await this.open()
    const hasBlocks = this.cursor.hash !== NOTHING.hash
    return hasBlocks ? { ...this.cursor.finalized, top: this.cursor.hot } : { ...NOTHING, top: [] }
  }

  private async open(): Promise<void> {
    const { url, identity, beats = null } = this.options
    // The connection was lost while idle: the next transaction fails with this error.
    const lose = (error: Error) => {
      this.lost ??= error
    }
    const client = await openConnection(url, writerName(), lose)
    this.client = client
    this.claim = await claimWriter(client)
    this.heartbeat = new Heartbeat(url, writerName(), this.claim, client, beats, lose)
    const found = await readCursor(client, identity)
    const rollback = found && (await rollBackInvalidBlocks(client, this.claim))
    if (rollback) this.options.rolledBack?.(rollback)
    if (found && !(await hasDeferredIndexes(client))) {
      await this.options.beforeRederiving?.(client, this.claim)
    }
    if (found) await rederive(client, this.claim, this.options)
    const cursor = found && (await readCursor(client, identity))
    this.cursor = cursor ?? (await this.begin())
    await noteFailover(client, this.claim)
    this.outboxAfter = await readOutboxStart(client)
    this.isDeferred = await hasDeferredIndexes(client)
    this.keys = this.isDeferred ? await KeyFilter.read(client) : null
    await this.finish()
    if (beats) await writeIndexerState(client, this.claim, beats.state())
  }

  /** All contracts followed so far. */
  async followed(): Promise<FollowedContract[]> {
    return readFollowedContracts(this.client!, LOWEST, HIGHEST)
  }

  /** Invalid blocks, and those that were reindexed and not verified since. */
  async invalidBlocks(): Promise<number[]> {
    return (await readInvalidBlocks(this.client!)).map(({ block }) => block)
  }

  /** Last block of the history that providers got wrong more than once; null: none. */
  async distrustedTo(): Promise<number | null> {
    return readDistrustedTo(this.client!)
  }

  /** The right to write; connected. */
  get writer(): Claim {
    return this.claim
  }

  /** Last block up to which all stored logs are verified. */
  async provenTo(): Promise<number> {
    return (await readVerifiedUpTo(this.client!))!.block
  }

  /** How far the index is. */
  get position(): Readonly<Cursor> {
    return this.cursor
  }

  /** Writes a batch of final blocks. Hot blocks above `prevHead` are replaced. */
  async transact(info: FinalUpdate, work: (tx: WriteTransaction) => Promise<void>): Promise<void> {
    await this.write(info.prevHead.height, async (tx, cursor) => {
      await work(tx)
      Object.assign(cursor, ref(info.nextHead))
      cursor.finalized = ref(info.nextHead)
      cursor.hot = []
    })
  }

  /** Writes hot blocks. Blocks above `baseHead` are rolled back first. */
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

  /** Older form of transactHot2, which the SDK prefers. */
  async transactHot(
    info: HotUpdate,
    work: (tx: WriteTransaction, block: Head) => Promise<void>,
  ): Promise<void> {
    await this.transactHot2(info, async (tx) => {
      for (const block of info.newBlocks) await work(tx, block)
    })
  }

  async close(): Promise<void> {
    const { client, heartbeat } = this
    this.client = null
    await heartbeat?.stop()
    // The connection may be lost already.
    if (client && heartbeat) await releaseClaim(client, this.claim).catch(() => {})
    if (client) await closeConnection(client)
  }

  /**
   * Writes constants that contracts answered late, so that all is as if they had been known from the start. During a long
   * history that is when its indexes are created.
   */
  async learn(constants: LateConstants): Promise<void> {
    Object.assign(this.late, constants)
    await this.alone(() => this.writeLate())
  }

  private async writeLate(): Promise<void> {
    const { identity, forget } = this.options
    const { late } = this
    const blocks = this.cursor.height - identity.startBlock
    if (Object.keys(late).length === 0 || (this.isDeferred && blocks > MAX_UNINDEXED)) return
    await this.writeOnce(this.cursor.height, async (_tx, cursor) => {
      // The cached row of the protocol lacks them.
      forget()
      cursor.digest = await writeLateConstants(this.client!, identity, late)
    })
    this.late = {}
  }

  /** Runs one transaction after the other: they share the connection. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.busy.then(work)
    this.busy = result.catch(() => {})
    return result
  }

  /** One transaction on top of block `base`, with retries after a serialization failure or deadlock. */
  private write(base: number, work: Work): Promise<void> {
    return this.alone(() => this.writeAlone(base, work))
  }

  private async writeAlone(base: number, work: Work): Promise<void> {
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
    await this.writeLate()
    this.options.committed(this.cursor)
  }

  private async writeOnce(base: number, work: Work): Promise<void> {
    const client = this.client!
    const { identity, forget, chainHead } = this.options
    // Before the first block the SDK passes -1; the genesis state is never rolled back.
    const kept = Math.max(base, identity.startBlock - 1)
    if (this.lost) throw this.lost
    const after = this.outboxAfter ?? outboxStart(kept, chainHead())
    const outbox = after === null ? null : new OutboxRows(after)
    let isBegun = this.outboxAfter !== null
    try {
      this.cursor = await inWriterTransaction(client, this.claim, async () => {
        const isRollback = kept < this.cursor.height
        if (isRollback) forget()
        const cursor = isRollback
          ? await rollBackTo(client, this.cursor, identity, kept)
          : { ...this.cursor }
        const before = { height: kept, finalized: cursor.finalized }
        await work(new WriteTransaction(client, cursor, identity, this.keys, outbox), cursor)
        isBegun ||= isRecent(identity.network, cursor.timestamp)
        if (isBegun) await outbox?.send(client, before, cursor)
        await writeCursor(client, identity, cursor, chainHead(), kept)
        return cursor
      })
    } catch (error) {
      forget()
      throw error
    }
    if (isBegun && after !== null && this.cursor.height > after) this.outboxAfter = after
  }

  /** Blocks from `height` to the head of the chain; null: the head is unknown. */
  private behind(height: number): number | null {
    const head = this.options.chainHead()
    return head === null ? null : head - height
  }

  /** Creates the deferred Postgres indexes once the index is near the head. */
  private async finish(): Promise<void> {
    if (!this.isDeferred || (this.behind(this.cursor.height) ?? 0) > NEAR_HEAD) return
    await createDeferredIndexes(this.client!, this.options.creatingIndexes ?? (() => {}))
    this.isDeferred = false
    this.keys = null
  }

  /** Initializes an empty database. */
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
    return inWriterTransaction(client, this.claim, async () => {
      await genesis(new WriteTransaction(client, cursor, identity, this.keys))
      await writeCursor(client, identity, cursor, null)
      if ((this.behind(cursor.height) ?? 0) > LONG_HISTORY) await deferIndexes(client)
      return cursor
    })
  }
}

/** Drops other fields: the SDK passes whole headers. */
function ref({ height, hash }: Head): Head {
  return { height, hash }
}
