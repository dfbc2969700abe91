import type { BlockPoint, HeaderNullReason } from '../../reads/context'
import type { Basis } from '../../risk/graph/graph'
import { field, lazy, limited, object } from './object'
import {
  boolean,
  bytes,
  enumeration,
  int,
  list,
  named,
  nullable,
  string,
  type Type,
  unixTime,
  type ValueOf,
} from './type'

/** Which stake counts. */
export const stakeBasis = enumeration<Basis>(
  'StakeBasis',
  `Which stake counts.

It also says who serves an AVS or operator set, in all fields: with DELEGATED and REGISTERED the operators that are registered to
it (an AVS: to one of its sets, or in the AVSDirectory), with SLASHABLE and MIN_SLASHABLE those of whose stake it can slash some, in
any pool. Neither a pool in the scope nor prices change that: a pool in the scope says whose shares are measured, and who serves
an AVS with stake in other pools only, serves it with 0.`,
  {
    DELEGATED: `Shares delegated to the operator (DelegationManager.operatorShares), whatever it is registered to.
With \`avs\` or \`operatorSet\` in the scope: of the operators registered to it, all their shares,
accepted by the AVS or not.`,
    REGISTERED: `Delegated shares in pools that an operator set accepts to which the operator is registered: what an
AVS advertises, not what it can slash. A pool that several sets accept counts once (maximum,
not sum). A registration by the AVSDirectory names no set and accepts every pool: \`leverage.fromDirectory\` is the part that counts by
such registrations alone.`,
    SLASHABLE: `Shares that operator sets can slash now (AllocationManager.getMinimumSlashableStake at the block), in pools that they
accept, of members and of operators that left less than the deallocation delay ago. Sets add up: they slash different
parts of the stake.`,
    MIN_SLASHABLE:
      'The same once the deallocation delay has passed: pending deallocations count as gone. What an AVS can rely on.',
    VOTES: `Weights that AVSs on eigenlayer-middleware recorded for the members of their quorums (StakeRegistry, ECDSAStakeRegistry): what
they count when they vote, which follows the stake only when somebody updates it. A quorum is a pool, by \`<coordinator>/<number>\`, because
weights of different quorums do not add up: name an operator set in the scope, or read \`perPool\`. AVSs on other contracts are not in it,
nor is an operator set that two coordinators claim.`,
  },
)

/** Why there is no value. */
export const nullReason = enumeration('RiskNullReason', 'Why there is no value.', {
  EMPTY: 'The population has no members.',
  ZERO_TOTAL: 'Members exist, none of them holds anything.',
  UNPRICED:
    'Stake lies in several pools, and shares of different pools are not added without prices; or none of it has a price. `meta.pricing.unpriced` lists the pools; read `perPool`, name one pool in the scope, or give prices.',
  UNKNOWN_SCOPE: 'The operator, pool, AVS or operator set is not known at that block.',
  UNREACHABLE: 'All members together do not pass the threshold.',
  CONSTANT_UNKNOWN:
    'It needs the deallocation delay, or for stake in the queue the withdrawal delay, which is not known for this network.',
  ASSETS_UNKNOWN:
    'It depends on assets that no log says: an adapter of a vault has put them where the price is not known.',
  BLOCK_TIME_UNKNOWN:
    'It depends on the time of the block, whose header is not stored, and is not the same at both known bounds of that time.',
  NOT_DEFINED: 'It is not defined for this population on this basis.',
  ASSUMPTION_MISSING: 'It needs an assumption that was not given; see the arguments.',
  UNSTABLE:
    'Distress does not die out: the spectral radius of the impacts is not below 1, or too close to 1 for the series to converge.',
  TOO_FEW_DRAWS:
    'The draws that lose are too few: the 99 % interval is wider than a tenth of the value to each side. Ask for more draws, or a lower level.',
  UNCLASSIFIED:
    'Stake lies in pools to which the label files give no class, and the class would change the answer.',
  NOT_ADDITIVE:
    'Stake does not add up: several operators share a vault, and on DELEGATED each has what the vault gives it, so that shares of the sum say nothing. Ask for REGISTERED or SLASHABLE stake, or for one protocol or pool without it.',
  INSUFFICIENT_EVENTS: 'Too few events: chance alone would give fewer than 5 windows with both.',
  INSUFFICIENT_OBSERVATIONS: 'Fewer than 20 observations in common.',
})
/** Value of RiskNullReason. */
export type NullReason = ValueOf<typeof nullReason>

const method = enumeration('RiskMethod', 'How a value was computed.', {
  EXACT: 'Exact rational arithmetic over all members.',
  BOUND: 'A proven bound, or a value between proven bounds.',
  SAMPLED: 'An estimate from seeded random draws, with 99 % intervals.',
})

const numeraire = enumeration('Numeraire', 'Unit of amounts.', {
  NATIVE: 'Shares of the one pool that holds the stake, in its base units; no price is used.',
  ETH: 'Ether, by prices that were given.',
  USD: 'US dollar, by prices that were given.',
})

/**
 * An operator, a staker, a pool, an AVS, an operator set or a group, by its id. `name` is resolved where labels are at hand
 * (metrics/index.ts).
 */
export const member: Type<string> = named({
  name: 'RiskMember',
  sdl: `"An operator, a staker, a pool, an AVS, an operator set or a group."
type RiskMember {
  "Its key: the address in lower case, \`<avs>/<set id>\`, \`symbiotic-<network>/<identifier>\`, or the name of a group."
  id: String!
  "Its address in lower case; of an operator set, that of its AVS. Null for a group."
  address: Bytes
  "Its name in the label files (docs/labels.md): a claim of their authors; null: none."
  name: String
}`,
  resolvers: { id: (id: string) => id, address: addressOf },
  uses: [],
})

/** Address in the id of a member; null: it is a group. */
export function addressOf(id: string): string | null {
  return /^(?:symbiotic-)?(0x[0-9a-f]{40})(?:\/|$)/.exec(id)?.[1] ?? null
}

/** Why hash and time of a block are null. */
export const headerNullReason = enumeration<HeaderNullReason>(
  'BlockNullReason',
  'Why hash and time of a block are null.',
  {
    HEADER_NOT_STORED:
      'Its header was not read: it has no log of an indexed contract, and was read in a longer range of history. The header of the last block of each range is stored, and of every block that was read at the head of the chain.',
  },
)

/** How much of the stake behind figures has a price. */
export const coverageType = object(
  'Coverage',
  'How much of the stake that figures rest on has a price. Stake without a price is never counted as 0.',
  {
    pools: field(int, 'Pools with stake in it.'),
    pricedPools: field(int, 'Those with a price.'),
    holders: field(int, 'Operators (or groups, or stakers) with stake in it.'),
    pricedHolders: field(int, 'Those of which all stake in it has a price.'),
    isComplete: field(boolean, 'Whether all stake has a price: then figures are what they say.'),
    unpriced: limited(member, 'Pools with stake in it and without a price, by id.'),
  },
)
/** Type Coverage. */
export type CoverageValues = ValueOf<typeof coverageType>

/** The bounds of the time of a block. */
export const timeBounds = {
  timestampAtLeast: field(
    nullable(unixTime),
    'Its time is this or later: that of the nearest block at or before it whose header is stored. Equals `timestamp` where that is known; null: no such block.',
  ),
  timestampAtMost: field(
    nullable(unixTime),
    'Its time is this or earlier: that of the nearest block at or after it whose header is stored. Equals `timestamp` where that is known; null: no such block.',
  ),
}

/** Block of an answer. */
export const riskBlock = object('RiskBlock', 'Block of an answer.', {
  number: field(int, 'Block number.'),
  hash: field(nullable(bytes), 'Block hash; null if its header is not stored.'),
  timestamp: field(nullable(unixTime), 'Unix seconds; null as `hash`.'),
  ...timeBounds,
  nullReason: field(
    nullable(headerNullReason),
    'Why hash and timestamp are null; null: they are known.',
  ),
  chainId: field(int, 'Chain (EIP-155).'),
  finalized: field(boolean, 'Whether the block can no longer be undone.'),
})

/** Where the rate of a pool is from. */
export const rateSource = enumeration('RateSource', 'Where the rate of a pool is from.', {
  EVENT: 'The pool emitted it last (ExchangeRateEmitted).',
  POLL: 'A poll of its contract, which is newer than what it emitted (entity PolledPool).',
  FIXED: 'Shares of native ETH are wei.',
})

const poolRate = object('PoolRate', 'Where the tokens per share of a pool are from.', {
  pool: field(member, 'Pool.'),
  source: field(rateSource, 'An event, or a poll.'),
  block: field(nullable(int), 'Block of the event or of the poll; null: it holds at every block.'),
})

/** Type RiskPricing. */
export const riskPricing = object('RiskPricing', 'Prices of an answer.', {
  numeraire: field(numeraire, 'Unit of the amounts.'),
  source: field(nullable(string), 'Where prices are from; null: none were used.'),
  unpriced: field(
    list(member),
    'Pools with stake, or tokens of rewards, that would need a price; they are never taken as worth zero.',
  ),
  rates: field(
    list(poolRate),
    'Where the tokens per share of the pools with a value are from; empty: no prices were used.',
  ),
})

const assumption = object(
  'RiskAssumption',
  'An assumption of the caller that the chain does not contain.',
  {
    name: field(string, 'Name of the argument.'),
    value: field(string, 'Its value, as given.'),
  },
)

const riskMeta = object('RiskMeta', 'What an answer rests on.', {
  block: field(riskBlock, 'Block whose state was measured.'),
  basis: field(nullable(stakeBasis), 'Which stake counted; null where no stake is measured.'),
  grouping: field(
    nullable(string),
    'Grouping of operators into companies; null: none, each operator counts separately.',
  ),
  pricing: field(riskPricing, 'Prices used.'),
  assumptions: field(
    list(assumption),
    'Assumptions that were given, as name and value; empty: none is needed.',
  ),
  coverage: lazy(
    nullable(coverageType),
    'How much of the stake that was measured has a price: of all stake in the scope, whatever it is committed to, and what of the withdrawal queue losses count (`includeQueued`). Null where no stake is measured. Rows have their own.',
  ),
  method: field(method, 'How it was computed.'),
  nullReason: field(nullable(nullReason), 'Why there is no answer; null if there is one.'),
})

/** Type RiskMeta. */
export type Meta = Omit<ValueOf<typeof riskMeta>, 'block'> & { readonly block: BlockPoint }
/** Its values. */
export type Pricing = ValueOf<typeof riskPricing>

/** Field `meta` of every answer. */
export const metaField = field(riskMeta, 'What was measured, where, and why a value is missing.')

/** Pricing of an answer without prices. @param unpriced pools whose stake needs one */
export function unpricedBy(unpriced: readonly string[]): Pricing {
  return { numeraire: 'NATIVE', source: null, unpriced, rates: [] }
}

/** What an answer rests on; parts that are not given are those of an exact answer without prices and assumptions. */
export function metaOf(
  block: BlockPoint,
  basis: Basis | null,
  nullReason: NullReason | null,
  parts: Partial<Meta> = {},
): Meta {
  return {
    block,
    basis,
    grouping: null,
    pricing: unpricedBy([]),
    assumptions: [],
    coverage: () => null,
    method: 'EXACT',
    nullReason,
    ...parts,
  }
}
