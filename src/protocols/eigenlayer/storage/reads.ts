import type { Arguments, FigureReader, FigureValue } from '../../../state-proof/figure'
import type { Place } from '../../../state-proof/place'
import { WAD } from './math'

/** An argument that is text. */
export function text(args: Arguments, name: string): string {
  return args[name] as string
}

/** An input that is a number. */
export function numberOf(value: FigureValue): bigint {
  return BigInt(value as string)
}

/** Snapshots.DefaultWadHistory.latest: the value of the last snapshot, 1e18 without one. */
function latestOf(history: Place): bigint {
  const snapshots = history.field('_snapshots')
  const length = snapshots.length()
  return length === 0
    ? WAD
    : snapshots
        .item(length - 1)
        .field('_value')
        .number()
}

/** Words of an EnumerableSet, in its order. */
export function wordsOf(set: Place): bigint[] {
  return set
    .field('_inner')
    .field('_values')
    .items()
    .map((item) => BigInt(item.word()))
}

/** Whether an EnumerableSet has a word. */
export function contains(set: Place, word: bigint): boolean {
  return set.field('_inner').field('_indexes').at(word).isSet()
}

/** An allocation with its pending change, which counts from its effect block on (AllocationManager.getAllocation). */
export interface Allocation {
  magnitude: bigint
  pendingDiff: bigint
  effectBlock: bigint
}

/** @param stored `AllocationManager.allocations[operator][set][strategy]` */
export function allocationOf(stored: Place, block: number): Allocation {
  const magnitude = stored.field('currentMagnitude').number()
  const pendingDiff = stored.field('pendingDiff').number()
  const effectBlock = stored.field('effectBlock').number()
  if (BigInt(block) < effectBlock) return { magnitude, pendingDiff, effectBlock }
  return { magnitude: magnitude + pendingDiff, pendingDiff: 0n, effectBlock: 0n }
}

/** Max magnitude of an operator in a pool. */
export function maxMagnitudeOf(reader: FigureReader, operator: string, pool: string): bigint {
  const histories = reader.variable('AllocationManager', '_maxMagnitudeHistory')
  return latestOf(histories.at(operator).at(pool))
}
