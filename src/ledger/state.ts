import { versionId } from '../facts/ids'
import type { EventTable, EventTables, RowRef, StateTable, StateTables } from './rows'

/** One version of a state row: it holds from the end of `fromBlock` up to, and without, `toBlock`. */
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

/** All that a block did, in a fixed order: the same chain gives the same changes, however it is cut into batches. */
export interface BlockChanges {
  block: number
  changes: StateChange[]
  appended: AppendedRow[]
}

interface Slot {
  /** Version that held when the open block began. */
  before: Version | null
  /** Row as of now; null: gone, or never there. */
  now: StateTables[StateTable] | null
}

type Slots = Map<StateTable, Map<string, Slot>>

/**
 * The current rows that a batch works on.
 *
 * Rows are values: a change puts a new row in the place of the old one. A block has one state, the one at its end:
 * several changes of a row in one block make one version, and a change that is taken back in the same block makes none.
 */
export class LedgerState {
  private slots: Slots = new Map()
  private unused: Slots = new Map()
  /** The slot that was found last, and where. */
  private last: Slot | undefined
  private lastTable: StateTable | undefined
  private lastKey = ''
  private readonly touched = new Map<Slot, RowRef>()
  private appended: AppendedRow[] = []
  private notes = new Map<string, bigint>()

  /** Whether the row, or its absence, is known here. */
  has({ table, key }: RowRef): boolean {
    return this.find(table, key) !== undefined
  }

  /**
   * Forgets rows of large tables between blocks, once more than `rows` are held: those that were not used since the last
   * time. A table is large if it holds more than a tenth of that.
   * What the next blocks touch must be asked for with `has` again.
   */
  forgetUnused(rows: number): void {
    // All there is of a small table comes back again and again: operators, AVSs, pools.
    const large = [...this.slots].filter(([, table]) => table.size > rows / 10)
    if (large.reduce((used, [, table]) => used + table.size, 0) <= rows / 2) return
    this.last = undefined
    this.unused = new Map(large)
    for (const [name] of large) this.slots.delete(name)
  }

  /** Takes in the version that holds now, as the database has it; null: there is none. */
  load<T extends StateTable>(table: T, key: string, version: Version<T> | null): void {
    this.last = undefined
    tableOf(this.slots, table).set(key, { before: version, now: version?.row ?? null })
  }

  /** Forgets everything, for example after a transaction failed. */
  clear(): void {
    this.last = undefined
    this.slots.clear()
    this.unused.clear()
    this.touched.clear()
    this.appended = []
    this.notes.clear()
  }

  /**
   * The row as of now, or null.
   * @throws if the row was not loaded: the list of rows that the fact touches is wrong
   */
  get<T extends StateTable>(table: T, key: string): StateTables[T] | null {
    return this.slot(table, key).now as StateTables[T] | null
  }

  /** Puts a row in the place of the one with its key. */
  put<T extends StateTable>(table: T, row: StateTables[T]): void {
    this.touch(table, row.key).now = row
  }

  /** Ends a row. */
  remove(table: StateTable, key: string): void {
    this.touch(table, key).now = null
  }

  /** Adds a row that is written once. */
  append<T extends EventTable>(table: T, row: EventTables[T]): void {
    this.appended.push({ table, row })
  }

  /** Keeps a value that a later fact of the same transaction needs. */
  note(name: string, value: bigint): void {
    this.notes.set(name, value)
  }

  /** The value that was noted, which is forgotten with this; undefined if none was. */
  takeNote(name: string): bigint | undefined {
    const value = this.notes.get(name)
    this.notes.delete(name)
    return value
  }

  /** Closes the block: what changed, compared with the end of the block before. */
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
    if (!slot) throw new Error(`row ${table} ${key} was used but not loaded`)
    return slot
  }

  private find(table: StateTable, key: string): Slot | undefined {
    // What is put was mostly looked at just before.
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

/** Rows hold strings, numbers, bigints, booleans and nulls only, so comparing field by field is enough. */
function sameRow(a: object | null, b: object | null): boolean {
  if (a === b) return true
  if (!a || !b) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  for (const field in right) if (left[field] !== right[field]) return false
  return true
}
