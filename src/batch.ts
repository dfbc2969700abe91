import type { BlockData } from './chain/types'
import type { Fact, LogPosition, PlacedFact } from './facts/facts'
import { apply, touches } from './ledger/apply'
import type { RowRef } from './ledger/rows'
import { LedgerState } from './ledger/state'
import { type BlockReading, discover, readBlock } from './protocols/eigenlayer'
import type { WriteTransaction, WrittenBlock } from './store/transaction'

/** Rows kept between batches, so that what changes often is not loaded again. */
const MAX_ROWS_KEPT = 200_000

/**
 * The way of a batch of blocks into the database: decode, load, apply, flush.
 *
 * Everything between the logs and the rows is synchronous and depends on the logs alone, so the same blocks give the
 * same rows, whatever the batches.
 */
export class BatchIndexer {
  private readonly state = new LedgerState()
  private kinds: Map<string, string> | null = null
  /** Logs of followed contracts indexed by this process. */
  events = 0

  /** Forgets what was remembered from earlier batches. */
  forget(): void {
    this.state.clear()
    this.kinds = null
  }

  /** Indexes blocks in a row. The last one ends the batch, with or without logs. */
  async index(tx: WriteTransaction, blocks: BlockData[]): Promise<void> {
    const kinds = this.kinds ?? (await tx.contractKinds())
    this.kinds = kinds

    // decode
    const read = blocks.map((block) => {
      findContracts(kinds, block)
      const { number, timestamp } = block.header
      const reading = readBlock({ number, timestamp }, block.logs, (address) => kinds.get(address))
      return { header: block.header, reading }
    })
    const withLogs = read.filter(({ reading }) => reading.events.length > 0)

    // load
    this.state.forgetUnused(MAX_ROWS_KEPT)
    await tx.load(
      this.state,
      withLogs.flatMap(({ reading }) => touchedRows(reading.facts)),
    )

    // apply
    const written = withLogs.map(({ header, reading }): WrittenBlock => {
      return { header, changes: this.applyBlock(header.number, reading) }
    })

    // flush
    await tx.write(written)
    const last = blocks.at(-1)
    if (last) tx.covered(last.header)
    for (const { reading } of withLogs) this.events += reading.events.length
  }

  /** Writes what holds before `startBlock`. */
  async genesis(tx: WriteTransaction, startBlock: number, facts: Fact[]): Promise<void> {
    const block = startBlock - 1
    const at: LogPosition = {
      block,
      timestamp: 0,
      transactionHash: '0x',
      transactionIndex: 0,
      logIndex: 0,
    }
    const placed = facts.map((fact) => ({ at, fact }))
    await tx.load(this.state, touchedRows(placed))
    for (const fact of placed) apply(this.state, fact)
    await tx.writeGenesis(this.state.endBlock(block))
  }

  private applyBlock(block: number, { events, facts }: BlockReading) {
    for (const event of events) this.state.append('contractEvent', event)
    for (const fact of facts) apply(this.state, fact)
    return this.state.endBlock(block)
  }
}

function touchedRows(facts: PlacedFact[]): RowRef[] {
  return facts.flatMap(({ fact }) => touches(fact))
}

/**
 * Follows the contracts that a block reveals from the block's first log on: a strategy emits events before the log that
 * whitelists it. A contract found this way can reveal others, so the block is searched until nothing new appears.
 */
function findContracts(kinds: Map<string, string>, { logs }: BlockData): void {
  let known: number
  do {
    known = kinds.size
    for (const log of logs) {
      const kind = kinds.get(log.address)
      const found = kind === undefined ? null : discover(kind, log)
      if (found && !kinds.has(found.address)) kinds.set(found.address, found.kind)
    }
  } while (kinds.size > known)
}
