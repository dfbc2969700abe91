import type { Fact } from '../../src/facts/facts'
import { apply, touches } from '../../src/ledger/apply'
import type { StateTable } from '../../src/ledger/rows'
import type { StateTables } from '../../src/ledger/rows.generated'
import { type AppendedRow, LedgerState } from '../../src/ledger/state'

/** Facts applied one by one, each in a block of its own, with only the rows loaded that its rule lists. */
export class AppliedFacts {
  readonly appended: AppendedRow[] = []
  private readonly state = new LedgerState()
  private block = 0

  /** @param timestamp of the block, unix seconds */
  apply(timestamp: number, ...facts: Fact[]): this {
    this.block++
    facts.forEach((fact, logIndex) => {
      for (const ref of touches(fact)) {
        if (!this.state.has(ref)) this.state.load(ref.table, ref.key, null)
      }
      const transactionHash = `0x${'5a'.repeat(32)}`
      const { block } = this
      apply(this.state, {
        fact,
        at: { block, timestamp, transactionHash, transactionIndex: 0, logIndex },
      })
    })
    this.appended.push(...this.state.endBlock(this.block).appended)
    return this
  }

  /** The current row; null if there is none. */
  row<T extends StateTable>(table: T, key: string): StateTables[T] | null {
    return this.state.has({ table, key }) ? this.state.get(table, key) : null
  }

  /** Rows of one table that were written once. */
  rows(table: AppendedRow['table']): object[] {
    return this.appended.filter((one) => one.table === table).map(({ row }) => row)
  }
}
