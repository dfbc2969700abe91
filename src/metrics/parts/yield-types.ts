/** SDL of the field `yieldSources`. */
export const yieldTypeDefs = /* GraphQL */ `
extend type Query {
  """
  Where yield comes from: emission of the protocol, tokens of the AVSs themselves, or payments that look like fees; who pays
  it, how long what is announced lasts, and what it is in a year on the stake.

  Rewards accrue evenly from the start to the end of their submission, to the second, whenever they were submitted: those
  submitted later for a time in the window are not known at the block. Who earned how much is calculated off-chain, so
  there is no yield of one operator or staker. Amounts are after the protocol fee (v1.12).
  """
  yieldSources(
    "Prices of tokens and of stake, at the block. What has none is left out of values, and listed."
    pricing: PricingInput!
    "What payments in a token are. The chain does not tell."
    classes: [RewardClassInput!]
    "Kind of grouping in the label files with groups OWN_TOKEN, FEE_LIKE and OTHER of tokens, for those not in \`classes\`. Default: none."
    grouping: String
    "Decimals of tokens that no event told; one that tells otherwise is refused."
    decimals: [TokenDecimalsInput!]
    "Only rewards of an AVS, its operator sets included, or of one operator set: \`operator\` and \`pool\` are refused. Then without what is paid for all."
    scope: RiskScope
    "Begin of the window. Default: \`days\` before its end."
    from: UnixTime
    "End of the window, not after the block. Default: time of the block, or of the last one before it with stored logs."
    to: UnixTime
    "Length of the window, 1 to 3650; not with \`from\`. Default: 30."
    days: Int
    "Which stake \`apr\` is on; echoed in \`meta.basis\`."
    basis: StakeBasis! = DELEGATED
    "At how many times the stake of \`apr\` is measured, 1 to 100; echoed in \`meta.assumptions\`."
    stakePoints: Int! = 12
    "Block at which submissions are known, and whose prices count. Default: the last indexed block."
    block: BlockInput
  ): YieldSources!
}

"What payments in a token are."
input RewardClassInput {
  "Address of the token, in any case."
  asset: String!
  "What they are."
  class: RewardClass!
}

"What payments in a token are: an assumption, for the token is on the chain, its economic origin is not."
enum RewardClass {
  "The token of the AVS that pays it: emission."
  OWN_TOKEN
  "ETH, WETH, stablecoins and whatever else looks like revenue."
  FEE_LIKE
  "Neither."
  OTHER
}

"Decimals of a token."
input TokenDecimalsInput {
  "Address of the token, in any case."
  asset: String!
  "One whole token is 10 to this power of base units; 0 to 77."
  decimals: Int!
}

"Where yield comes from."
enum YieldSource {
  "The protocol's own emission, whatever the token: for all earners, and what the EmissionsController submits."
  PROGRAMMATIC
  "In a token declared to be the AVS's own."
  OWN_TOKEN
  "In a token declared to be fee-like."
  FEE_LIKE
  "In a token declared to be neither."
  OTHER
  "In a token of which nothing was declared."
  UNCLASSIFIED
}

"Yield of a window. Values are in the numeraire of \`meta.pricing\`, of tokens with a price."
type YieldSources {
  "Begin of the window; null: there is no block with a time."
  from: UnixTime
  "End of the window."
  to: UnixTime
  "What was earned; 0 if nothing was submitted, null if nothing that was has a price."
  value: BigDecimal
  "The same by source; each of the five is listed. Their shares add up to 1."
  sources: [YieldSourcePart!]!
  "PROGRAMMATIC and OWN_TOKEN together: yield that holders of those tokens pay by dilution."
  emissionShare: YieldShare
  "Share of FEE_LIKE."
  feeLikeShare: YieldShare
  "Tokens that were earned or are announced, one line per source: the most valuable first, those without a price last, then by address."
  tokens("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [YieldToken!]!
  "Who paid what was earned, the most first, then by address."
  payers("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [YieldPayer!]!
  "How concentrated the payers are: sum of squared shares, in (0, 1]. Null if nothing with a price was earned."
  payerHhi: BigDecimal
  "As concentrated as so many equal payers: 1 / \`payerHhi\`."
  effectivePayers: BigDecimal
  "How long what is announced lasts."
  runway: YieldRunway
  "Yield in a year on the stake."
  apr: YieldApr
  "Submissions that start in the window and last 0 seconds (old releases): nobody earns them, and they are in no figure."
  zeroDuration: Int
  "What was measured, where, and why a value is missing. \`meta.pricing.unpriced\` lists the tokens without a price or decimals. UNKNOWN_SCOPE: no such AVS or set; UNPRICED: no token has a price."
  meta: RiskMeta!
}

"Yield from one source."
type YieldSourcePart {
  "Where it comes from."
  source: YieldSource!
  "What was earned."
  value: BigDecimal!
  "Its part of the whole."
  share: YieldShare!
}

"A part of the yield, in [0, 1]."
type YieldShare {
  "The share. Null if some yield is not classified, so that it is not known."
  value: BigDecimal
  "The least it can be: none of the unclassified yield belongs to it. Rounded down."
  atLeast: BigDecimal
  "The most it can be: all of the unclassified yield does. Rounded up."
  atMost: BigDecimal
  "Why there is no value: ASSUMPTION_MISSING (see \`classes\`), EMPTY (nothing was earned) or UNPRICED."
  nullReason: RiskNullReason
}

"What a token paid from one source."
type YieldToken {
  "The token."
  token: RiskMember!
  "The source."
  source: YieldSource!
  "What was earned in the window, in base units; the last one accrues in parts."
  amount: BigDecimal!
  "The same in the numeraire; null if something is missing."
  value: BigDecimal
  "What is announced and accrues after the block, in base units."
  remaining: BigDecimal!
  "What is missing for a value; null: nothing."
  missing: PriceGap
}

"Who pays rewards."
type YieldPayer {
  "Who submitted them; where the event does not tell (AVSRewardsSubmissionCreated), the AVS, or the EmissionsController if it processed an EigenDA distribution in that transaction."
  payer: RiskMember!
  "What it paid for the window."
  value: BigDecimal!
  "Part of all, in (0, 1]."
  share: BigDecimal!
}

"What is announced at the block, and how long it lasts. Nothing is assumed of what may be announced later."
type YieldRunway {
  "Value that accrues after the block."
  remaining: BigDecimal
  "Value that accrues in a day, at the pace of the block."
  perDay: BigDecimal
  "Days in which \`remaining\` would be gone at that pace; null if nothing accrues at the block."
  days: BigDecimal
  "When the last announced reward ends, with a price or without; null: nothing is announced."
  until: UnixTime
  "Why there is no value: UNPRICED, or NOT_DEFINED if nothing accrues at the block."
  nullReason: RiskNullReason
}

"""
Yield in 365 days at the pace of the window, not compounded: 365 * value / (days * mean stake), of what has a price. The mean
is that of \`points\`: the window is cut into \`stakePoints\` equal parts, and the stake measured in the middle of each. Shares
are worth what they are at the block.
"""
type YieldApr {
  "Of all yield, as a fraction: 0.05 is 5 %. Null if the mean stake is 0."
  value: BigDecimal
  "Of fee-like yield; null too if some yield is not classified."
  feeLike: BigDecimal
  "Mean stake in the window; null if there is stake and none has a price."
  meanStake: BigDecimal
  "Where the stake was measured."
  points: [YieldStakePoint!]!
  "Pools with stake that has no price, which makes \`value\` too high; not in \`meanStake\`."
  unpricedPools: [RiskMember!]!
  "Why there is no value: ZERO_TOTAL (no stake), UNPRICED, CONSTANT_UNKNOWN, or NOT_DEFINED if the window begins before the first stored block."
  nullReason: RiskNullReason
}

"Stake at a time."
type YieldStakePoint {
  "The time."
  time: UnixTime!
  "The last block with stored logs at or before it."
  block: Int!
  "Stake at that block, in the scope; 0 if the AVS or set was not known yet, null if there is stake and none has a price."
  stake: BigDecimal
}
`
