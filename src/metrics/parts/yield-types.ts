import type { NoPoolValue } from '../../risk/graph/valuation'
import type { YieldSource } from '../../risk/yield/yield-sources'
import { coverageFields, stakeAmount } from '../define/coverage'
import { coverageType, member, nullReason } from '../define/meta'
import { field, lazy, object } from '../define/object'
import {
  decimal,
  enumeration,
  external,
  int,
  list,
  lowerBound,
  nullable,
  unixTime,
  upperBound,
} from '../define/type'

/** Coverage of rows whose figures rest on prices of rewards. */
const coverageOf = (what: string) => ({
  ...coverageFields,
  coverage: lazy(
    nullable(coverageType),
    `How much of the ${what} behind figures of this row has a price: tokens of rewards count as pools, their payers as holders. If it is not complete, amounts are lower bounds and shares are those of the priced part.`,
  ),
})

const yieldSource = enumeration<YieldSource>('YieldSource', 'Where yield comes from.', {
  PROGRAMMATIC:
    "The protocol's own emission, whatever the token: for all earners, and what the EmissionsController submits.",
  OWN_TOKEN: "In a token declared to be the AVS's own.",
  FEE_LIKE: 'In a token declared to be fee-like.',
  OTHER: 'In a token declared to be neither.',
  UNCLASSIFIED: 'In a token of which nothing was declared.',
})

/** Type YieldShare. */
export const yieldShare = object('YieldShare', 'A part of the yield, in [0, 1].', {
  value: field(
    nullable(decimal),
    'The share. Null if some yield is not classified, so that it is unknown.',
  ),
  atLeast: field(
    nullable(lowerBound),
    'Lower bound: none of the unclassified yield belongs to it. Rounded down.',
  ),
  atMost: field(
    nullable(upperBound),
    'Upper bound: all of the unclassified yield does. Rounded up.',
  ),
  nullReason: field(
    nullable(nullReason),
    'Why there is no value: ASSUMPTION_MISSING (see `classes`), EMPTY (nothing was earned) or UNPRICED.',
  ),
})

/** Type YieldSourcePart. */
export const yieldSourcePart = object('YieldSourcePart', 'Yield from one source.', {
  source: field(yieldSource, 'Where it comes from.'),
  value: field(stakeAmount, 'What was earned; null: nothing of it has a price.'),
  share: field(yieldShare, 'Its part of the whole.'),
  ...coverageOf('yield'),
})

/** Type YieldToken. */
export const yieldToken = object('YieldToken', 'What a token paid from one source.', {
  token: field(member, 'The token.'),
  source: field(yieldSource, 'The source.'),
  amount: field(
    decimal,
    'What was earned in the window, in base units; the last one accrues in parts.',
  ),
  value: field(stakeAmount, 'The same in the numeraire; null if something is missing for it.'),
  remaining: field(decimal, 'What is announced and accrues after the block, in base units.'),
  missing: field(
    nullable(external<NoPoolValue>('PriceGap')),
    'What is missing for a value; null: nothing.',
  ),
  ...coverageOf('yield'),
})

/** Type YieldPayer. */
export const yieldPayer = object('YieldPayer', 'Who pays rewards.', {
  payer: field(
    member,
    'Who submitted them; where the event does not say (AVSRewardsSubmissionCreated), the AVS, or the EmissionsController if it processed an EigenDA distribution in that transaction.',
  ),
  value: field(stakeAmount, 'What it paid for the window; null: nothing of it has a price.'),
  share: field(nullable(decimal), 'Part of all, in (0, 1]; null as `value`.'),
  ...coverageOf('yield'),
})

/** Type YieldRunway. */
export const yieldRunway = object(
  'YieldRunway',
  'What is announced at the block, and how long it lasts. Nothing is assumed of what may be announced later.',
  {
    remaining: field(stakeAmount, 'Value that accrues after the block.'),
    perDay: field(stakeAmount, 'Value that accrues in a day, at the pace of the block.'),
    days: field(
      nullable(decimal),
      'Days until `remaining` is gone at that pace; null if nothing accrues at the block.',
    ),
    until: field(
      nullable(unixTime),
      'When the last announced reward ends, with a price or without; null: nothing is announced.',
    ),
    ...coverageOf('rewards'),
    nullReason: field(
      nullable(nullReason),
      'Why there is no value: UNPRICED, or NOT_DEFINED if nothing accrues at the block.',
    ),
  },
)

const yieldStakePoint = object('YieldStakePoint', 'Stake at a time.', {
  time: field(unixTime, 'The time.'),
  block: field(int, 'The last block with stored logs at or before it.'),
  stake: field(
    stakeAmount,
    'Stake at that block, in the scope; 0 if the AVS or set was not known yet, null if there is stake and none has a price.',
  ),
  ...coverageFields,
})

/** Type YieldApr. */
export const yieldApr = object(
  'YieldApr',
  `Yield in 365 days at the pace of the window, not compounded: 365 * value / (days * mean stake), of what has a price. The mean
is that of \`points\`: the window is cut into \`stakePoints\` equal parts, and the stake measured in the middle of each. Shares
are worth what they are at the block.`,
  {
    value: field(
      nullable(decimal),
      'Of all yield, as a fraction: 0.05 is 5 %. Null if the mean stake is 0.',
    ),
    feeLike: field(
      nullable(decimal),
      'Of fee-like yield; also null if some yield is not classified.',
    ),
    meanStake: field(
      stakeAmount,
      'Mean stake in the window; null if there is stake and none has a price.',
    ),
    points: field(list(yieldStakePoint), 'Where the stake was measured.'),
    unpricedPools: field(
      list(member),
      'Pools with stake that has no price, which makes `value` too high; not in `meanStake`.',
    ),
    ...coverageOf('yield, and stake,'),
    nullReason: field(
      nullable(nullReason),
      'Why there is no value: ZERO_TOTAL (no stake), UNPRICED, CONSTANT_UNKNOWN, or NOT_DEFINED if the window begins before the first stored block.',
    ),
  },
)
