import { expect, test } from 'vitest'
import { atPar, stakeGraph } from '../../../test/support/risk/risk-graph'
import { exposure } from '../graph/exposure'
import { allFaults, type FaultModel, type Severity } from '../losses/fault-model'
import { add, multiply, type Ratio, ratio, subtract } from '../math/ratio'
import { lossMoments } from './loss-correlation'

const graph = stakeGraph({
  operators: ['O1', 'O2', 'O3', 'O4'],
  sets: { A1: 'A', B1: 'B', C1: 'C' },
  stake: { 'O1/P': 50n, 'O2/P': 30n, 'O3/P': 15n, 'O4/P': 5n },
  registered: {
    A1: { 'O1/P': 50n, 'O2/P': 30n, 'O3/P': 15n },
    B1: { 'O1/P': 50n, 'O2/P': 30n },
    C1: { 'O1/P': 50n, 'O4/P': 5n },
  },
})
const matrix = exposure(graph, 'REGISTERED', atPar(graph))
const rows = matrix.rows.length
const ONE = ratio(1n)

/** Mean and covariances of the losses of all columns: every combination of faults and of what each takes. */
function bruteForce(model: FaultModel) {
  let cases = [{ probability: ONE, left: Array.from({ length: rows }, () => ONE) }]
  for (const { members, probability, severity } of allFaults(model, rows)) {
    const outcomes = [
      { chance: subtract(ONE, probability), kept: ONE },
      ...severity.map(({ part, weight }) => {
        return { chance: multiply(probability, weight), kept: subtract(ONE, part) }
      }),
    ]
    cases = cases.flatMap((one) =>
      outcomes.map(({ chance, kept }) => ({
        probability: multiply(one.probability, chance),
        left: one.left.map((had, row) => (members.includes(row) ? multiply(had, kept) : had)),
      })),
    )
  }
  const losses = cases.map(({ probability, left }) => ({
    probability,
    of: matrix.columns.map((_, column) => {
      let loss = ratio(0n)
      for (let entry = matrix.start[column]!; entry < matrix.start[column + 1]!; entry++) {
        const part = subtract(ONE, left[matrix.row[entry]!]!)
        loss = add(loss, multiply(part, ratio(matrix.value[entry]!)))
      }
      return loss
    }),
  }))
  const mean = (of: (losses: readonly Ratio[]) => Ratio) =>
    losses.reduce((sum, one) => add(sum, multiply(one.probability, of(one.of))), ratio(0n))
  const means = matrix.columns.map((_, column) => mean((of) => of[column]!))
  const covariance = (a: number, b: number) =>
    subtract(
      mean((of) => multiply(of[a]!, of[b]!)),
      multiply(means[a]!, means[b]!),
    )
  return { means, covariance }
}

const part = (num: bigint, den: bigint): Severity => [{ part: ratio(num, den), weight: ONE }]
const mixed: Severity = [
  { part: ratio(1n, 10n), weight: ratio(3n, 4n) },
  { part: ONE, weight: ratio(1n, 4n) },
]
const own = [ratio(1n, 10n), ratio(1n, 7n), ratio(1n, 2n), ratio(0n)]
const groups = [
  { members: [0, 1], probability: ratio(1n, 5n) },
  { members: [2, 3], probability: ratio(1n, 3n), severity: part(2n, 5n) },
]

test.each<[string, FaultModel]>([
  ['everything', { own, groups }],
  ['a part', { own, groups, severity: part(1n, 3n) }],
  ['parts with probabilities', { own, groups, severity: mixed }],
  ['of a group other parts', { own, groups: [{ ...groups[0]!, severity: mixed }, groups[1]!] }],
  ['a part for certain', { own: own.map(() => ONE), groups, severity: part(1n, 4n) }],
])('mean and covariances are those of all combinations, where a fault takes %s', (_, model) => {
  const { mean, variance, covariance, scale } = lossMoments(matrix, model)
  const slow = bruteForce(model)
  expect(mean).toEqual(slow.means)
  expect(variance.map((one) => ratio(one, scale))).toEqual(
    matrix.columns.map((_, column) => slow.covariance(column, column)),
  )
  expect(covariance.map((one) => ratio(one, scale))).toEqual([
    slow.covariance(0, 1),
    slow.covariance(0, 2),
    slow.covariance(1, 2),
  ])
})
