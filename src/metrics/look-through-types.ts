import { stakerGroupTypeDefs } from './parts/staker-group'

/** SDL of field `lookThrough`. */
export const lookThroughTypeDefs = /* GraphQL */ `
extend type Query {
  """
  Where the stake of a staker, or of several together (a person, a liquid restaking token), stands: behind which AVSs, and
  what it can lose. Name them by \`staker\`, \`stakers\` or \`group\`: one of the three.
  """
  lookThrough(
    "Address of one staker."
    staker: String
    "Addresses of stakers, 1 to 1000, looked at as one."
    stakers: [String!]
    "Stakers by the label files: the addresses of one group."
    group: LabelGroupInput
    "Only \`pool\` narrows it: its shares."
    scope: RiskScope
    "Which stake of the operator counts; echoed in \`meta.basis\`."
    basis: StakeBasis! = SLASHABLE
    "Prices, if stake of several pools is to be added up; without: shares of one pool."
    pricing: PricingInput
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): LookThrough!
}
${stakerGroupTypeDefs}
"Where the stake of stakers stands. Amounts are in the unit of the stake, unless said otherwise."
type LookThrough {
  "How many of the stakers hold stake."
  stakerCount: Int!
  "Those of the stakers asked about that hold nothing, in the order asked."
  withoutStake("How many, 1 to 1000." limit: Int! = 100): [RiskMember!]!
  "Operator that all of them delegate to; null: none, several (see \`operators\`), or nothing is known of the staker."
  operator: RiskMember
  "What they could withdraw (DelegationManager.getWithdrawableShares)."
  stake: BigDecimal
  "The same by pool."
  positions: [StakerPosition!]!
  "The same by operator, the largest first, then by id; what is delegated to nobody is in none."
  operators("How many, 1 to 1000." limit: Int! = 100): [LookThroughPart!]!
  """
  Their part of the stake behind each AVS, the largest first, then by id; without those it does not stand behind. With
  SLASHABLE: what they lose if the AVS slashes all it can.
  """
  avss("How many, 1 to 1000." limit: Int! = 100): [LookThroughPart!]!
  "The same by operator set."
  operatorSets("How many, 1 to 1000." limit: Int! = 100): [LookThroughPart!]!
  "What each slasher can take of them by its sets, whatever the basis (AllocationManager.getSlasher); in the same order."
  slashers("How many, 1 to 1000." limit: Int! = 100): [LookThroughPart!]!
  "What sets can take of them whose slasher no event told."
  unknownSlasher: BigDecimal
  "How concentrated that is."
  concentration: LookThroughConcentration!
  "What they lose if every set slashes all it can: no slashing takes more."
  maximalLoss: BigDecimal
  "The same as a part of \`stake\`, in [0, 1]."
  maximalLossShare: BigDecimal
  "The one slashing that costs them the most, of all pairs of operator and set; null: none costs anything."
  worstSlashing: LookThroughSlashing
  """
  The operators whose slashing for all they promised costs them the most, the worst first: the k-th entry has the loss of
  the first k together, and no k operators cost more. Fewer, if the others cost nothing.
  """
  worstOperators("How many, 1 to 1000." k: Int! = 5): [LookThroughOperatorLoss!]!
  "What was measured, where, and why a value is missing. UNKNOWN_SCOPE: none of the stakers has stake there."
  meta: RiskMeta!
}

"Sums of squared shares (HHI), in (0, 1]. Null if there is nothing to share."
type LookThroughConcentration {
  "Of \`operators\`."
  operators: BigDecimal
  "Of \`avss\`, on the basis: on REGISTERED the same stake stands behind several, and is in the share of each."
  avss: BigDecimal
  "Of \`slashers\`. Null, too, if there is an \`unknownSlasher\`."
  slashers: BigDecimal
}

"A slashing of an operator by a set for all that it can take."
type LookThroughSlashing {
  "Operator slashed."
  operator: RiskMember!
  "Operator set that slashes."
  operatorSet: RiskMember!
  "What the stakers lose."
  loss: BigDecimal!
  "The same as a part of \`stake\`, in (0, 1]."
  share: BigDecimal
}

"An operator, and what is lost with it and those before it."
type LookThroughOperatorLoss {
  "The operator."
  operator: RiskMember!
  "Loss of the stakers if it, and all before it, are slashed for all they promised."
  loss: BigDecimal!
  "The same as a part of \`stake\`, in (0, 1]."
  share: BigDecimal
}

"Stake in one pool."
type StakerPosition {
  "Pool."
  pool: RiskMember!
  "Shares that could be withdrawn, in base units of the pool."
  shares: BigInt!
  "Whether a price makes it part of the sums."
  isCounted: Boolean!
}

"Part of the stakers' stake that stands behind something."
type LookThroughPart {
  "The operator, AVS, operator set or slasher."
  member: RiskMember!
  "The part. It cannot be added to those of others on REGISTERED: the same stake stands behind several."
  amount: BigDecimal!
  "As a part of \`stake\`, in [0, 1]."
  share: BigDecimal
}
`
