import { versionId } from '../facts/ids'
import type { EventTable, RowRef, StateTable } from './rows'
import type { EventTables, StateTables } from './rows.generated'

/** One version of a state row: valid from the end of `fromBlock` up to, and without, `toBlock`. */
export interface Version<T extends StateTable = StateTable> {
  id: string
  fromBlock: number
  toBlock: number | null
  row: StateTables[T]
}

/** What a block did to one state row. */
export interface StateChange {
  table: StateTable
  key: string
  /** The version that ended, with `toBlock` set. Null: there was none. */
  ended: Version | null
  /** The version that began. Null: the row is gone. */
  began: Version | null
}

export interface AppendedRow {
  table: EventTable
  row: EventTables[EventTable]
}

/** All changes of a block, in a fixed order: the same chain gives the same changes, whatever the batches. */
export interface BlockChanges {
  block: number
  changes: StateChange[]
  appended: AppendedRow[]
}

interface Slot {
  /** Version at the end of the block before. */
  before: Version | null
  /** Current row; null: removed, or never there. */
  now: StateTables[StateTable] | null
}

type Slots = Map<StateTable, Map<string, Slot>>

/**
 * The current rows, as far as they are loaded.
 *
 * Rows are immutable: a change replaces the row. Only the state at the end of a block counts: several changes of a row in
 * one block make one version, and a change that is reverted in the same block makes none.
 */
export class LedgerState {
  private slots: Slots = new Map()
  private unused: Slots = new Map()
  /** Result of the last lookup. */
  private last: Slot | undefined
  private lastTable: StateTable | undefined
  private lastKey = ''
  private readonly touched = new Map<Slot, RowRef>()
  private appended: AppendedRow[] = []
  private notes = new Map<string, bigint>()

  /** Whether the row, or its absence, is loaded. */
  has({ table, key }: RowRef): boolean {
    return this.find(table, key) !== undefined
  }

  /**
   * Evicts rows of large tables, between blocks, if more than half of `maxRows` are loaded: those that were not used since
   * the last call. A table is large if it has more than a tenth of `maxRows`.
   * Check with `has` again which rows the next blocks need.
   */
  evictUnused(maxRows: number): void {
    // Rows of small tables are used again and again: operators, AVSs, pools.
    const large = [...this.slots].filter(([, table]) => table.size > maxRows / 10)
    if (large.reduce((used, [, table]) => used + table.size, 0) <= maxRows / 2) return
    this.last = undefined
    this.unused = new Map(large)
    for (const [name] of large) this.slots.delete(name)
  }

  /** Adds the current version from the database; null: there is none. */
  load<T extends StateTable>(table: T, key: string, version: Version<T> | null): void {
    this.last = undefined
    tableOf(this.slots, table).set(key, { before: version, now: version?.row ?? null })
  }

  /** Discards everything, for example after a failed transaction. */
  clear(): void {
    this.last = undefined
    this.slots.clear()
    this.unused.clear()
    this.touched.clear()
    this.appended = []
    this.notes.clear()
  }

  /**
   * The current row, or null.
   * @throws if the row was not loaded: `touches` of the rule does not list it
   */
  get<T extends StateTable>(table: T, key: string): StateTables[T] | null {
    return this.slot(table, key).now as StateTables[T] | null
  }

  /** Adds a row, or replaces the one with its key. */
  put<T extends StateTable>(table: T, row: StateTables[T]): void {
    this.touch(table, row.key).now = row
  }

  /** Removes a row. */
  remove(table: StateTable, key: string): void {
    this.touch(table, key).now = null
  }

  /** Adds a row that is written once. */
  append<T extends EventTable>(table: T, row: EventTables[T]): void {
    this.appended.push({ table, row })
  }

  /** Stores a value for a later fact of the same transaction. */
  note(name: string, value: bigint): void {
    this.notes.set(name, value)
  }

  /** Returns a stored value and deletes it; undefined if there is none. */
  takeNote(name: string): bigint | undefined {
    const value = this.notes.get(name)
    this.notes.delete(name)
    return value
  }

  /** Ends the block: what changed since the end of the block before. */
  endBlock(block: number): BlockChanges {
    const changes: StateChange[] = []
    for (const [slot, { table, key }] of this.touched) {
      const ended = slot.before
      if (sameRow(ended?.row ?? null, slot.now)) continue
      if (ended) ended.toBlock = block
      const began = slot.now && {
        id: versionId(block, changes.length),
        fromBlock: block,
        toBlock: null,
        row: slot.now,
      }
      slot.before = began
      changes.push({ table, key, ended, began })
    }
    const appended = this.appended
    this.touched.clear()
    this.appended = []
    this.notes.clear()
    return { block, changes, appended }
  }

  private slot(table: StateTable, key: string): Slot {
    const slot = this.find(table, key)
    if (!slot) throw new Error(`row ${table} ${key} is used but not loaded`)
    return slot
  }

  private find(table: StateTable, key: string): Slot | undefined {
    // A row is mostly read just before it is replaced.
    if (this.last && key === this.lastKey && table === this.lastTable) return this.last
    let slot = this.slots.get(table)?.get(key)
    if (!slot) {
      slot = this.unused.get(table)?.get(key)
      if (slot) tableOf(this.slots, table).set(key, slot)
    }
    this.last = slot
    this.lastTable = table
    this.lastKey = key
    return slot
  }

  private touch(table: StateTable, key: string): Slot {
    const slot = this.slot(table, key)
    if (!this.touched.has(slot)) this.touched.set(slot, { table, key })
    return slot
  }
}

function tableOf(slots: Slots, name: StateTable): Map<string, Slot> {
  let table = slots.get(name)
  if (!table) {
    table = new Map()
    slots.set(name, table)
  }
  return table
}

/** Rows of the ledger have no objects in their fields, and lists of text only, so comparing field by field is enough. */
function sameRow(a: object | null, b: object | null): boolean {
  if (a === b) return true
  if (!a || !b) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  for (const field in right) if (!sameValue(left[field], right[field])) return false
  return true
}

function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
  return a.every((item, index) => item === b[index])
}
