/** SDL of who an address with power is. */
export const controllerTypeDefs = /* GraphQL */ `
"""
Who an address with power is, as far as the rows of the chain tell. Whether the UNKNOWN are keys of people (EOA), m-of-n
wallets or immutable code is in the code at the address, which is not indexed.
"""
enum ControllerType {
  "A followed timelock: what it does is announced."
  TIMELOCK
  "Another followed contract of the protocol."
  PROTOCOL_CONTRACT
  "An AVS."
  AVS
  "A registered operator."
  OPERATOR
  "The rows do not tell."
  UNKNOWN
}
`

/** SDL of field `governance`. */
export const governanceTypeDefs = /* GraphQL */ `
extend type Query {
  """
  Who can change the rules under stake, how soon, and how often it happens. See \`controllers\` for the stake under each key.

  Vetoes of slashings are not served: the contracts of EigenLayer have none.
  """
  governance(
    "Only \`pool\` narrows it: its shares, where stake is told."
    scope: RiskScope
    "Prices, if stake of several pools is to be added up; without: shares of one pool."
    pricing: PricingInput
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): Governance!
}

"Rules under stake, and who changes them. Amounts are in the unit of the stake, unless said otherwise."
type Governance {
  "Whether stake can leave before a new slasher holds."
  exit: GovernanceExit!
  "Changes of slashers that are announced and do not hold yet, the first to hold first, then by set."
  slasherChanges("How many, 1 to 1000." limit: Int! = 100): [SlasherChange!]!
  "How many there are."
  slasherChangeCount: Int!
  "Stake that their sets can slash, each operator's in a pool counted once."
  stakeUnderChange: BigDecimal
  "By pool, what sets can slash, and what of it those that redistribute can; by id. Pools in which nothing can be slashed are left out."
  redistribution("How many, 1 to 1000." limit: Int! = 100): [PoolRedistribution!]!
  "How alike the code of contracts of one kind is, by kind; only proxies and beacons, as told by Upgraded and BeaconUpgraded."
  upgrades: [UpgradeDispersion!]!
  "Governance changes in the last blocks up to and with the block of the answer."
  changes("How many blocks, 1 or more." blocks: Int!): GovernanceActivity!
  "Slashings, the latest first, and the governance changes shortly before each."
  slashings(
    "How long before, in seconds of block time, 1 or more. Default: 7 days."
    within: Int! = 604800
    "How many, 1 to 1000."
    limit: Int! = 100
    "How many to pass over."
    offset: Int! = 0
  ): [SlashingAfterChanges!]!
  "Who has one power over several AVSs."
  sharedControllers("Which power." by: AvsPower! = SLASHER): SharedControllers!
  "Block and prices. \`nullReason\` says why amounts that add up stake are missing; all else is answered."
  meta: RiskMeta!
}

"Ways out, in blocks."
type GovernanceExit {
  "For which a queued withdrawal of a staker can be slashed (DelegationManager.minWithdrawalDelayBlocks)."
  withdrawalDelay: Int
  "For which a deallocation of an operator can be slashed (AllocationManager.DEALLOCATION_DELAY)."
  deallocationDelay: Int
  "After which stake that begins to leave can no longer be slashed: the longer of the two and 1. Null if one is unknown."
  blocksToExit: Int
  "From a change of slasher to its effect, as of the last one that was announced (SlasherUpdated). Null: none was so far. A first slasher holds at once."
  notice: Int
  "blocksToExit - notice. Above 0, a new slasher binds stake that began to leave as soon as it was announced; at 0 or below, stake can be gone first. Null if one is unknown."
  exitGap: Int
}

"A slasher that will take the place of another."
type SlasherChange {
  "Operator set."
  operatorSet: RiskMember!
  "Who may slash until then; null: no event told it."
  slasher: RiskMember
  "Who may from then on."
  pendingSlasher: RiskMember!
  "Block of the announcement."
  announcedAtBlock: Int!
  "First block in which the new one may slash."
  effectBlock: Int!
  "effectBlock - announcedAtBlock."
  notice: Int!
  "Exit gap of the announcement: blocksToExit - notice."
  exitGap: Int
  "The same for stake that begins to leave at the block of the answer. Above 0: too late to be gone first."
  exitGapNow: Int
  "Stake that the set can slash."
  stake: BigDecimal
}

"Slashable stake of a pool, in its base units."
type PoolRedistribution {
  "The pool."
  pool: RiskMember!
  "What all sets can slash, each operator's once."
  slashable: BigInt!
  "What sets can slash that redistribute it: somebody gains by the slashing."
  redistributing: BigInt!
  "redistributing / slashable, in [0, 1]."
  share: BigDecimal!
}

"Code of the contracts of one kind."
type UpgradeDispersion {
  "Kind of contract, as in \`ContractKind\`."
  kind: String!
  "How many contracts."
  contracts: Int!
  "How many of them run code that no event told; in no other figure but \`versions\`."
  unknown: Int!
  "Different implementations that are known."
  implementations: Int!
  "Shannon entropy of the contracts over implementations, in nats, 0 if all run one. Null if none is known."
  entropy: BigDecimal
  "By implementation and beacon, the most contracts first, then by id, unknown ones last."
  versions("How many, 1 to 1000." limit: Int! = 100): [UpgradeVersion!]!
}

"Contracts that run the same code."
type UpgradeVersion {
  "The implementation; null: no event told it."
  implementation: RiskMember
  "Beacon that all of them follow: one upgrade of it changes all. Null: each is upgraded by itself."
  beacon: RiskMember
  "How many contracts."
  contracts: Int!
  "Delegated stake in those of them that are pools in the scope, or with a price; null: none is."
  stake: BigDecimal
}

"How often rules change."
type GovernanceActivity {
  "First block counted."
  fromBlock: Int!
  "Last block counted."
  toBlock: Int!
  "Changes, without first settings."
  count: Int!
  "By kind, kinds without any left out."
  kinds: [GovernanceKindCount!]!
}

"Changes of one kind."
type GovernanceKindCount {
  "Kind, as in \`GovernanceKind\`."
  kind: String!
  "Changes, without first settings."
  count: Int!
  "First owners, admins, beacons and implementations of contracts: how they are made, not changed."
  firstSettings: Int!
  "Block of the last of both."
  lastBlock: Int!
}

"A slashing, and governance changes before it in the chain. That something came before is no cause."
type SlashingAfterChanges {
  "Id of the slashing, as in \`slashings\`."
  slashing: String!
  "Its block."
  block: Int!
  "Operator slashed."
  operator: RiskMember!
  "Operator set that slashed."
  operatorSet: RiskMember!
  "Changes of any contract or account, without first settings."
  changes: Int!
  "Of them those about the operator set, its AVS or the operator."
  ownChanges: Int!
}

"Power over an AVS."
enum AvsPower {
  "Who may slash for one of its sets (AllocationManager.getSlasher, v1.9 and later)."
  SLASHER
  "Who receives what one of its sets slashes."
  REDISTRIBUTION_RECIPIENT
  "Who submitted rewards for it, up to the block (RewardsCoordinator)."
  REWARD_PAYER
  "Who may act for it in all matters (PermissionController)."
  ADMIN
}

"One power over several AVSs."
type SharedControllers {
  "Who has it over two AVSs or more, the most AVSs first, then by address."
  controllers("How many, 1 to 1000." limit: Int! = 100): [SharedController!]!
  "How many there are."
  count: Int!
  "Pairs of AVSs with somebody in common, the most alike first, then by id."
  pairs("How many, 1 to 1000." limit: Int! = 100): [SharedControllerPair!]!
  "AVSs of which no event told some of those who have the power; the known ones count."
  incomplete("How many, 1 to 1000." limit: Int! = 100): [RiskMember!]!
}

"Somebody with power over several AVSs."
type SharedController {
  "The address."
  controller: RiskMember!
  "Who it is, as far as rows tell."
  type: ControllerType!
  "The AVSs, by id."
  avss: [RiskMember!]!
}

"Two AVSs with somebody in common."
type SharedControllerPair {
  "The one whose id comes first."
  a: RiskMember!
  "The other."
  b: RiskMember!
  "How many have the power over both."
  shared: Int!
  "Those over both by those over one of them (Jaccard), in (0, 1]."
  value: BigDecimal!
}
`
