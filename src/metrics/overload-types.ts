/** SDL of the field `overload`. */
export const overloadTypeDefs = /* GraphQL */ `
extend type Query {
  """
  What operators took on: how many AVSs they serve, what stands behind each, who can slash them, and how that grew.

  Counts and claims of capacity, not how well operators do: no event tells of missed duties, so there is no figure of
  reliability, and none is made up. That overload makes operators fail is not proven.
  """
  overload(
    "Only these operators. Default: all."
    operators: [String!]
    "What AVSs take of an operator, and what operators have, for \`loadIndex\`: an assumption."
    load: LoadInput
    "An earlier block, for \`growth\`."
    since: BlockInput
    "Only \`pool\` narrows it: amounts are of its shares. Commitments and slashers count whatever the pool."
    scope: RiskScope
    "Prices, if stake of several pools is to be added up; without: shares of one pool."
    pricing: PricingInput
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): Overload!
}

"""
Declared load and capacity, in one unit of your own: cores, gigabytes, people. Nothing is assumed for an AVS or operator that is
not named, unless you give a value for all others.
"""
input LoadInput {
  "Load of AVSs on each operator that serves them, in that unit."
  avss: [ProfitInput!]
  "Load of each other AVS, at least 0."
  otherAvss: String
  "Capacity of operators."
  operators: [CapacityInput!]
  "Capacity of each other operator, above 0."
  otherOperators: String
}

"Capacity of an operator."
input CapacityInput {
  "Address of the operator, in any case."
  operator: String!
  "Its capacity, above 0."
  capacity: String!
}

"What operators took on."
type Overload {
  "Operators, those that serve the most AVSs first, then those in the most sets, then by id."
  operators("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [OperatorOverload!]!
  "How many there are: those that were named, or all."
  operatorCount: Int!
  "How many of all operators serve how many AVSs, by that number."
  distribution: [CommitmentCount!]!
  "What was measured, where, and why amounts are missing. UNPRICED: only those; what needs no amounts is answered."
  meta: RiskMeta!
}

"Operators that serve the same number of AVSs."
type CommitmentCount {
  "AVSs that each serves."
  avsCount: Int!
  "How many operators do."
  operatorCount: Int!
}

"What an operator took on. Amounts are in the unit of the stake."
type OperatorOverload {
  "The operator."
  operator: RiskMember!
  "AVSs that it is registered to, by an operator set or the AVSDirectory."
  avsCount: Int!
  "Operator sets that it is registered to; a registration by the AVSDirectory counts as one."
  setCount: Int!
  "Part of the operators that serve an AVS which serve as many or fewer, in [0, 1]. Null if none does."
  percentile: BigDecimal
  """
  Among how many equal AVSs its slashable stake would be spread as it is: e to the Shannon entropy of its split, in
  [1, number of AVSs]. Computed in doubles: right to 12 digits. Null if none of it can be slashed.
  """
  effectiveCommitments: BigDecimal
  "Registered stake of all AVSs by its stake: how often it is promised, at least 0. Null without stake."
  registeredMultiplier: BigDecimal
  "Slashable stake of all sets by its stake, in [0, 1] on EigenLayer. Null without stake."
  slashableLeverage: BigDecimal
  "Different pairs of operator set and slasher that can slash it now, in any pool. Null: the deallocation delay is not known."
  slashingConditions: Int
  "Different slashers among them."
  slashers: Int
  "Sets that can slash it whose slasher no event told: each counts as one pair, and as no slasher."
  unknownSlashers: Int
  "Its stake by the number of AVSs that it serves, whatever pools they accept. Null if it serves none."
  stakePerAvs: BigDecimal
  "Declared load of its AVSs by its declared capacity, at least 0; above 1 it promised more than it has."
  loadIndex: BigDecimal
  "Why there is none. ASSUMPTION_MISSING: its capacity, or the load of an AVS that it serves, is not declared."
  loadNullReason: RiskNullReason
  "How its commitments differ from those at \`since\`; null: no such block was given."
  growth: OperatorGrowth
}

"How the commitments of an operator changed between two blocks; what came and went between them is not seen."
type OperatorGrowth {
  "AVSs that it serves, less those that it served."
  avsCount: Int!
  "Operator sets, likewise."
  setCount: Int!
  "AVSs that it serves and did not serve, by id. Who was no operator yet served none."
  joined: [RiskMember!]!
  "AVSs that it served and serves no more, by id. They may still be able to slash it."
  left: [RiskMember!]!
}
`
