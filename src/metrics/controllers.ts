import { loadControllerTypes } from '../reads/governance/controller-types'
import { hhi } from '../risk/concentration/herfindahl'
import { population } from '../risk/concentration/population'
import { controlledStake, redistributedStake, setsWithStake } from '../risk/governance/controllers'
import { setsByVault } from '../risk/governance/sets-by-vault'
import { stakeOfBuckets } from '../risk/graph/bucket-stake'
import { holdersOf } from '../risk/graph/columns'
import { stakeMatrix } from '../risk/graph/exposure'
import { unionCoverage } from '../risk/leverage/coverage'
import { Value } from '../risk/value/value'
import { choice } from './define/arguments'
import { coverageFields, stakeAmount } from './define/coverage'
import { slashableArguments } from './define/measure'
import { member } from './define/meta'
import { stakeMetric } from './define/metric'
import { field, limited, object } from './define/object'
import { decimal, enumeration, int, list, nullable } from './define/type'
import { controllerType } from './powers/controller-type'
import { type ControllerKind, loadHolders } from './powers/set-holders'

const power = enumeration<ControllerKind>('ControllerKind', 'Power over operator sets.', {
  SLASHER:
    'Who may slash (AllocationManager.getSlasher, v1.9 and later); of a subnetwork the middleware of its network.',
  REDISTRIBUTION_RECIPIENT:
    'Who receives what is slashed (AllocationManager.getRedistributionRecipient), and so may gain from it; burned stake has no recipient. Of a vault its burner, whatever that does with it, or those to whom a burner router sends it.',
  RESOLVER: 'Who may veto slashings of vaults (VetoSlasher.resolver).',
  VAULT_MANAGER:
    'Who has a role on a vault or its delegator, or is its curator: sets limits, shares, deposits or the hook. Each has all stake of the vault that can be slashed.',
  VETO_COMMITTEE:
    'Who may veto slashing requests of an AVS (VetoableSlasher of eigenlayer-middleware). Unknown where the slasher of a set is no contract that is followed, or the deployment file does not name the committee.',
  EJECTOR:
    'Who may eject operators from the quorums of an AVS: the ejector of its coordinator, and who ejects through its ejection manager. Unknown where it is not known how the AVS votes, or no log of the coordinator said who.',
  CHURN_APPROVER:
    'Who approves that an operator takes the place of another in a full quorum of an AVS. Unknown like EJECTOR.',
})

const controller = object('Controller', 'An address with power over stake.', {
  controller: field(member, 'The address.'),
  type: field(controllerType, 'Who it is, as far as events report it.'),
  admins: field(
    int,
    'Admins that may act for it in all matters (PermissionController); 0: none were appointed, so it acts for itself.',
  ),
  stake: field(
    stakeAmount,
    'Slashable stake under it. Stake of sets of two controllers is under both, where sets share it.',
  ),
  share: field(nullable(decimal), 'Part of `slashable`, in [0, 1].'),
  operatorSets: field(list(member), 'Its operator sets that can slash anything, by id.'),
  vaults: field(list(member), 'Vaults in which they can, by id.'),
  ...coverageFields,
})

const answer = object('Controllers', 'Power over stake. Amounts are in the unit of the stake.', {
  controllers: limited(controller, 'Who has it, the largest stake first, then by address.'),
  hhi: field(
    nullable(decimal),
    'How concentrated it is: sum of squared shares, in (0, 1]. Null if nobody has any.',
  ),
  slashable: field(
    stakeAmount,
    "Stake that sets can slash, each operator's in a pool counted once.",
  ),
  redistributionShare: field(
    nullable(decimal),
    'Part of `slashable` of sets that redistribute, in [0, 1]; only for REDISTRIBUTION_RECIPIENT. Null if nothing can be slashed.',
  ),
  unknown: field(
    stakeAmount,
    'Stake of sets of which who has the power is unknown; in no other figure but `slashable`.',
  ),
  unknownSets: limited(member, 'Those sets.'),
})

/** Field `controllers`. */
export const controllersMetric = stakeMetric({
  name: 'controllers',
  readsLater: true,
  doc: 'Who, by one key, can destroy stake, or receives it when it is slashed: the power behind operator sets.',
  args: { by: choice(power, 'Which power.', 'SLASHER'), ...slashableArguments },
  answer,
  select: (args) => ({ ...args, basis: 'SLASHABLE' }),
  async compute({ by }, { at, block, valuation, covered }, request) {
    const { graph, parts } = setsByVault(at.graph)
    const sets = stakeMatrix(graph, 'SLASHABLE', valuation, 'SET', 'BUCKET')
    const stake = stakeOfBuckets(graph, valuation)
    const holder = await loadHolders(request.context, block, at.graph, by)
    // A set that can slash nothing has no power, known or not.
    const canSlash = setsWithStake(sets)
    const holderOf = parts.map(({ set, vault }, part) => {
      return canSlash[part] ? holder(set, vault) : 'NONE'
    })
    const partsOf = (id: string) => parts.filter((_, part) => [holderOf[part]].flat().includes(id))
    const { unknown, unknownSets } = controlledStake(sets, stake, holderOf)
    const { recipients, share } = redistributedStake(sets, stake, holderOf)
    const whole = unionCoverage(sets, stake, sets.columns.keys()).covered
    const amounts = Value.pricedPart(
      recipients.map((one) => one.stake),
      valuation.none,
    )
    return {
      controllers: async (limit) => {
        const listed = recipients.slice(0, limit)
        const ids = listed.map(({ id }) => id)
        const types = await loadControllerTypes(request.context, block, ids)
        return listed.map(({ id, stake: own }) => ({
          controller: id,
          ...types.get(id)!,
          stake: own,
          share: own.share(whole).value,
          operatorSets: sortedIds(partsOf(id).map(({ set }) => at.graph.sets[set]!.id)),
          vaults: sortedIds(partsOf(id).flatMap(({ vault }) => vault ?? [])),
          ...covered([own], () => holdersOf(sets, sets.columns.keys())),
        }))
      },
      hhi: hhi(
        population(recipients.map(({ id }, one) => ({ id, amount: amounts.amounts[one]! }))),
      ),
      slashable: whole,
      redistributionShare: by === 'REDISTRIBUTION_RECIPIENT' ? share.value : null,
      unknown,
      unknownSets: (limit) =>
        sortedIds(unknownSets.map((part) => sets.columns[part]!)).slice(0, limit),
    }
  },
})

const sortedIds = (ids: readonly string[]) => [...new Set(ids)].sort()
