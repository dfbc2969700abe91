import { matrixArguments } from './legacy/matrix'

/** SDL of the field `simulate`. */
export const simulateTypeDefs = /* GraphQL */ `
extend type Query {
  """
  What would follow from shocks at a block. Nothing is changed.

  The mechanical part (magnitudes, shares) is the arithmetic of the contracts, to the wei: a slashing of the past, asked of
  the block before it, gives the state after it. Rules are assumptions, off unless given; they only take stake away, so the
  end does not depend on their order. Every round tells what happened and why.
  """
  simulate(
    "What happens at first, in this order."
    shocks: [ShockInput!]!
    "What follows from it."
    rules: SimulationRules
${matrixArguments.replace('StakeBasis! = REGISTERED', 'StakeBasis! = SLASHABLE')}
  ): Simulation!
}

"A shock: one of its members."
input ShockInput {
  "An operator set slashes an operator (AllocationManager.slashOperator)."
  slash: SlashShock
  "Operators are slashed by all AVSs, or some, by a part of what those can."
  group: GroupShock
  "All operator sets of an AVS slash everything that they can."
  byzantineAvs: AvsShock
  "An operator loses a part of all its stake, whoever takes it."
  loss: OperatorShock
  "A pool loses a part of what is in it."
  drainPool: PoolShock
  "A part of a pool's stake is withdrawn; it is not lost."
  massExit: PoolShock
  "The asset of a pool loses a part of its value. Needs prices, or one pool in the scope."
  depeg: PoolShock
}

"Arguments of slashOperator."
input SlashShock {
  "Operator."
  operator: String!
  "\`<avs>/<set id>\`."
  operatorSet: String!
  "Pools."
  pools: [String!]!
  "For each pool the part (of 1e18, above 0) of what the set can slash."
  wads: [BigInt!]!
}

"A group of operators."
input GroupShock {
  "Its operators; or give \`grouping\` and \`name\`."
  operators: [String!]
  "Kind of grouping in the label files."
  grouping: String
  "Name of the group in it."
  name: String
  "AVSs that slash them. Default: all."
  avss: [String!]
  "Part of what each can slash, in (0, 1]."
  fraction: String! = "1"
}

"An AVS."
input AvsShock {
  "Its address."
  avs: String!
}

"An operator and a part of its stake."
input OperatorShock {
  "Its address."
  operator: String!
  "Part, in [0, 1]."
  fraction: String!
}

"A pool and a part of it."
input PoolShock {
  "Its address."
  pool: String!
  "Part, in [0, 1]."
  fraction: String!
}

"Rules of a cascade. They are echoed in \`meta.assumptions\`."
input SimulationRules {
  "AVSs that fail if less stake than this is left, in the unit of the stake."
  minimum: [ProfitInput!]
  "Part of its stake that every AVS must keep: below it the AVS fails; in (0, 1]. AVSs in \`minimum\` have that instead."
  minimumShare: String
  "Part of its stake whose loss makes an operator leave all its sets, in (0, 1]."
  ejection: String
}

"What would follow from shocks."
type Simulation {
  "Operators and pools whose shares change, by operator and pool."
  operators: [SimulatedOperator!]!
  "AVSs whose stake changes, or that fail. Without prices one row per pool."
  avss: [SimulatedAvs!]!
  "Stake that is slashed or lost, pool by pool."
  capitalLoss: [SimulatedLoss!]!
  "The same together, with prices or in one pool; else null."
  capitalLossValue: BigDecimal
  "Round 0 are the shocks; then what follows, until nothing does."
  rounds: [SimulationRound!]!
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"An operator's shares in a pool."
type SimulatedOperator {
  "Operator; null for a pool that all operators share."
  operator: RiskMember
  "Pool."
  pool: RiskMember!
  "Shares before, in base units of the pool."
  sharesBefore: BigInt!
  "Shares after."
  sharesAfter: BigInt!
  "Max magnitude before, of 1e18."
  maxMagnitudeBefore: BigInt!
  "Max magnitude after."
  maxMagnitudeAfter: BigInt!
}

"Stake behind an AVS on the basis."
type SimulatedAvs {
  "AVS."
  avs: RiskMember!
  "Pool whose shares are told; null: all, in the numeraire."
  pool: RiskMember
  "Stake before."
  before: BigDecimal!
  "Stake after."
  after: BigDecimal!
  "Round in which it failed; null: it did not."
  failedRound: Int
}

"Stake lost in a pool."
type SimulatedLoss {
  "Pool."
  pool: RiskMember!
  "Shares that are slashed or lost."
  shares: BigInt!
}

"What happened in a round."
type SimulationRound {
  "Number, from 0."
  round: Int!
  "What happened and why, a sentence each."
  causes: [String!]!
}
`
