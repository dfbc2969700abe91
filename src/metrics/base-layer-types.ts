/** SDL of the field `baseLayer`. */
export const baseLayerTypeDefs = /* GraphQL */ `
extend type Query {
  """
  What restaked security itself rests on: the beacon chain, and the classes and issuers of the assets behind it.

  Concentration over clients, hosts or countries of operators is \`concentration\` with a \`grouping\` of that kind. \`native\` and
  \`beaconChain\` need no prices.
  """
  baseLayer(
    "All ETH staked on the beacon chain at that time, by anybody, in ETH: the chain's contracts do not tell it. For \`native\`."
    stakedEth: String
    """
    Kind of grouping in the label files that gives pools, or their tokens, a class: \`assetClass\`, \`issuer\`. The label of a pool
    goes before that of its token. Default: \`assetClass\`; if no label file has that, no pool has a class.
    """
    grouping: String
    "A class whose price falls, and the least stake of AVSs, for \`depeg\`."
    depeg: DepegInput
    "Which stake counts; echoed in \`meta.basis\`."
    basis: StakeBasis! = REGISTERED
    "Prices, if stake of several pools is to be added up; without: shares of the one pool that holds stake."
    pricing: PricingInput
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): BaseLayer!
}

"A fall of price, and what AVSs need."
input DepegInput {
  "Class of the grouping whose price falls, the others stay."
  class: String!
  "Least stake of AVSs. Only those that are named are looked at: without, nothing is known (ASSUMPTION_MISSING)."
  minima: [ProfitInput!]
}

"What restaked security rests on. Amounts are in the unit of the stake, unless said otherwise."
type BaseLayer {
  "Native ETH that is restaked, and its part of all staked ETH."
  native: NativeRestaking!
  "Stake behind all AVSs by class: each operator's in a pool once, however many count on it."
  all: AssetSplit
  "Stake behind each AVS by class; AVSs by id."
  avss("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [AvsAssets!]!
  "How many AVSs there are."
  avsCount: Int!
  "How far the price of a class may fall; null: \`depeg\` is not given."
  depeg: DepegSensitivity
  "What the beacon chain took from restakers."
  beaconChain: BeaconChainLosses!
  "What was measured, where, and why \`all\`, \`avss\` and \`depeg\` are missing."
  meta: RiskMeta!
}

"Native ETH that is restaked. Amounts in ETH."
type NativeRestaking {
  "What stakers could withdraw of native ETH, delegated or not (DelegationManager.getWithdrawableShares); without what is queued."
  restaked: BigDecimal!
  "Native ETH delegated to operators (DelegationManager.operatorShares)."
  delegated: BigDecimal!
  "restaked / \`stakedEth\`, in [0, 1]."
  share: BigDecimal
  "A third less the share: at a third of the chain's stake, who controls it can stop finality. Below 0: passed."
  toThird: BigDecimal
  "A half less the share: at a half it chooses the chain that others follow."
  toHalf: BigDecimal
  "Two thirds less the share: at two thirds it finalizes alone."
  toTwoThirds: BigDecimal
  "Why there is no share. ASSUMPTION_MISSING: \`stakedEth\` is not given."
  nullReason: RiskNullReason
}

"Stake by class of its assets."
type AssetSplit {
  "Stake that has a price."
  stake: BigDecimal!
  "Classes with stake, the largest first, then by name."
  classes: [AssetClass!]!
  "Stake in pools of no class."
  unclassified: BigDecimal!
  "Those pools, by id."
  unclassifiedPools("How many, 1 to 1000." limit: Int! = 100): [RiskMember!]!
  "Sum of the squared shares of the classes, in (0, 1]: with a grouping of issuers, their concentration."
  hhi: BigDecimal
  "Whether there is also stake without a price, which is in no figure: see \`meta.pricing.unpriced\`."
  hasUnpriced: Boolean!
  "Why there are no shares and no \`hhi\`."
  nullReason: RiskNullReason
}

"Stake in one class."
type AssetClass {
  "Its name in the label files: a claim of their authors."
  name: String!
  "Stake in it."
  stake: BigDecimal!
  "Part of the stake, in [0, 1]. Null while stake has no class."
  share: BigDecimal
  "Least share: if nothing that has no class belongs to it."
  atLeast: BigDecimal!
  "Greatest share: if all that has no class belongs to it."
  atMost: BigDecimal!
}

"Assets behind an AVS."
type AvsAssets {
  "The AVS."
  avs: RiskMember!
  "Its stake by class."
  assets: AssetSplit!
}

"How far the price of a class may fall before AVSs are under their minimum: amounts stay, and all else is worth as much as before."
type DepegSensitivity {
  "The AVS that falls first, of equal ones the first by id. Null if none can, or if it is not known of one that may."
  first: DepegThreshold
  "AVSs with a minimum: those that are under it, then by threshold, then those that are never, then those of which it is not known; equal ones by id."
  avss: [DepegThreshold!]!
  "Why it is not known which is first. ASSUMPTION_MISSING: no minima are given."
  nullReason: RiskNullReason
}

"How far the price may fall for one AVS."
type DepegThreshold {
  "The AVS."
  avs: RiskMember!
  "What a fall of price does to it; null: not known."
  outcome: DepegOutcome
  "Part of its price that the class may lose, in [0, 1), rounded down: beyond it the AVS is under its minimum. Only if it FALLS."
  depeg: BigDecimal
  "Why the outcome is not known: stake has no class (UNCLASSIFIED), or no price (UNPRICED)."
  nullReason: RiskNullReason
}

"What a fall of price does to an AVS."
enum DepegOutcome {
  "It falls under its minimum."
  FALLS
  "It is under its minimum now."
  ALREADY_UNDER
  "It keeps its minimum, even if the class is worth nothing."
  NEVER
}

"""
Stakers that lost by the beacon chain, by penalties or slashing (EigenPodManager.beaconChainSlashingFactor below 1). Losses from
before the factor was introduced are not in it. Amounts in ETH.
"""
type BeaconChainLosses {
  "How many stakers."
  stakers: Int!
  "How many of them have an EigenPod that an event told."
  pods: Int!
  "The least factor, in [0, 1); null: nobody lost."
  leastFactor: BigDecimal
  "Native ETH that they have deposited and not taken out."
  deposited: BigDecimal!
  "What of it they could withdraw."
  withdrawable: BigDecimal!
  "deposited - withdrawable: what the beacon chain took, and what operator sets slashed, which cannot be told apart."
  lost: BigDecimal!
}
`
