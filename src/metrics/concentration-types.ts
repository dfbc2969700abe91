/** SDL of the field `concentration`. */
export const concentrationTypeDefs = /* GraphQL */ `
extend type Query {
  """
  How concentrated stake is among a population, at one block.

  Computed in exact integers from the rows of that block. If there is no answer the values are null
  and \`meta.nullReason\` says why: nothing is guessed and nothing is taken as zero.
  """
  concentration(
    "Whose shares of the whole are measured."
    of: ConcentrationPopulation!
    "Which stake is the whole; parts that are given narrow it together. Default: all stake."
    scope: RiskScope
    "Which stake counts; echoed in \`meta.basis\`."
    basis: StakeBasis! = DELEGATED
    "Prices, if stake of several pools is to be added up; without: shares of one pool."
    pricing: PricingInput
    "Kind of grouping in the label files, for example \`entity\`: members of one group count as one. Default: none; for ENTITIES \`entity\`."
    grouping: String
    "Whether members that hold nothing count in n: changes Gini, Theil, \`hhiNormalized\` and \`lorenz\`, not \`hhi\`."
    includeZeros: Boolean! = false
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): Concentration!
}

"Whose concentration is measured."
enum ConcentrationPopulation {
  "Operators, each by itself: nothing is grouped by company."
  OPERATORS
  "Operators grouped by the label files (docs/labels.md): who is in no group stands for itself."
  ENTITIES
  "Stakers who delegate, by what they could withdraw (DelegationManager.getWithdrawableShares). DELEGATED only."
  STAKERS
  "Assets: which tokens the stake is in; pools of one token together. Needs prices, as soon as there is more than one."
  ASSETS
  "Pools: in which of them the stake lies. Needs prices, as soon as there is more than one."
  POOLS
  "AVSs: whom the stake secures. Stake that secures several counts for each, but for SLASHABLE, where their parts differ."
  AVSS
  "Operator sets, as AVSs."
  OPERATOR_SETS
}

"Share of the whole that a group must pass."
enum NakamotoThreshold {
  "1/3: can stop a service that needs two thirds (liveness of BFT protocols)."
  ONE_THIRD
  "1/2: majority."
  HALF
  "2/3: can decide for a service that needs two thirds (safety of BFT protocols)."
  TWO_THIRDS
}

"What passing a threshold means."
enum NakamotoRule {
  "More than the threshold."
  GT
  "The threshold or more."
  GTE
}

"""
Concentration of a population with amounts x_i, whole X = sum of x_i and shares p_i = x_i / X.

Ratios are decimal text, rounded half to even to 18 significant digits; text that is shorter is exact.
Amounts are whole numbers as decimal text, in base units of the pool.
"""
type Concentration {
  "Herfindahl-Hirschman index, sum of p_i^2, in [1/n, 1]: 1 if one holds all. Source: Herfindahl 1950, Hirschman 1945."
  hhi: BigDecimal
  "The same in points, 10 000 times \`hhi\`: the scale of merger guidelines."
  hhiPoints: BigDecimal
  "(hhi - 1/n) / (1 - 1/n), in [0, 1]: \`hhi\` without the effect of n. Null also for n = 1, where it is not defined."
  hhiNormalized: BigDecimal
  "1 / hhi, in [1, n]: how many equal members would be as concentrated (Hill number of order 2)."
  effectiveNumber: BigDecimal
  "Gini coefficient, in [0, 1 - 1/n]: 0 if all are equal. Rises when members with little join; never use it alone. Source: Gini 1912."
  gini: BigDecimal
  "Gini times n / (n - 1), in [0, 1]. Null also for n = 1."
  giniCorrected: BigDecimal
  "Shannon entropy, -sum of p ln p, in nats, in [0, ln n]; 15 digits. Source: Shannon 1948."
  entropy: BigDecimal
  "e to the entropy, in [1, n]: how many equal members would be as diverse (Hill number of order 1)."
  entropyNumber: BigDecimal
  "Entropy by ln n, in [0, 1]. Null also for n = 1."
  evenness: BigDecimal
  "Theil index, sum of p ln(n p) = ln n - entropy, in nats, in [0, ln n]; 15 digits. Source: Theil 1967."
  theil: BigDecimal
  "Theil index by ln n, in [0, 1]. Null also for n = 1."
  theilNormalized: BigDecimal
  "Lorenz curve: what the members with least hold, from (0, 0) to (1, 1). All n + 1 points if there are no more than asked for. Source: Lorenz 1905."
  lorenz("How many at most, 2 to 200; from 12 on 1, 5, 10, 50, 90, 95 and 99 % are among them." points: Int! = 100): [LorenzPoint!]
  "CR_k: share of the k largest members together, in [k/n, 1]; 1 if k >= n."
  top("How many, at least 1." k: Int!): BigDecimal
  "The k largest members, by amount and then address."
  topMembers("How many, 1 to 1000." k: Int!): [RiskMember!]
  "Nakamoto coefficient: the smallest number of members who together pass the threshold. Source: Srinivasan and Lee 2017."
  nakamoto(
    "Share of the whole that must be passed."
    threshold: NakamotoThreshold!
    "Whether reaching the threshold is enough."
    rule: NakamotoRule! = GT
  ): Nakamoto!
  "The same with any threshold in (0, 1]."
  nakamotoAt(
    "Share of the whole that must be passed: \`1/3\`, \`0.34\`."
    threshold: String!
    "Whether reaching the threshold is enough."
    rule: NakamotoRule! = GT
  ): NakamotoAt!
  "What each member holds, by amount and then address; members with nothing are left out."
  shares("How many, 1 to 1000." limit: Int! = 50): [ConcentrationShare!]
  "Over whom it was computed."
  universe: RiskUniverse!
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"A point of a Lorenz curve."
type LorenzPoint {
  "Part of the members, those with least, in [0, 1]."
  population: BigDecimal!
  "Their share of the whole, in [0, population]."
  share: BigDecimal!
}

"Smallest group that passes a threshold given as text; fields as in \`Nakamoto\`."
type NakamotoAt {
  "Threshold asked for."
  threshold: String!
  "Rule asked for."
  rule: NakamotoRule!
  "How many members it takes, in [1, n]."
  count: Int
  "Who they are, largest first."
  members: [RiskMember!]
  "What they hold beyond the threshold."
  margin: BigDecimal
  "All who hold as much as the last member, if one of them is not among the members; else empty."
  tieSet: [RiskMember!]
  "Why there is no count."
  nullReason: RiskNullReason
}

"Smallest group that passes a threshold."
type Nakamoto {
  "Threshold asked for."
  threshold: NakamotoThreshold!
  "Rule asked for."
  rule: NakamotoRule!
  "How many members it takes, in [1, n]."
  count: Int
  "Who they are, largest first; see \`tieSet\` for those who could take the place of the last."
  members: [RiskMember!]
  "What they hold beyond the threshold: their sum minus threshold times X, in base units of the pool. A fraction where X is no multiple of 3 or 2."
  margin: BigDecimal
  "All who hold as much as the last member, if one of them is not among the members; else empty."
  tieSet: [RiskMember!]
  "Why there is no count."
  nullReason: RiskNullReason
}

"What one member holds."
type ConcentrationShare {
  "Who holds it."
  member: RiskMember!
  "p_i: its part of the whole, in (0, 1]."
  share: BigDecimal!
  "x_i, in base units of the pool; with prices null."
  amount: BigInt
  "x_i in the numeraire; without prices null."
  value: BigDecimal
}

"The population a value was computed over."
type RiskUniverse {
  "Members that hold something, and with \`includeZeros\` those that hold nothing: the n of the formulas. Null if the scope is unknown."
  n: Int
  "Members that hold nothing. Null if the scope is unknown."
  nZero: Int
  "X: the sum of their amounts, in base units of the pool. Null if it would add shares of different pools, with prices, or if the scope is unknown."
  total: BigInt
  "X with prices, in the numeraire; null without."
  value: BigDecimal
}
`
