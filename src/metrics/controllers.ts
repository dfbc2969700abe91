import type { ApiContext, BlockInput } from '../reads/context'
import { loadControllerTypes } from '../reads/governance/controller-types'
import { loadSetRules, type SetRules } from '../reads/governance/set-rules'
import { hhi } from '../risk/concentration/herfindahl'
import { controlledStake, redistributedStake } from '../risk/governance/controllers'
import { bucketStake } from '../risk/graph/bucket-stake'
import { exposure } from '../risk/graph/exposure'
import { toDecimal } from '../risk/math/decimal'
import { ratio } from '../risk/math/ratio'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { controllerTypeDefs } from './governance-types'
import { checkCount, MAX_LISTED, type ScopeInput } from './legacy/arguments'
import { measure } from './legacy/matrix'
import { type Meta, member } from './legacy/meta'
import type { PricingInput } from './legacy/pricing'

const typeDefs = /* GraphQL */ `
extend type Query {
  "Who, by one key, can destroy stake, or receives it when it is slashed: the power behind operator sets."
  controllers(
    "Which power."
    by: ControllerKind! = SLASHER
    "Only \`pool\` narrows it: its shares."
    scope: RiskScope
    "Prices, if stake of several pools is to be added up; without: shares of one pool."
    pricing: PricingInput
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): Controllers!
}
${controllerTypeDefs}
"Power over operator sets."
enum ControllerKind {
  "Who may slash (AllocationManager.getSlasher, v1.9 and later)."
  SLASHER
  "Who receives what is slashed (AllocationManager.getRedistributionRecipient), and so gains by it; burned stake has none."
  REDISTRIBUTION_RECIPIENT
}

"Power over stake. Amounts are in the unit of the stake."
type Controllers {
  "Who has it, the most first, then by address."
  controllers("How many, 1 to 1000." limit: Int! = 100): [Controller!]!
  "How concentrated it is: sum of squared shares, in (0, 1]. Null if nobody has any."
  hhi: BigDecimal
  "Stake that sets can slash, each operator's in a pool counted once."
  slashable: BigDecimal
  "Part of \`slashable\` of sets that redistribute, in [0, 1]; only for REDISTRIBUTION_RECIPIENT. Null if nothing can be slashed."
  redistributionShare: BigDecimal
  "Stake of sets whose slasher no event told; in no other figure but \`slashable\`."
  unknown: BigDecimal
  "Those sets."
  unknownSets("How many, 1 to 1000." limit: Int! = 100): [RiskMember!]!
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"Somebody with power over stake."
type Controller {
  "The address."
  controller: RiskMember!
  "Who it is, as far as rows tell."
  type: ControllerType!
  "Admins that may act for it in all matters (PermissionController); 0: none were named, so it acts for itself."
  admins: Int!
  "Slashable stake under it. Stake of sets of two controllers is under both, where sets share it."
  stake: BigDecimal!
  "Part of \`slashable\`, in [0, 1]."
  share: BigDecimal
  "Its operator sets that can slash anything, by id."
  operatorSets: [RiskMember!]!
}
`

interface Arguments {
  by: 'SLASHER' | 'REDISTRIBUTION_RECIPIENT'
  scope?: ScopeInput | null
  pricing?: PricingInput | null
  block?: BlockInput | null
}

type Page = { limit: number }

function resolve(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const measured = await measure(sources, { ...args, basis: 'SLASHABLE' }, context, true)
    if (!('matrix' in measured)) return none(measured.meta)
    const { at, block, valuation, meta } = measured
    const sets = exposure(at.graph, 'SLASHABLE', valuation, 'SET', 'BUCKET')
    const stake = bucketStake(at.graph, valuation)
    const rules = await loadSetRules(context, block, at.graph)
    // A set that can slash nothing has no power, known or not.
    const hasStake = sets.columns.map((_, set) =>
      sets.value.slice(sets.start[set]!, sets.start[set + 1]!).some((value) => value > 0n),
    )
    const holderOf = rules.map((rule, set) => (hasStake[set] ? holder(rule, args.by) : 'NONE'))
    const held = controlledStake(sets, stake, holderOf)
    const redistributed = redistributedStake(sets, stake, holderOf)
    const { recipients: population } = redistributed
    const whole = controlledStake(
      sets,
      stake,
      holderOf.map(() => 'ALL'),
    ).controllers.total
    const amount = (value: bigint) => toDecimal({ num: value, den: valuation.unit })
    const concentration = hhi(population)
    return {
      meta,
      controllers: async ({ limit }: Page) => {
        checkCount('limit', limit, MAX_LISTED)
        const listed = population.members.slice(0, limit)
        const ids = listed.map(({ id }) => id)
        const types = await loadControllerTypes(context, block, ids)
        return listed.map(({ id, amount: own }) => ({
          controller: member(id),
          ...types.get(id)!,
          stake: amount(own),
          share: whole === 0n ? null : toDecimal(ratio(own, whole)),
          operatorSets: sets.columns.filter((_, set) => holderOf[set] === id).map(member),
        }))
      },
      hhi: concentration && toDecimal(concentration),
      slashable: amount(whole),
      redistributionShare:
        args.by === 'REDISTRIBUTION_RECIPIENT' && redistributed.share.value
          ? toDecimal(redistributed.share.value)
          : null,
      unknown: amount(held.unknown),
      unknownSets: ({ limit }: Page) => {
        checkCount('limit', limit, MAX_LISTED)
        return held.unknownSets.slice(0, limit).map((set) => member(sets.columns[set]!))
      },
    }
  }
}

/** Null: unknown. NONE: nobody. */
function holder({ slasher, recipient }: SetRules, by: Arguments['by']): string | null {
  return by === 'SLASHER' ? slasher : (recipient ?? 'NONE')
}

function none(meta: Meta) {
  return { meta, controllers: [], unknownSets: [] }
}

/** Field `controllers`. */
export function controllersSchema(sources: RiskSources): SchemaPart {
  return { typeDefs, resolvers: { Query: { controllers: resolve(sources) } } }
}
