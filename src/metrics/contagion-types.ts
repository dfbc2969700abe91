/** SDL of the field `contagion`. */
export const contagionTypeDefs = /* GraphQL */ `
extend type Query {
  """
  How distress of some AVSs spreads to others, because stake is promised more than once: an index like DebtRank.

  The impact of an AVS on another is the part of its stake which that one loses when the first slashes \`fraction\` of all that
  it counts on, by the arithmetic of \`simulate\`. An AVS in distress d is taken to pass on d times its impact. Where each
  unit of stake can be slashed by one AVS only (EigenLayer, \`basis: SLASHABLE\`) there is no such channel: \`hasChannel\` is
  false, and nothing spreads. With REGISTERED the answer is about claims: each AVS is taken to slash what it counts as registered.

  Distress is the limit of a process, computed in doubles: right to 12 digits. Impacts and bounds are exact.
  Sources: Battiston et al. 2012; Bardoscia et al. 2015. Reading AVSs as banks is ours.
  """
  contagion(
    "AVSs in distress at first, 1 to 1000, each once."
    shocked: [ShockedAvsInput!]!
    "Part of what it counts on that an AVS slashes when it is at its end, in [0, 1]: an assumption."
    fraction: String!
    "How distress is passed on."
    propagation: ContagionPropagation! = LINEAR
    "Only \`pool\` narrows it: its shares."
    scope: RiskScope
    "REGISTERED: what AVSs count on, though it may be promised to others as well. SLASHABLE: what they can slash."
    basis: StakeBasis! = REGISTERED
    "Prices, if stake of several pools is to be added up; without: shares of one pool."
    pricing: PricingInput
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): Contagion!
}

"An AVS in distress."
input ShockedAvsInput {
  "Its address, in any case. One that is not known at the block gives UNKNOWN_SCOPE."
  avs: String!
  "Part of its stake that is lost, or not to be relied on, in [0, 1]; 1 is its end."
  distress: String! = "1"
}

"How distress is passed on."
enum ContagionPropagation {
  "All of it, round after round, as long as it grows: h(t+1) = min(1, h(t) + W (h(t) - h(t-1))). Bardoscia et al. 2015."
  LINEAR
  "By each AVS once, when it first is in distress; what comes later stays with it. Battiston et al. 2012."
  ONCE
}

"Distress that spreads."
type Contagion {
  "AVSs with stake, or shocked: the greatest distress first, then by id."
  avss("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [AvsDistress!]!
  "How many AVSs there are."
  avsCount: Int!
  "Distress beyond the shock, weighted by stake: sum of weight * (distress - shock), in [0, 1]. Null as \`distress\`."
  index: BigDecimal
  "Rounds in which distress was passed on. Null as \`distress\`."
  rounds: Int
  "Whether any AVS has an impact on another. False: slashing by one takes nothing from others, and nothing spreads."
  hasChannel: Boolean
  "Largest eigenvalue of the impacts. Below 1 distress dies out."
  spectralRadius: SpectralRadius
  "Impacts above 0, the largest first, then by id."
  impacts("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [AvsImpact!]!
  "How many impacts are above 0."
  impactCount: Int!
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"An AVS in the end."
type AvsDistress {
  "The AVS."
  avs: RiskMember!
  "Its share of the stake of all AVSs, in [0, 1]. Stake that two count on is in both."
  weight: BigDecimal!
  "Its distress at first, in [0, 1]."
  shock: BigDecimal!
  "Its distress in the end, in [0, 1], at least \`shock\`."
  distress: BigDecimal
  "Why there is no value: UNSTABLE."
  nullReason: RiskNullReason
}

"What one AVS does to another."
type AvsImpact {
  "The AVS that slashes."
  by: RiskMember!
  "The AVS that loses stake."
  on: RiskMember!
  "Part of the stake of \`on\` that it loses, in (0, 1]."
  part: BigDecimal!
}

"Proven bounds, from the quotients of Collatz and Wielandt in exact arithmetic."
type SpectralRadius {
  "It is not below this."
  atLeast: BigDecimal!
  "It is not above this."
  atMost: BigDecimal!
}
`
