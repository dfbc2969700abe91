import type { ApiContext } from '../../reads/context'
import { apiError } from '../../reads/errors'
import { type AvsPower, loadAvsControllers } from '../../reads/graph/avs-controllers'
import { loadControllerTypes } from '../../reads/graph/controller-types'
import { relation } from '../../risk/graph/relation'
import { toDecimal } from '../../risk/math/decimal'
import { pairsWithSharedRows, sharedRows } from '../../risk/overlap/shared-rows'
import { checkCount, MAX_LISTED } from '../define/arguments'
import { member } from '../define/meta'
import type { Governance } from '../governance'

/** Maximum number of AVSs of which all pairs are compared. */
const MAX_ITEMS = 1_000

type Page = { limit: number }

/** Controllers with one power over several AVSs, and pairs of AVSs that share controllers. */
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
  const shared = sharedRows(matrix).map(({ row, columns }) => ({
    id: matrix.rows[row]!,
    avss: columns.map((column) => matrix.columns[column]!),
  }))
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

function pairsOf(matrix: ReturnType<typeof relation>) {
  const { columns } = matrix
  if (columns.length > MAX_ITEMS) {
    throw apiError('LIMIT_EXCEEDED', `There are pairs of ${columns.length} AVSs.`, {
      limit: MAX_ITEMS,
      asked: columns.length,
      hint: 'Ask for the controllers: each lists its AVSs.',
    })
  }
  return pairsWithSharedRows(matrix).map(({ a, b, shared, value }) => ({
    a: member(columns[a]!),
    b: member(columns[b]!),
    shared,
    value: toDecimal(value),
  }))
}
