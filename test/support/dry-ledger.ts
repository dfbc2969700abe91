import { BatchIndexer } from '../../src/batch'
import type { BlockData } from '../../src/chain/types'
import { answersOf, createContractAsker } from '../../src/cli/indexer/contract-asker'
import type { KnownContract, Network } from '../../src/config/networks'
import type { RowRef, StateTable } from '../../src/ledger/rows'
import type { StateTables } from '../../src/ledger/rows.generated'
import type { AppendedRow, BlockChanges, LedgerState } from '../../src/ledger/state'
import { genesis } from '../../src/protocols/genesis'
import type { WriteTransaction } from '../../src/store/transaction'

/** Indexes blocks as the command does, but in memory: rows that no block wrote are absent. */
export class DryLedger {
  readonly blocks: BlockChanges[] = []
  /** State before the first block. */
  before!: BlockChanges
  private readonly indexer: BatchIndexer
  private state: LedgerState | null = null
  private readonly database: WriteTransaction

  private constructor(contracts: readonly KnownContract[], answers: Network['answers']) {
    this.indexer = new BatchIndexer(
      createContractAsker(answersOf({ answers }, null), { warn() {} }),
    )
    const database: Partial<WriteTransaction> = {
      contracts: async () =>
        new Map(contracts.map(({ address, kind, parent = null }) => [address, { kind, parent }])),
      covered: () => {},
      keptAnswers: async () => [],
      keepAnswers: async () => {},
      keep: async () => {},
      load: async (state, refs) => this.load(state, refs),
      write: async (written) => {
        this.blocks.push(...written.map(({ changes }) => changes))
      },
      writeGenesis: async (changes) => {
        this.before = changes
      },
    }
    this.database = database as WriteTransaction
  }

  /** An empty ledger that follows these contracts. */
  static of(contracts: readonly KnownContract[]): Promise<DryLedger> {
    const constants = { minWithdrawalDelayBlocks: null, deallocationDelayBlocks: null }
    return DryLedger.beginning({ startBlock: 1, constants, contracts, priceFeeds: [] })
  }

  /** A ledger with the genesis state of a network. */
  static async beginning(
    network: Pick<Network, 'startBlock' | 'constants' | 'contracts' | 'priceFeeds' | 'answers'>,
  ): Promise<DryLedger> {
    const { startBlock, constants, contracts, priceFeeds } = network
    const ledger = new DryLedger(contracts, network.answers)
    const facts = genesis(constants, contracts, priceFeeds, network.answers)
    await ledger.indexer.genesis(ledger.database, startBlock, facts)
    return ledger
  }

  index(blocks: BlockData[]): Promise<void> {
    return this.indexer.index(this.database, blocks)
  }

  /** The current row; null if there is none. */
  row<T extends StateTable>(table: T, key: string): StateTables[T] | null {
    return this.state?.has({ table, key }) ? this.state.get(table, key) : null
  }

  /** All current rows of a table. */
  rows<T extends StateTable>(table: T): StateTables[T][] {
    const keys = new Set<string>()
    for (const { changes } of [this.before, ...this.blocks]) {
      for (const change of changes) if (change.table === table) keys.add(change.key)
    }
    return [...keys].flatMap((key) => this.row(table, key) ?? [])
  }

  /** Rows that were written once, in order. */
  appended(table: AppendedRow['table']): Record<string, unknown>[] {
    const all = this.blocks.flatMap(({ appended }) => appended)
    return all.flatMap((row) => (row.table === table ? [{ ...row.row }] : []))
  }

  private load(state: LedgerState, refs: RowRef[]): void {
    this.state = state
    for (const { table, key } of refs) if (!state.has({ table, key })) state.load(table, key, null)
  }
}
