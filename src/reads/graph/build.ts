import type { Basis, StakeGraph } from '../../risk/graph/graph'
import { partOf, WAD } from '../../risk/math/wad'
import type { Layout, LineLayout } from './layout'
import type { Allocation, GraphRows, RowChanges } from './rows'

/** Magnitude at a block, and its minimum up to the block `horizon`, if a deallocation is pending. */
function magnitudesOf(
  { magnitude, diff, effectBlock }: Allocation,
  block: number,
  horizon: number,
) {
  if (effectBlock <= block) return { now: magnitude + diff, min: magnitude + diff }
  const falls = diff < 0n && effectBlock <= horizon
  return { now: magnitude, min: falls ? magnitude + diff : magnitude }
}

/** A graph, and what is needed to update it. */
export interface Built {
  readonly graph: StakeGraph
  readonly layout: Layout
  /** Lines with a pending change, which takes effect without an event. */
  readonly pending: readonly number[]
}

/** Amounts of a new graph: copies, because graphs of earlier blocks are still in use. */
export interface Amounts {
  cap: bigint[]
  maxMagnitude: bigint[]
  registered: bigint[]
  slashable: bigint[]
  minSlashable: bigint[]
  magnitude: bigint[]
  minMagnitude: bigint[]
}

/**
 * The stake graph of EigenLayer's rows at a block.
 *
 * Slashable stake is that of AllocationManager.getMinimumSlashableStake, for pools that the set accepts and operators that
 * it can slash.
 */
export function buildGraph(
  rows: GraphRows,
  layout: Layout,
  block: number,
  delay: number | null,
): Built {
  const cap: bigint[] = []
  const maxMagnitude: bigint[] = []
  for (const key of layout.bucketKeys) {
    cap.push(rows.operatorStake.get(key)!.shares)
    maxMagnitude.push(rows.magnitude.get(key)?.max ?? WAD)
  }
  const amounts: Amounts = { cap, maxMagnitude, ...noAmounts(layout) }
  const pending: number[] = []
  for (let line = 0; line < layout.lines.length; line++) {
    if (fill(amounts, rows, layout.lines[line]!, line, block, delay)) pending.push(line)
  }
  return finish(layout, amounts, pending, delay)
}

/** Amounts of lines before they are filled in. */
export function noAmounts({ lines }: Layout): Omit<Amounts, 'cap' | 'maxMagnitude'> {
  const empty = () => lines.map(() => 0n)
  return {
    registered: empty(),
    slashable: empty(),
    minSlashable: empty(),
    magnitude: empty(),
    minMagnitude: empty(),
  }
}

/** The graph at a later block with the same layout. */
export function patchGraph(
  before: Built,
  rows: GraphRows,
  changes: RowChanges,
  block: number,
  delay: number | null,
): Built {
  const { layout, graph } = before
  const amounts: Amounts = {
    cap: [...graph.buckets.cap],
    maxMagnitude: [...graph.buckets.maxMagnitude],
    registered: [...graph.commitments.registered],
    slashable: [...graph.commitments.slashable],
    minSlashable: [...graph.commitments.minSlashable],
    magnitude: [...graph.commitments.magnitude],
    minMagnitude: [...graph.commitments.minMagnitude],
  }
  const lines = new Set(before.pending)
  for (const key of [...changes.operatorStake, ...changes.magnitude]) {
    const bucket = layout.bucketAt.get(key)
    // A magnitude may exist before any stake.
    if (bucket === undefined) continue
    amounts.cap[bucket] = rows.operatorStake.get(key)!.shares
    amounts.maxMagnitude[bucket] = rows.magnitude.get(key)?.max ?? WAD
    for (const line of layout.linesOf[bucket]!) lines.add(line)
  }
  for (const key of changes.allocation) {
    const line = layout.lineAt.get(key)
    if (line !== undefined) lines.add(line)
  }
  const pending = new Set(before.pending)
  for (const line of lines) {
    if (fill(amounts, rows, layout.lines[line]!, line, block, delay)) pending.add(line)
    else pending.delete(line)
  }
  return finish(layout, amounts, [...pending], delay)
}

/** Computes the amounts of one line. @returns whether a change is pending */
export function fill(
  amounts: Amounts,
  rows: Pick<GraphRows, 'allocation'>,
  { bucket, isRegistered, allocation: key }: Omit<LineLayout, 'operator' | 'set'>,
  line: number,
  block: number,
  delay: number | null,
): boolean {
  if (bucket < 0) return false
  const shares = amounts.cap[bucket]!
  if (isRegistered) amounts.registered[line] = shares
  const allocation = key === null ? undefined : rows.allocation.get(key)
  if (!allocation) return false
  const { now, min } = magnitudesOf(allocation, block, block + (delay ?? 0))
  const max = amounts.maxMagnitude[bucket]!
  amounts.magnitude[line] = now
  amounts.minMagnitude[line] = min
  amounts.slashable[line] = partOf(shares, now, max)
  amounts.minSlashable[line] = partOf(shares, min, max)
  return allocation.effectBlock > block
}

/** The graph of these amounts. */
export function finish(
  layout: Layout,
  amounts: Amounts,
  pending: readonly number[],
  delay: number | null,
): Built {
  const { lines } = layout
  const { cap, maxMagnitude, registered, slashable, minSlashable, magnitude, minMagnitude } =
    amounts
  const graph: StakeGraph = {
    operators: layout.operators,
    services: layout.services,
    sets: layout.sets,
    pools: layout.pools,
    buckets: {
      operator: layout.bucketOperator,
      pool: layout.bucketPool,
      cap,
      queued: null,
      maxMagnitude,
    },
    commitments: {
      operator: Int32Array.from(lines, ({ operator }) => operator),
      set: Int32Array.from(lines, ({ set }) => set),
      bucket: Int32Array.from(lines, ({ bucket }) => bucket),
      isRegistered: Uint8Array.from(lines, ({ isRegistered }) => Number(isRegistered)),
      registered,
      slashable,
      minSlashable,
      magnitude,
      minMagnitude,
    },
    unknownBases: delay === null ? withoutDelay(layout, pending) : [],
  }
  return { graph, layout, pending }
}

/** Without the deallocation delay, it is unknown who is still slashable and when deallocations take effect. */
function withoutDelay({ lines }: Layout, pending: readonly number[]): Basis[] {
  if (lines.some(({ isRegistered }) => !isRegistered)) return ['SLASHABLE', 'MIN_SLASHABLE']
  return pending.length > 0 ? ['MIN_SLASHABLE'] : []
}
