/** SDL of `flowCorrelation`. */
export const flowCorrelationTypeDefs = /* GraphQL */ `
extend type Query {
  """
  Whose stake comes and goes together: correlations of net flows, period by period.

  A flow is what the stake of a member changed by between the ends of a period, by whatever cause: deposits, withdrawals,
  delegations, registrations, slashings. Never levels: those of two that merely grow are always alike. A period counts for
  those that were there at both of its ends.
  """
  flowCorrelation(
    "Whose stake."
    among: FlowPopulation! = OPERATORS
    "Which stake counts. \`DELEGATED\` of an AVS: all of its operators."
    basis: StakeBasis! = DELEGATED
    "Blocks of a period, from \`from\` on; a rest is left out. Default: days, 00:00 to 24:00 UTC, without the day of \`from\` and that of \`to\`, which can be cut short. At most 500 ends of periods."
    every: Int
    "First block."
    from: Int!
    "Last block at most. Default: the one that is read."
    to: Int
    "How many members are compared, 1 to 200: those with the most stake at the end, then by id."
    largest: Int! = 100
    "Which stake is followed."
    scope: RiskScope
    "Prices, if stake of several pools is to be added up; without: shares of one pool. All of the block that is read, so that no price makes a flow."
    pricing: PricingInput
    "Block whose state is read, and whose prices count. Default: the last indexed block."
    block: BlockInput
  ): FlowCorrelation!
}

"Whose stake is followed."
enum FlowPopulation {
  "AVSs: the stake behind them."
  AVSS
  "Operators."
  OPERATORS
}

"Net flows of stake that move together. Amounts are in the unit of the stake."
type FlowCorrelation {
  "What was compared, by id."
  items("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [FlowItem!]!
  "Pairs, the highest \`pearson\` first, then by id; pairs without a value last."
  pairs("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [FlowPair!]!
  "How many pairs there are."
  pairCount: Int!
  "How many of them have a value: so many correlations were looked at."
  compared: Int!
  "What that means: of many pairs some seem correlated by chance. Null if none was compared."
  warning: String
  "Periods."
  periods: Int
  "Block after which the first period begins."
  first: Int
  "Block with which the last period ends."
  last: Int
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"Somebody whose stake comes and goes."
type FlowItem {
  "The operator or AVS."
  member: RiskMember!
  "Periods in which it was there."
  observations: Int!
  "Sum of its flows in them; below 0: more left than came."
  net: BigDecimal!
  "Its stake at the end of the last period."
  stake: BigDecimal!
}

"Two of them and how their flows move together."
type FlowPair {
  "The one whose id comes first."
  a: RiskMember!
  "The other."
  b: RiskMember!
  "Periods in which both were there, n."
  observations: Int!
  "Product-moment correlation, in [-1, 1]. One large flow can make it. Source: Pearson 1895."
  pearson: BigDecimal
  "95 % interval of it by Fisher's z, tanh(atanh r +- 1.96 / root(n - 3)), lower end: if flows of different periods are independent. A double, right to 12 digits. Null if r is 1 or -1."
  lower: BigDecimal
  "Its upper end."
  upper: BigDecimal
  "Rank correlation, ties at the middle of their ranks, in [-1, 1]: no large flow counts for more than its rank. Source: Spearman 1904."
  spearman: BigDecimal
  "tau b, in [-1, 1]: pairs of periods in the same order less those in opposite orders. Source: Kendall 1945."
  kendall: BigDecimal
  "Why there is no value: INSUFFICIENT_OBSERVATIONS, or NOT_DEFINED if the flows of one are all equal."
  nullReason: RiskNullReason
}
`
