import type { BlockData } from './chain/types'
import type { Fact, LocatedFact } from './facts/facts'
import type { LogPosition } from './facts/log-position'
import { apply, touches, touchesToo } from './ledger/apply'
import { contractEventRow } from './ledger/contract-event-row'
import type { RowRef } from './ledger/rows'
import { LedgerState } from './ledger/state'
import { type DecodedBlock, decodeBlock, reveal } from './protocols/decode-block'
import { encodeLog } from './protocols/encode'
import { type ContractAnswers, type Followed, isFound } from './protocols/log'
import type { StoredEvents } from './store/rederive/stored-events'
import type { WriteTransaction, WrittenBlock } from './store/transaction'

/** Maximum number of rows that are cached between batches. */
const MAX_CACHED_ROWS = 200_000

/** A contract that was found in a block, or of which it became known to whom it belongs. */
export interface RevealedContract extends Followed {
  address: string
}

/** Asks contracts for what none of their logs says. */
export interface Asker {
  /**
   * Called once for each block that reveals contracts, in the order of blocks, before the block is decoded.
   * @param tx has the answers that were kept, and keeps others with the block
   * @returns answers; a contract without any may be left out
   */
  ask(
    contracts: readonly RevealedContract[],
    block: BlockData['header'],
    tx: WriteTransaction,
  ): Promise<readonly ContractAnswers[]>
}

const NO_ROWS: RowRef[] = []

const ASK_NOBODY: Asker = { ask: async () => [] }

/**
 * Indexes batches of blocks: decode, load, apply, flush.
 *
 * The rows depend on the logs and on what contracts answered when they were found alone, so the same blocks give the same rows,
 * whatever the batches.
 */
export class BatchIndexer {
  private readonly state = new LedgerState()
  private contracts: Map<string, Followed> | null = null
  /** Logs of followed contracts indexed by this process. */
  events = 0

  constructor(private readonly asker: Asker = ASK_NOBODY) {}

  /** Discards what is cached from earlier batches. */
  forget(): void {
    this.state.clear()
    this.contracts = null
  }

  /** Indexes consecutive blocks. The last one ends the batch, with or without logs. */
  async index(tx: WriteTransaction, blocks: BlockData[]): Promise<void> {
    const contracts = this.contracts ?? (await tx.contracts())
    this.contracts = contracts

    // decode
    const all: { header: BlockData['header']; decoded: DecodedBlock }[] = []
    for (const block of blocks) {
      const { header, logs } = block
      const revealed = findContracts(contracts, block)
      const answers = revealed.length > 0 ? await this.asker.ask(revealed, header, tx) : []
      const decoded = decodeBlock(header, logs, (address) => contracts.get(address), answers)
      all.push({ header, decoded })
    }
    const withLogs = all.filter(({ decoded }) => decoded.events.length > 0)

    // load
    this.state.evictUnused(MAX_CACHED_ROWS)
    await tx.load(
      this.state,
      withLogs.flatMap(({ decoded }) => touchedRows(decoded.facts)),
    )
    // As far as it is known before anything is applied; the rest is loaded below, one by one.
    const further = withLogs.flatMap(({ decoded }) => decoded.facts.flatMap(this.missingRows))
    if (further.length > 0) await tx.load(this.state, further)

    // apply
    const written: WrittenBlock[] = []
    for (const { header, decoded } of withLogs) {
      for (const event of decoded.events) {
        this.state.append('contractEvent', contractEventRow(event))
      }
      for (const fact of decoded.facts) {
        // Rows that are loaded may name further ones.
        for (;;) {
          const missing = this.missingRows(fact)
          if (missing.length === 0) break
          await tx.load(this.state, missing)
        }
        apply(this.state, fact)
      }
      written.push({ header, changes: this.state.endBlock(header.number) })
    }

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

  /** Rows that a fact needs, which could not be known before the facts in front of it were applied. */
  private readonly missingRows = (fact: LocatedFact): RowRef[] => {
    return touchesToo(this.state, fact)?.filter((ref) => !this.state.has(ref)) ?? NO_ROWS
  }
}

function touchedRows(facts: LocatedFact[]): RowRef[] {
  return facts.flatMap(({ fact }) => touches(fact))
}

/**
 * Adds the contracts that a block reveals, and to whom contracts belong. They are followed from the block's first log on: a
 * strategy emits events before the log that whitelists it. A contract that is found can reveal others, so the search is
 * repeated until nothing is new.
 * @returns contracts of which something is new
 */
function findContracts(
  contracts: Map<string, Followed>,
  { logs }: BlockData,
): readonly RevealedContract[] {
  let all: Set<string> | null = null
  let before: number
  do {
    before = all?.size ?? 0
    for (const log of logs) {
      const emitter = contracts.get(log.address)
      const revealed = emitter ? reveal(emitter, log) : null
      if (!revealed) continue
      const { address } = revealed
      const known = contracts.get(address)
      if (isFound(revealed)) {
        if (known) continue
        contracts.set(address, { kind: revealed.kind, parent: null })
      } else {
        if (!known || known.parent === revealed.parent) continue
        contracts.set(address, { kind: known.kind, parent: revealed.parent })
      }
      all ??= new Set()
      all.add(address)
    }
  } while ((all?.size ?? 0) > before)
  if (!all) return []
  return [...all].map((address) => ({ address, ...contracts.get(address)! }))
}
