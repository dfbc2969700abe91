import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../../errors'
import { RULES } from '../../ledger/rules'
import { clearLate, readFirstLate } from '../answers/contract-answers'
import { type Cursor, type Head, type Identity, NOTHING, readIndex, writeCursor } from '../cursor'
import {
  createDeferredIndexes,
  deferIndexes,
  hasDeferredIndexes,
  LONG_HISTORY,
} from '../deferred-indexes'
import { readFollowedContracts } from '../followed-contracts'
import { KeyFilter } from '../key-filter'
import { digestAt, rollBackAbove, rollBackRows } from '../rollback'
import { HIGHEST, LOWEST } from '../stored-changes'
import { EVENT_TABLES, POLLED, STATE_TABLES, TABLES } from '../tables'
import { WriteTransaction } from '../transaction'
import { inWriterTransaction } from '../writer/fenced'
import type { Claim } from '../writer/lock'
import { readRules } from './rules'
import { readStoredEvents, type StoredEvents } from './stored-events'

/** Blocks with logs that are derived in one transaction. */
const BATCH_BLOCKS = 1_000

/** Tables with the logs, from which all others are derived. */
const LOGS = ['block', 'contractEvent'] as const
const DERIVED_TABLES = [...STATE_TABLES, ...EVENT_TABLES].filter(
  (table) => !POLLED.has(table) && !LOGS.some((name) => name === table),
)
const DERIVED = DERIVED_TABLES.map((table) => TABLES[table].name)

/** How far rows are derived anew. */
export interface Rederiving {
  /**
   * Rules of the rows before; null: of this version, in a derivation that was interrupted or that contracts made necessary which
   * answered late.
   */
  rules: number | null
  /** Last block that is done, and the last one to do. */
  block: number
  upTo: number
  /** Logs done by this process. */
  logs: number
  isDone: boolean
  /** Blocks from this one on are read again from the provider: their stored logs are not enough. */
  readAgain: { block: number; contracts: string[] } | null
}

/** What writes rows. */
export interface RederiveOptions {
  identity: Identity
  /** Writes the state before the first block, on a database without rows. */
  genesis(tx: WriteTransaction): Promise<void>
  /** Writes stored blocks again. @returns the first one that cannot be had from its stored logs; null: all are written */
  replay(tx: WriteTransaction, blocks: readonly StoredEvents[]): Promise<number | null>
  /** Blocks were rolled back, or not committed: discard all that is cached between batches. */
  forget(): void
  rederiving?(progress: Rederiving): void
}

/** Stored logs to derive rows from. */
interface Target extends Head {
  /** Unix seconds; null: unknown. */
  timestamp: number | null
  /** First block of the logs of each contract whose logs are stored. */
  followed: Record<string, number>
}

/** Blocks from `block` on are not in the stored logs. */
class Gap extends Error {
  constructor(
    readonly block: number,
    readonly contracts: string[],
  ) {
    super(`stored logs end before block ${block}`)
  }
}

/**
 * If other rules than those of this version wrote the rows, derives all rows anew from the stored logs of final blocks, so
 * that they equal those of a new index. Hot blocks are dropped; the indexer reads them again. Each batch is a transaction,
 * and the next start goes on behind the last one. Nothing is read from the chain but what `genesis` reads.
 *
 * If contracts answered late (contract-answers.ts), rows are derived anew from the block on in which the first one was found.
 *
 * Where stored logs are not enough (a contract that earlier rules did not follow, an event that this version cannot encode)
 * the index ends before that block, and the indexer reads the rest again.
 *
 * @throws LinchpinError LP3030 if later rules wrote the rows
 */
export async function rederive(
  client: Client,
  claim: Claim,
  options: RederiveOptions,
): Promise<void> {
  const stored = await readRules(client)
  if (!stored) return
  if (stored.rules > RULES) throw laterRules(stored.rules)
  const isOther = stored.rules !== RULES
  const run = new Rederivation(client, claim, options, isOther ? stored.rules : null)
  if (isOther) await run.begin()
  if (isOther || stored.upTo !== null) await run.finish()
  const late = await readFirstLate(client)
  if (late === null) return
  await run.beginAt(late)
  await run.finish()
}

class Rederivation {
  private keys: KeyFilter | null = null
  private logs = 0

  constructor(
    private readonly client: Client,
    private readonly claim: Claim,
    private readonly options: RederiveOptions,
    private readonly rules: number | null,
  ) {}

  /** Deletes all rows but logs and polls, and writes the state before the first block. */
  async begin(): Promise<void> {
    const { client, options } = this
    const { identity } = options
    // Stored logs are read by an index that may be among them.
    if (await hasDeferredIndexes(client)) await createDeferredIndexes(client, () => {})
    await this.transaction(async () => {
      const { height } = await this.keepTarget()
      await rollBackAbove(client, height)
      for (const table of DERIVED) await client.query(`DELETE FROM "${table}"`)
      if (height - identity.startBlock > LONG_HISTORY) {
        await deferIndexes(client, [TABLES.contractEvent.name])
        this.keys = new KeyFilter()
      }
      const cursor = emptyCursor(identity)
      options.forget()
      await options.genesis(new WriteTransaction(client, cursor, identity, this.keys))
      await writeCursor(client, identity, cursor, null)
      await client.query('UPDATE cursor SET rules = $1', [RULES])
      await clearLate(client)
    })
    // So that the new rows take the place of the deleted ones. Without the right to it they take more.
    await client.query(`VACUUM ${DERIVED.map((name) => `"${name}"`).join(', ')}`).catch(() => {})
  }

  /** Rolls back all rows that blocks from `block` on wrote, but logs and polls. */
  async beginAt(block: number): Promise<void> {
    const { client, options } = this
    const { identity } = options
    await this.transaction(async () => {
      const { height } = await this.keepTarget()
      await rollBackAbove(client, height)
      const last = Math.min(block - 1, height)
      await rollBackRows(client, DERIVED_TABLES, last)
      const digest = await digestAt(client, identity, last)
      const head = { height: last, hash: NOTHING.hash }
      const cursor = { ...head, timestamp: null, finalized: head, hot: [], digest }
      options.forget()
      await writeCursor(client, identity, cursor, null)
      await clearLate(client)
    })
  }

  /** Derives rows from all stored logs that are left. */
  async finish(): Promise<void> {
    const { client } = this
    if (!this.keys && (await hasDeferredIndexes(client))) this.keys = await KeyFilter.read(client)
    for (;;) {
      const target = await readTarget(client)
      if (!target) return
      try {
        await this.transaction(() => this.batch(target))
      } catch (error) {
        if (!(error instanceof Gap)) throw error
        await this.endBefore(error, target)
      }
    }
  }

  /** Derives the rows of the next blocks. @throws Gap where the stored logs end */
  private async batch(target: Target): Promise<void> {
    const { client, options, keys } = this
    const { identity, cursor } = (await readIndex(client))!
    const after = cursor.height
    const blocks = await readStoredEvents(client, after, target.height, BATCH_BLOCKS)
    const last = blocks.at(-1)?.header
    const end = last ? last.number : target.height
    for (const table of LOGS) {
      const range = 'block > $1 AND block <= $2'
      await client.query(`DELETE FROM "${TABLES[table].name}" WHERE ${range}`, [after, end])
    }
    const tx = new WriteTransaction(client, cursor, identity, keys)
    if (last) await this.assertFollowed(target, after, await options.replay(tx, blocks))
    const isDone = !last || last.number === target.height
    const head: Head & { timestamp: number | null } = isDone
      ? { ...target, timestamp: target.timestamp ?? timeOf(last) }
      : { height: last.number, hash: last.hash, timestamp: last.timestamp }
    const { height, hash, timestamp } = head
    const finalized = { height, hash }
    await writeCursor(client, identity, { ...cursor, ...finalized, timestamp, finalized }, null)
    if (isDone) await client.query('DELETE FROM rederivation')
    this.logs += blocks.reduce((sum, { events }) => sum + events.length, 0)
    this.report(height, target.height, isDone)
  }

  /** Whether the logs of every contract that was found after a block are stored. @throws Gap if not */
  private async assertFollowed(
    { followed }: Target,
    after: number,
    undecodable: number | null,
  ): Promise<void> {
    const found = await readFollowedContracts(this.client, after, HIGHEST)
    const missing = found.filter(
      ({ address, fromBlock }) => (followed[address] ?? HIGHEST) > fromBlock,
    )
    const blocks = missing.map(({ fromBlock }) => fromBlock)
    const first = Math.min(...blocks, undecodable ?? HIGHEST)
    if (first === HIGHEST) return
    const contracts = missing.filter(({ fromBlock }) => fromBlock === first)
    throw new Gap(
      first,
      contracts.map(({ address }) => address),
    )
  }

  /** Drops the stored logs of a block and of all above. */
  private async endBefore({ block, contracts }: Gap, target: Target): Promise<void> {
    const { client, options } = this
    const { rows } = await client.query<Head & { timestamp: number }>(
      `SELECT block AS height, '0x' || encode(hash, 'hex') AS hash, extract(epoch FROM block_time)::float8 AS timestamp
       FROM block WHERE block < $1 ORDER BY block DESC LIMIT 1`,
      [block],
    )
    const start = options.identity.startBlock - 1
    const end = rows[0] ?? { height: start, hash: NOTHING.hash, timestamp: null }
    await this.transaction(async () => {
      await rollBackAbove(client, end.height)
      await client.query('UPDATE rederivation SET height = $1, hash = $2, block_timestamp = $3', [
        end.height,
        end.hash,
        end.timestamp,
      ])
    })
    this.report(end.height, target.height, false, { block, contracts })
  }

  /** Notes which logs are stored; a derivation that was interrupted has done so. */
  private async keepTarget(): Promise<Target> {
    const { client } = this
    const noted = await readTarget(client)
    if (noted) return noted
    const { cursor } = (await readIndex(client))!
    const { height, hash } = cursor.finalized
    const timestamp = cursor.height === height ? cursor.timestamp : null
    const contracts = await readFollowedContracts(client, LOWEST, HIGHEST)
    const followed = Object.fromEntries(
      contracts.map(({ address, fromBlock }) => [address, fromBlock]),
    )
    await client.query(
      'INSERT INTO rederivation (height, hash, block_timestamp, followed) VALUES ($1, $2, $3, $4)',
      [height, hash, timestamp, JSON.stringify(followed)],
    )
    return { height, hash, timestamp, followed }
  }

  private report(
    block: number,
    upTo: number,
    isDone: boolean,
    readAgain: Rederiving['readAgain'] = null,
  ): void {
    const { rules, logs } = this
    this.options.rederiving?.({ rules, block, upTo, logs, isDone, readAgain })
  }

  private async transaction(work: () => Promise<void>): Promise<void> {
    const { client, claim, options } = this
    try {
      await inWriterTransaction(client, claim, work)
    } catch (error) {
      options.forget()
      throw error
    }
  }
}

async function readTarget(client: Client): Promise<Target | null> {
  const { rows } = await client.query<Target>(
    'SELECT height, hash, block_timestamp::float8 AS timestamp, followed FROM rederivation',
  )
  return rows[0] ?? null
}

function timeOf(header: StoredEvents['header'] | undefined): number | null {
  return header?.timestamp ?? null
}

function emptyCursor({ startBlock }: Identity): Cursor {
  const nothing = { height: startBlock - 1, hash: NOTHING.hash }
  return { ...nothing, timestamp: null, finalized: nothing, hot: [], digest: '' }
}

function laterRules(rules: number): LinchpinError {
  return new LinchpinError(
    'LP3030',
    `the rows were written by rules ${rules}, which are later than rules ${RULES} of this version`,
    'run the version of Linchpin that wrote them, or a later one; or index into an empty database',
    EXIT.DATA,
  )
}
