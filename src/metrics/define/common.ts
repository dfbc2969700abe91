/** SDL that the risk fields share: arguments, members, and what every answer says about itself. */
export const commonTypeDefs = /* GraphQL */ `
"Which stake counts."
enum StakeBasis {
  """
  Shares delegated to the operator (DelegationManager.operatorShares), whatever it is registered to.
  With \`avs\` or \`operatorSet\` in the scope: of the operators registered to it, all their shares,
  accepted by the AVS or not.
  """
  DELEGATED
  """
  Delegated shares in pools that an operator set accepts to which the operator is registered: what a
  service advertises, not what it can slash. A pool that several sets accept counts once (maximum,
  not sum). A registration by the AVSDirectory names no set and accepts every pool.
  """
  REGISTERED
  """
  Shares that operator sets can slash now (AllocationManager.getMinimumSlashableStake at the block), in pools that they
  accept, of members and of operators that left less than the deallocation delay ago. Sets add up: they slash different
  parts of the stake.
  """
  SLASHABLE
  """
  The same once the deallocation delay has passed: pending deallocations count as gone. What a service can rely on.
  """
  MIN_SLASHABLE
}

"Part of the stake. An unknown operator, pool, AVS or operator set gives \`UNKNOWN_SCOPE\`."
input RiskScope {
  "Address of an operator, in any case: only its stake."
  operator: String
  "Address of a pool (EigenLayer strategy), in any case: only its shares."
  pool: String
  "Address of an AVS, in any case: only operators registered to it or to one of its sets."
  avs: String
  "\`<avs>/<set id>\`: only operators registered to that operator set."
  operatorSet: String
}

"Why there is no value."
enum RiskNullReason {
  "Nobody belongs to the population."
  EMPTY
  "Members exist, none of them holds anything."
  ZERO_TOTAL
  "Stake lies in several pools, and shares of different pools are not added without prices. \`meta.pricing.unpriced\` lists the pools; name one in the scope, or give prices."
  UNPRICED
  "The operator, pool, AVS or operator set is not known at that block."
  UNKNOWN_SCOPE
  "All members together do not pass the threshold."
  UNREACHABLE
  "It needs the deallocation delay, which is not known for this network."
  CONSTANT_UNKNOWN
  "It is not defined for this population on this basis."
  NOT_DEFINED
  "It needs an assumption that was not given; see the arguments."
  ASSUMPTION_MISSING
  "Distress does not die out: the spectral radius of the impacts is not below 1, or so near to it that the end is not in reach."
  UNSTABLE
  "Fewer than 100 draws lie beyond the level, so that an estimate from them says nothing. Ask for more draws, or a lower level."
  TOO_FEW_DRAWS
  "Stake lies in pools to which the label files give no class, and which one it is changes the answer."
  UNCLASSIFIED
  "Too few events: chance alone would give fewer than 5 windows with both."
  INSUFFICIENT_EVENTS
  "Fewer than 20 observations in common."
  INSUFFICIENT_OBSERVATIONS
}

"How a value was computed."
enum RiskMethod {
  "Exact rational arithmetic over all members."
  EXACT
  "A proven bound, not the value itself."
  BOUND
  "An estimate from seeded random draws."
  SAMPLED
}

"Unit of amounts."
enum Numeraire {
  "Shares of the one pool that holds the stake, in its base units; no price is used."
  NATIVE
  "Ether, by prices that were given."
  ETH
  "US dollar, by prices that were given."
  USD
}

"Something that is named: an operator, a staker, a pool, an AVS, an operator set, a group."
type RiskMember {
  "Its key: the address in lower case, \`<avs>/<set id>\`, or the name of a group."
  id: String!
  "Its address in lower case; of an operator set, that of its AVS. Null for a group."
  address: Bytes
  "Its name in the label files (docs/labels.md): a claim of their authors; null: none."
  name: String
}

"What an answer rests on."
type RiskMeta {
  "Block whose state was measured."
  block: RiskBlock!
  "Which stake counted; null where no stake is measured."
  basis: StakeBasis
  "Grouping of operators into companies; null: none, each operator is by itself."
  grouping: String
  "Prices used."
  pricing: RiskPricing!
  "Assumptions that were given, as name and value; empty: none is needed."
  assumptions: [RiskAssumption!]!
  "How it was computed."
  method: RiskMethod!
  "Why there is no answer; null if there is one."
  nullReason: RiskNullReason
}

"An assumption of the caller that the chain does not contain."
type RiskAssumption {
  "Name of the argument."
  name: String!
  "Its value, as given."
  value: String!
}

"Block of an answer."
type RiskBlock {
  "Block number."
  number: Int!
  "Block hash; null if no log of this block is stored, so that its header is not known."
  hash: Bytes
  "Unix seconds; null as \`hash\`."
  timestamp: UnixTime
  "Chain (EIP-155)."
  chainId: Int!
  "Whether the block can no longer be undone."
  finalized: Boolean!
}

"Prices of an answer."
type RiskPricing {
  "Unit of the amounts."
  numeraire: Numeraire!
  "Where prices are from; null: none were used."
  source: String
  "Pools with stake, or tokens of rewards, that would need a price; they are never taken as worth zero."
  unpriced: [RiskMember!]!
}
`
