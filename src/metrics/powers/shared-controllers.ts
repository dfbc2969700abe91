import type { ApiContext } from '../../reads/context'
import { type AvsPower, loadAvsControllers } from '../../reads/governance/avs-controllers'
import { loadControllerTypes } from '../../reads/governance/controller-types'
import type { BlockState } from '../../reads/graph/stakes'
import { relation } from '../../risk/graph/relation'
import { pairsWithSharedRows, sharedRows } from '../../risk/overlap/shared-rows'
import { checkPairs } from '../define/errors'
import { member } from '../define/meta'
import { field, limited, object } from '../define/object'
import { decimal, enumeration, int, list, type ValueOf } from '../define/type'
import { controllerType } from './controller-type'

/** Enum AvsPower. */
export const avsPower = enumeration<AvsPower>('AvsPower', 'Power over an AVS.', {
  SLASHER: 'Who may slash for one of its sets (AllocationManager.getSlasher, v1.9 and later).',
  REDISTRIBUTION_RECIPIENT: 'Who receives what one of its sets slashes.',
  REWARD_PAYER: 'Who submitted rewards for it, up to the block (RewardsCoordinator).',
  ADMIN: 'Who may act for it in all matters (PermissionController).',
  REGISTRAR: 'Contract that registers its operators (AVSRegistrarSet).',
  VETO_COMMITTEE: 'Who may veto its slashing requests (VetoableSlasher).',
  EJECTOR: 'Who may eject operators from its quorums (EjectorUpdated of its coordinator).',
  CHURN_APPROVER: 'Who approves churn in its quorums (ChurnApproverUpdated).',
})

const sharedController = object('SharedController', 'An address with power over several AVSs.', {
  controller: field(member, 'The address.'),
  type: field(controllerType, 'Who it is, as far as events report it.'),
  avss: field(list(member), 'The AVSs, by id.'),
})

const pair = object('SharedControllerPair', 'Two AVSs with controllers in common.', {
  a: field(member, 'The one whose id comes first.'),
  b: field(member, 'The other.'),
  shared: field(int, 'How many have the power over both.'),
  value: field(decimal, 'Those over both by those over one of them (Jaccard), in (0, 1].'),
})

/** Type SharedControllers. */
export const sharedControllersAnswer = object('SharedControllers', 'One power over several AVSs.', {
  controllers: limited(
    sharedController,
    'Who has it over two AVSs or more, the most AVSs first, then by address.',
  ),
  count: field(int, 'How many there are.'),
  pairs: limited(
    pair,
    'Pairs of AVSs with controllers in common, the most alike first, then by id.',
  ),
  incomplete: limited(
    member,
    'AVSs of which some of those who have the power are unknown; the known ones count.',
  ),
})

/** Controllers with one power over several AVSs, and pairs of AVSs that share controllers. */
export async function sharedControllers(
  context: ApiContext,
  block: BlockState,
  by: AvsPower,
): Promise<ValueOf<typeof sharedControllersAnswer>> {
  const rows = await loadAvsControllers(context, block, by)
  const links = rows.flatMap(({ avs, controller }) =>
    controller === null ? [] : [{ row: controller, column: avs, weight: 1n }],
  )
  const matrix = relation(links)
  const { columns } = matrix
  const shared = sharedRows(matrix).map((one) => ({
    id: matrix.rows[one.row]!,
    avss: one.columns.map((column) => columns[column]!),
  }))
  return {
    count: shared.length,
    controllers: async (limit) => {
      const listed = shared.slice(0, limit)
      const ids = listed.map(({ id }) => id)
      const types = await loadControllerTypes(context, block, ids)
      return listed.map(({ id, avss }) => ({ controller: id, type: types.get(id)!.type, avss }))
    },
    pairs: (limit) => {
      checkPairs(columns.length, 'Ask for the controllers: each lists its AVSs.')
      return pairsWithSharedRows(matrix)
        .slice(0, limit)
        .map(({ a, b, shared, value }) => ({ a: columns[a]!, b: columns[b]!, shared, value }))
    },
    incomplete: (limit) =>
      rows
        .filter(({ controller }) => controller === null)
        .slice(0, limit)
        .map(({ avs }) => avs),
  }
}
