import type { ApiContext, BlockInput } from '../reads/context'
import { bucketStake } from '../risk/graph/bucket-stake'
import { exposure } from '../risk/graph/exposure'
import { exclusiveShares, unionCoverage } from '../risk/leverage/coverage'
import { leverage } from '../risk/leverage/leverage'
import { nominalToSlashable, phantomShares } from '../risk/leverage/phantom'
import { rehypothecation } from '../risk/leverage/rehypothecation'
import type { Answer } from '../risk/math/answer'
import { toDecimal } from '../risk/math/decimal'
import type { Ratio } from '../risk/math/ratio'
import { address, bad, checkCount, MAX_LISTED, place, type ScopeInput } from './define/arguments'
import { type Measured, measure } from './define/matrix'
import { type Meta, member } from './define/meta'
import type { SchemaPart } from './define/part'
import type { PricingInput } from './define/pricing'
import type { RiskSources } from './define/sources'

const typeDefs = /* GraphQL */ `
extend type Query {
  """
  How often the same stake is promised (rehypothecation), and how much of what is advertised can be slashed.

  Registered stake counts claims: the same stake for every AVS that its operator serves. Slashable stake is capacity to
  lose: on EigenLayer the parts of all sets never exceed the whole.
  """
  leverage(
    "Only \`pool\` narrows it: its shares."
    scope: RiskScope
    "Prices, if stake of several pools is to be added up."
    pricing: PricingInput
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): Leverage!
}

"How often stake is promised. Amounts are in the unit of the stake: base units of the pool, or the numeraire."
type Leverage {
  "Stake of operators that serve at least one AVS."
  stake: BigDecimal
  "Registered stake of all AVSs: stake counts once for every AVS that counts it."
  registered: BigDecimal
  "Registered rehypothecation multiplier: registered / stake, in [0, number of AVSs]."
  registeredMultiplier: BigDecimal
  "Slashable stake of all sets together."
  slashable: BigDecimal
  "Slashable leverage (restaking degree): slashable / stake of all operators, in [0, 1] on EigenLayer. Source: Bar-Zur and Eyal 2025."
  slashableLeverage: BigDecimal
  "Unique capital at risk: per operator and pool the smaller of stake and slashable stake."
  capitalAtRisk: BigDecimal
  "Registered by slashable stake: units advertised for each that can be slashed, at least 1 on EigenLayer."
  nominalToSlashable: BigDecimal
  "AVS by AVS, by id."
  avss: [LeverageAvs!]!
  "Operator by operator, those with the most promised first."
  operators("How many, 1 to 1000." limit: Int! = 100): [LeverageOperator!]!
  "Stake behind some AVSs together, by the sum of what each counts on: how much of it is there once only."
  coverage("Addresses of AVSs." avss: [String!]!, "Which stake counts." basis: StakeBasis! = REGISTERED): LeverageCoverage
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"What an AVS advertises and what it can slash."
type LeverageAvs {
  "AVS."
  avs: RiskMember!
  "Registered stake."
  registered: BigDecimal!
  "Slashable stake of its members."
  slashable: BigDecimal!
  "Stake of operators that left it and can still be slashed."
  departed: BigDecimal!
  "Phantom share: 1 - slashable / registered, in [0, 1]. Null without registered stake."
  phantomShare: BigDecimal
  "Part of its registered stake that is of operators which serve no other AVS, in [0, 1]."
  exclusiveShare: BigDecimal
}

"How often an operator's stake is promised."
type LeverageOperator {
  "Operator."
  operator: RiskMember!
  "Registered stake of all AVSs by its stake."
  registeredMultiplier: BigDecimal
  "Slashable stake of all sets by its stake, in [0, 1] on EigenLayer."
  slashableLeverage: BigDecimal
}

"How much of what AVSs count on is there once only."
type LeverageCoverage {
  "Stake that is there: per operator and pool what is promised, at most what there is."
  covered: BigDecimal!
  "Sum of what each AVS counts on."
  promised: BigDecimal!
  "covered / promised, in (0, 1]; its inverse says how often a unit of stake is promised among them."
  share: BigDecimal
}
`

interface Arguments {
  scope?: ScopeInput | null
  pricing?: PricingInput | null
  block?: BlockInput | null
}

interface Root {
  measured: Measured | null
  meta: Meta
}

const shown = ({ value }: Answer<Ratio, string>) => value && toDecimal(value)

function resolve(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const measured = await measure(sources, { ...args, basis: 'SLASHABLE' }, context, true)
    if (!('matrix' in measured)) return { measured: null, meta: measured.meta, avss: [] }
    const { at, valuation, meta } = measured
    const { graph } = at
    const amount = (value: bigint) => toDecimal({ num: value, den: valuation.unit })
    const claims = rehypothecation(graph, valuation, 'REGISTERED')
    const capacity = leverage(graph, 'SLASHABLE', valuation)
    const advertised = phantomShares(graph, valuation)
    const exclusive = exclusiveShares(exposure(graph, 'REGISTERED', valuation))
    return {
      measured,
      meta: { ...meta, basis: null },
      stake: amount(claims.stake),
      registered: amount(claims.promised),
      registeredMultiplier: shown(claims.multiplier),
      slashable: amount(capacity.slashable),
      slashableLeverage: shown(capacity.total),
      capitalAtRisk: amount(capacity.atRisk),
      nominalToSlashable: shown(nominalToSlashable(advertised)),
      avss: advertised.map(({ registered, slashable, departed, phantom }, service) => ({
        avs: member(graph.services[service]!),
        registered: amount(registered),
        slashable: amount(slashable),
        departed: amount(departed),
        phantomShare: shown(phantom),
        exclusiveShare: shown(exclusive[service]!),
      })),
      operators: ({ limit }: { limit: number }) => {
        checkCount('limit', limit, MAX_LISTED)
        const order = [...graph.operators.keys()].sort(
          (a, b) => near(claims.operators[b]!) - near(claims.operators[a]!) || a - b,
        )
        return order.slice(0, limit).map((operator) => ({
          operator: member(graph.operators[operator]!),
          registeredMultiplier: shown(claims.operators[operator]!),
          slashableLeverage: shown(capacity.operators[operator]!),
        }))
      },
    }
  }
}

function near({ value }: Answer<Ratio, string>): number {
  return value ? Number(value.num) / Number(value.den) : -1
}

type Basis = Parameters<typeof exposure>[1]

function coverage({ measured }: Root, args: { avss: string[]; basis: Basis }) {
  if (measured === null) return null
  const { at, valuation } = measured
  const { graph } = at
  const columns = args.avss.map((avs) => {
    const column = place(graph.services, address('avss', avs))!
    if (column < 0) throw bad('avss', avs, 'No such AVS at that block.')
    return column
  })
  const buckets = exposure(graph, args.basis, valuation, 'SERVICE', 'BUCKET')
  const { covered, promised, share } = unionCoverage(
    buckets,
    bucketStake(graph, valuation),
    columns,
  )
  return {
    covered: toDecimal({ num: covered, den: valuation.unit }),
    promised: toDecimal({ num: promised, den: valuation.unit }),
    share: shown(share),
  }
}

/** Field `leverage`. */
export function leverageSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs,
    resolvers: {
      Query: { leverage: resolve(sources) },
      Leverage: {
        coverage,
        operators: ({ operators }, args) => operators?.(args) ?? [],
      },
    },
  }
}
