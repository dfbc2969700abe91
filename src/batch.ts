import type { BlockData } from './chain/types'
import type { ContractKind } from './facts/enums.generated'
import type { Fact, LocatedFact } from './facts/facts'
import type { LogPosition } from './facts/log-position'
import { apply, touches } from './ledger/apply'
import { contractEventRow } from './ledger/contract-event-row'
import type { RowRef } from './ledger/rows'
import { LedgerState } from './ledger/state'
import { type DecodedBlock, decodeBlock, discover } from './protocols/eigenlayer'
import { encodeLog } from './protocols/eigenlayer/encode'
import type { StoredEvents } from './store/rederive/stored-events'
import type { WriteTransaction, WrittenBlock } from './store/transaction'

/** Maximum number of rows that are cached between batches. */
const MAX_CACHED_ROWS = 200_000

/**
 * Indexes batches of blocks: decode, load, apply, flush.
 *
 * Everything between the logs and the rows is synchronous and depends on the logs alone, so the same blocks give the same
 * rows, whatever the batches.
 */
export class BatchIndexer {
  private readonly state = new LedgerState()
  private kinds: Map<string, ContractKind> | null = null
  /** Logs of followed contracts indexed by this process. */
  events = 0

  /** Discards what is cached from earlier batches. */
  forget(): void {
    this.state.clear()
    this.kinds = null
  }

  /** Indexes consecutive blocks. The last one ends the batch, with or without logs. */
  async index(tx: WriteTransaction, blocks: BlockData[]): Promise<void> {
    const kinds = this.kinds ?? (await tx.contractKinds())
    this.kinds = kinds

    // decode
    const all = blocks.map((block) => {
      findContracts(kinds, block)
      const { number, timestamp } = block.header
      const decoded = decodeBlock({ number, timestamp }, block.logs, (address) =>
        kinds.get(address),
      )
      return { header: block.header, decoded }
    })
    const withLogs = all.filter(({ decoded }) => decoded.events.length > 0)

    // load
    this.state.evictUnused(MAX_CACHED_ROWS)
    await tx.load(
      this.state,
      withLogs.flatMap(({ decoded }) => touchedRows(decoded.facts)),
    )

    // apply
    const written = withLogs.map(({ header, decoded }): WrittenBlock => {
      return { header, changes: this.applyBlock(header.number, decoded) }
    })

    // flush
    await tx.write(written)
    await tx.keep(all.flatMap(({ header, decoded }) => (decoded.events.length > 0 ? [] : [header])))
    const last = blocks.at(-1)
    if (last) tx.covered(last.header)
    for (const { decoded } of withLogs) this.events += decoded.events.length
  }

  /**
   * Indexes blocks again from their stored logs.
   * @returns the first block with a log whose bytes cannot be had from its row: it and later ones are not indexed; null: all are
   */
  async replay(tx: WriteTransaction, stored: readonly StoredEvents[]): Promise<number | null> {
    const blocks: BlockData[] = []
    for (const { header, events } of stored) {
      const logs = events.map(encodeLog)
      if (logs.includes(null)) break
      const { number: blockNumber, hash: blockHash } = header
      blocks.push({ header, logs: logs.map((log) => ({ ...log!, blockNumber, blockHash })) })
    }
    await this.index(tx, blocks)
    return stored[blocks.length]?.header.number ?? null
  }

  /** Writes the state before `startBlock`. */
  async genesis(tx: WriteTransaction, startBlock: number, facts: Fact[]): Promise<void> {
    const block = startBlock - 1
    const at: LogPosition = {
      block,
      timestamp: 0,
      transactionHash: '0x',
      transactionIndex: 0,
      logIndex: 0,
    }
    const located = facts.map((fact) => ({ at, fact }))
    await tx.load(this.state, touchedRows(located))
    for (const fact of located) apply(this.state, fact)
    await tx.writeGenesis(this.state.endBlock(block))
  }

  private applyBlock(block: number, { events, facts }: DecodedBlock) {
    for (const event of events) this.state.append('contractEvent', contractEventRow(event))
    for (const fact of facts) apply(this.state, fact)
    return this.state.endBlock(block)
  }
}

function touchedRows(facts: LocatedFact[]): RowRef[] {
  return facts.flatMap(({ fact }) => touches(fact))
}

/**
 * Adds the contracts that a block reveals. They are followed from the block's first log on: a strategy emits events before
 * the log that whitelists it. A contract that is found can reveal others, so the search is repeated until none is new.
 */
function findContracts(kinds: Map<string, ContractKind>, { logs }: BlockData): void {
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
