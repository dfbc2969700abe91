import type { Checkpoint } from '../recordings'
import { poolNetwork } from './pool-network'

/** AVS -> operator -> stake. */
export type Promises = Map<string, Map<string, bigint>>

export const sum = (values: Iterable<bigint>) => [...values].reduce((all, one) => all + one, 0n)
export const total = (column: ReadonlyMap<string, bigint> | undefined) =>
  sum(column?.values() ?? [])

/**
 * What AVSs count on in a pool: whole stake of members, and what they can slash. Ids in lower case.
 */
export function promisesIn(truth: Checkpoint, pool: string) {
  const { cap, sets } = poolNetwork(truth, pool)
  const registered: Promises = new Map()
  const slashable: Promises = new Map()
  const columnOf = (promises: Promises, avs: string) => {
    const column = promises.get(avs) ?? new Map<string, bigint>()
    promises.set(avs, column)
    return column
  }
  const join = (avs: string, operator: string) =>
    columnOf(registered, avs).set(operator, cap.get(operator) ?? 0n)
  for (const { avs, members, slashable: own } of sets.values()) {
    for (const operator of members) join(avs, operator)
    for (const [operator, amount] of own) {
      const column = columnOf(slashable, avs)
      column.set(operator, (column.get(operator) ?? 0n) + amount)
    }
  }
  for (const [pair, status] of Object.entries(truth.avsDirectory)) {
    const [avs, operator] = pair.toLowerCase().split('|') as [string, string]
    if (status === 1) join(avs, operator)
  }
  return { registered, slashable }
}
