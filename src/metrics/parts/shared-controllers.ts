import type { ApiContext } from '../../reads/context'
import { apiError } from '../../reads/errors'
import { type AvsPower, loadAvsControllers } from '../../reads/governance/avs-controllers'
import { loadControllerTypes } from '../../reads/governance/controller-types'
import { relation } from '../../risk/graph/relation'
import { transpose } from '../../risk/graph/transpose'
import { toDecimal } from '../../risk/math/decimal'
import { pairIndex } from '../../risk/math/pairs'
import { compare, type Ratio } from '../../risk/math/ratio'
import { overlapAt, overlapMatrix } from '../../risk/overlap/overlap'
import type { Governance } from '../governance'
import { checkCount, MAX_LISTED } from '../legacy/arguments'
import { member } from '../legacy/meta'

/** Most AVSs of which all pairs are compared. */
const MAX_ITEMS = 1_000

type Page = { limit: number }

/** Who has one power over several AVSs, and which AVSs that makes alike. */
export async function sharedControllers(
  { block }: Governance,
  { by }: { by: AvsPower },
  context: ApiContext,
) {
  const rows = await loadAvsControllers(context, block, by)
  const links = rows.flatMap(({ avs, controller }) =>
    controller === null ? [] : [{ row: controller, column: avs, weight: 1n }],
  )
  const matrix = relation(links)
  const { start, row: columnOf } = transpose(matrix)
  const shared = matrix.rows
    .map((id, row) => ({
      id,
      avss: [...columnOf.subarray(start[row], start[row + 1])].map((avs) => matrix.columns[avs]!),
    }))
    .filter(({ avss }) => avss.length > 1)
    .sort((a, b) => b.avss.length - a.avss.length)
  return {
    count: shared.length,
    controllers: async ({ limit }: Page) => {
      checkCount('limit', limit, MAX_LISTED)
      const listed = shared.slice(0, limit)
      const ids = listed.map(({ id }) => id)
      const types = await loadControllerTypes(context, block, ids)
      return listed.map(({ id, avss }) => ({
        controller: member(id),
        type: types.get(id)!.type,
        avss: avss.map(member),
      }))
    },
    pairs: ({ limit }: Page) => {
      checkCount('limit', limit, MAX_LISTED)
      return pairsOf(matrix).slice(0, limit)
    },
    incomplete: ({ limit }: Page) => {
      checkCount('limit', limit, MAX_LISTED)
      const unknown = rows.filter(({ controller }) => controller === null)
      return unknown.slice(0, limit).map(({ avs }) => member(avs))
    },
  }
}

/** Pairs of columns with rows in common, the most alike first. */
function pairsOf(matrix: ReturnType<typeof relation>) {
  const { columns } = matrix
  if (columns.length > MAX_ITEMS) {
    throw apiError('LIMIT_EXCEEDED', `There are pairs of ${columns.length} AVSs.`, {
      limit: MAX_ITEMS,
      asked: columns.length,
      hint: 'Ask for the controllers: each lists its AVSs.',
    })
  }
  const overlap = overlapMatrix(matrix, 'JACCARD')
  const found: { a: number; b: number; shared: number; value: Ratio }[] = []
  for (let a = 0; a < columns.length; a++) {
    for (let b = a + 1; b < columns.length; b++) {
      const shared = Number(overlap.shared[pairIndex(columns.length, a, b)]!)
      if (shared > 0) found.push({ a, b, shared, value: overlapAt(overlap, a, b).value! })
    }
  }
  // The sort is stable, and pairs were found in the order of their ids.
  return found
    .sort((x, y) => Number(compare(y.value, x.value)))
    .map(({ a, b, shared, value }) => ({
      a: member(columns[a]!),
      b: member(columns[b]!),
      shared,
      value: toDecimal(value),
    }))
}
