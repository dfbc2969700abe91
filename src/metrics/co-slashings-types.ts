/** SDL of `coSlashings`. */
export const coSlashingsTypeDefs = /* GraphQL */ `
extend type Query {
  """
  Who was slashed together, as it happened: pairs of operators, or of AVSs that slashed, in the same windows of time.

  One OperatorSlashed is one event, however many pools it names, and also if nothing was allocated there. Windows are fixed,
  and what counts for a pair are the windows in which both could be slashed: an operator as long as a set could slash it
  (AllocationManager.isOperatorSlashable: registered, or left no longer than the deallocation delay ago), an AVS as long as
  it could slash any operator. A window counts if any of that time lies in it, and so does one with a slashing.
  """
  coSlashings(
    "What is compared: operators that were slashed, or AVSs that slashed an operator."
    among: CoSlashingPopulation! = OPERATORS
    "How time is cut."
    window: SlashingWindow! = DAY
    "First block. Default: the first indexed one."
    from: Int
    "Last block. Default: the one that is read."
    to: Int
    "Only slashings of \`operator\`, or by sets of \`avs\`, or by \`operatorSet\`; \`pool\` must be left out. When one could be slashed follows the same scope."
    scope: RiskScope
    "Block whose state is read. Default: the last indexed block."
    block: BlockInput
  ): CoSlashings!
}

"What is compared in pairs."
enum CoSlashingPopulation {
  "AVSs, by the slashings of their operator sets."
  AVSS
  "Operators, by the slashings that hit them."
  OPERATORS
}

"Fixed windows, none overlapping another. Those of time begin at multiples of their length since 1970-01-01, 00:00 UTC."
enum SlashingWindow {
  "Transactions with a log of a followed contract; others are not stored."
  TRANSACTION
  "Blocks."
  BLOCK
  "Hours, from minute 00 on."
  HOUR
  "Days, from 00:00 UTC on."
  DAY
  "Weeks, from Thursday 00:00 UTC on."
  WEEK
}

"Observed slashings in the same windows."
type CoSlashings {
  "Those with at least one slashing, by id."
  items("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [CoSlashingItem!]!
  "Pairs of them, the most common windows first, then by id. Of more than 1000 items there are none."
  pairs("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [CoSlashingPair!]!
  "How many pairs there are."
  pairCount: Int!
  "Events: slashings in the range and scope."
  slashings: Int
  "The windows from which those of a pair are."
  universe: CoSlashingUniverse
  "What was read, where, and why a value is missing. CONSTANT_UNKNOWN: an operator left, and how long it could be slashed is not known."
  meta: RiskMeta!
}

"All windows of the range."
type CoSlashingUniverse {
  "How time is cut."
  window: SlashingWindow!
  "First block."
  from: Int!
  "Last block. The first and the last window of time can be cut short by the range."
  to: Int!
  "How many windows, those without a slashing included: of time, from that of the first block with logs to that of the last."
  windows: Int!
}

"Something that was slashed, or slashed."
type CoSlashingItem {
  "The operator or AVS."
  member: RiskMember!
  "Events."
  slashings: Int!
  "Windows with any."
  slashedWindows: Int!
  "Windows in which there could be any."
  windows: Int!
}

"Two of them in the windows in which both could be slashed."
type CoSlashingPair {
  "The one whose id comes first."
  a: RiskMember!
  "The other."
  b: RiskMember!
  "Windows in which both could be slashed, n."
  windows: Int!
  "Those in which \`a\` was, x."
  slashedA: Int!
  "Those in which \`b\` was, y."
  slashedB: Int!
  "Those in which both were."
  both: Int!
  "Windows with both that chance would give: x y / n. Null if n is 0."
  expected: BigDecimal
  """
  Correlation (phi), in [-1, 1]. Null if \`expected\` is below 5, which it is as soon as one of the two was slashed in fewer than
  5 windows.
  """
  phi: BigDecimal
  "\`both\` by \`expected\`, at least 0; 1 is chance. Null if that is 0. Of few events it says little."
  lift: BigDecimal
  "Fisher's exact test, two-sided, in (0, 1], where there is no phi: probability of a table that is as unlikely as this, by chance alone. Null if n is 0."
  pValue: BigDecimal
  "Why there is no phi: INSUFFICIENT_EVENTS, or NOT_DEFINED if one was slashed in all windows."
  nullReason: RiskNullReason
}
`
