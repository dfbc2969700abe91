import type { Checkpoint } from './recordings'

/** AVS -> operator -> stake. */
export type Matrix = Map<string, Map<string, bigint>>

export const lower = (text: string) => text.toLowerCase()
export const sum = (values: Iterable<bigint>) => [...values].reduce((all, one) => all + one, 0n)
export const total = (column: ReadonlyMap<string, bigint> | undefined) =>
  sum(column?.values() ?? [])

/** What AVSs count on in a pool: whole stake of members, and what they can slash. */
export function networkOf(truth: Checkpoint, pool: string) {
  const cap = new Map<string, bigint>()
  for (const [operator, { shares }] of Object.entries(truth.operators)) {
    for (const [one, amount] of Object.entries(shares)) {
      if (lower(one) === pool) cap.set(lower(operator), BigInt(amount))
    }
  }
  const registered: Matrix = new Map()
  const slashable: Matrix = new Map()
  const columnOf = (matrix: Matrix, avs: string) => {
    const column = matrix.get(avs) ?? new Map<string, bigint>()
    matrix.set(avs, column)
    return column
  }
  for (const [set, { strategies, members, minSlashableNow }] of Object.entries(
    truth.operatorSets,
  )) {
    if (!strategies.map(lower).includes(pool)) continue
    const avs = lower(set.split('/')[0]!)
    for (const operator of members.map(lower)) {
      columnOf(registered, avs).set(operator, cap.get(operator) ?? 0n)
    }
    for (const [operator, stakes] of Object.entries(minSlashableNow)) {
      for (const [one, amount] of Object.entries(stakes)) {
        if (lower(one) !== pool || amount === '0') continue
        const column = columnOf(slashable, avs)
        column.set(lower(operator), (column.get(lower(operator)) ?? 0n) + BigInt(amount))
      }
    }
  }
  for (const [pair, status] of Object.entries(truth.avsDirectory)) {
    const [avs, operator] = pair.split('|').map(lower) as [string, string]
    if (status === 1) columnOf(registered, avs).set(operator, cap.get(operator) ?? 0n)
  }
  return { registered, slashable }
}

/** The pool in which most operators can be slashed. */
export function busiestPool(truth: Checkpoint): string {
  const count = new Map<string, number>()
  for (const { minSlashableNow } of Object.values(truth.operatorSets)) {
    for (const stakes of Object.values(minSlashableNow)) {
      for (const [pool, amount] of Object.entries(stakes)) {
        if (amount !== '0') count.set(lower(pool), (count.get(lower(pool)) ?? 0) + 1)
      }
    }
  }
  return [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0]
}
