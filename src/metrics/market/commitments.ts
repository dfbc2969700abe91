import type { AllocationFilter } from '../../reads/vaults/allocations'
import { type Commitment, loadCommitments } from '../../reads/vaults/commitments'
import { type ArgumentsOf, input, optional } from '../define/argument'
import { address, choice, id, limit, offset } from '../define/arguments'
import { blockArgument } from '../define/measure'
import { member, nullReason } from '../define/meta'
import { rootField } from '../define/metric'
import { field, object } from '../define/object'
import { protocolName } from '../define/protocol'
import { bigInt, bytes, list, nullable, string } from '../define/type'

const committedSet = object(
  'CommittedSet',
  'An operator set of an AVS, or a subnetwork of a network.',
  {
    id: field(string, 'Its id, as of the entity OperatorSet.'),
    setId: field(
      string,
      'Number of the operator set, or identifier of the subnetwork (uint96); decimal.',
    ),
    avs: field(member, 'AVS, or network.'),
  },
)

const commitment = object(
  'Commitment',
  'Stake of a pool that an operator set can count on through an operator. Amounts are base units of the pool, unless `unit` is another.',
  {
    protocol: field(protocolName, 'Protocol.'),
    operator: field(member, 'Operator.'),
    operatorSet: field(committedSet, 'Operator set, or subnetwork.'),
    pool: field(member, 'Pool: EigenLayer strategy, or Symbiotic vault.'),
    adapter: field(
      nullable(bytes),
      'Contract that holds the stake (Symbiotic core V2: AppAdapter); null: the pool itself.',
    ),
    unit: field(
      nullable(bytes),
      'Token that amounts are in, where it is not what the pool counts in (RestakingAppAdapter: stake of another vault); null: the unit of the pool. Never add it to amounts of the pool.',
    ),
    stake: field(
      nullable(bigInt),
      'EigenLayer: allocated stake (AllocationManager.getAllocatedStake). Symbiotic: what the delegator promises (BaseDelegator.stake; of core V2 AppAdapter.stake). Null: unknown, see `nullReason`.',
    ),
    slashableStake: field(
      nullable(bigInt),
      'What could be slashed now. EigenLayer: `stake` while the set can slash the operator. Symbiotic: of the stake a second before the block, the latest that can be captured (BaseSlasher.slashableStake); 0 without a slasher, or a middleware of the network; of core V2 AppAdapter.slashable. Null like `stake`.',
    ),
    cumulativeSlash: field(
      nullable(bigInt),
      'All that was ever slashed (Symbiotic core v1: BaseSlasher.cumulativeSlash); null for others.',
    ),
    nullReason: field(
      nullable(nullReason),
      'Why an amount is null; null: none is, but `cumulativeSlash` where it has no meaning.',
    ),
  },
)

const whereMembers = {
  protocol_eq: optional(choice(protocolName, 'Only of this protocol.')),
  operator_eq: optional(address('Only of this operator.')),
  avs_eq: optional(address('Only to this AVS, or network.')),
  operatorSet_eq: optional(id('Only to the operator set with this id, in any case.')),
  pool_eq: optional(address('Only of this pool.')),
}
const whereInput = input(
  'CommitmentFilter',
  'Which commitments: those that fit all given parts.',
  whereMembers,
)

/** Field `commitments`. */
export const commitmentsMetric = rootField({
  name: 'commitments',
  doc: `Stake that operator sets and subnetworks can count on: allocations of EigenLayer, and what vaults of Symbiotic promise, side
by side. Commitments of which all amounts are 0 are left out. By protocol, operator set, operator and pool.

In EigenLayer, stake is promised once; a vault can promise the same stake to many: \`securityMarket\` says what of it can be
slashed together.`,
  args: {
    where: optional(whereInput('Which ones. Default: all.')),
    limit: limit(100),
    offset,
    block: blockArgument,
  },
  type: list(commitment),
  estimate: () => 100,
  async compute({ where, limit, offset, block: given }, { context }) {
    const block = await context.at(given)
    const filter = where ? filterOf(where) : undefined
    const all = await loadCommitments(context, block, where?.protocol_eq ?? null, filter)
    const found = filter ? all.filter(fits(filter)) : all
    return found.slice(offset, offset + limit).map((one) => ({
      ...one,
      operatorSet: { id: one.set, setId: one.setId, avs: one.avs },
      slashableStake: one.slashable,
    }))
  },
})

function filterOf(where: ArgumentsOf<typeof whereMembers>): AllocationFilter {
  const set = where.operatorSet_eq?.toLowerCase() ?? null
  return { operator: where.operator_eq, avs: where.avs_eq, set, pool: where.pool_eq }
}

function fits(wanted: AllocationFilter): (one: Commitment) => boolean {
  const isOne = (id: string | null, value: string) => id === null || id === value
  return ({ operator, avs, set, pool }) =>
    isOne(wanted.operator, operator) &&
    isOne(wanted.avs, avs) &&
    isOne(wanted.set, set) &&
    isOne(wanted.pool, pool)
}
