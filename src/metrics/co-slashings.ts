import type { ApiContext, BlockPoint } from '../reads/context'
import { apiError } from '../reads/errors'
import { groupBy } from '../reads/group-by'
import {
  isKnownScope,
  loadSlashableTimes,
  loadSlashings,
  type SlashingEvent,
} from '../reads/history/slashings'
import { cutWindows, type WindowKind } from '../reads/history/windows'
import { byCommonWindows, coEvents, eventSeries } from '../risk/correlation/co-events'
import { pairCount } from '../risk/math/pairs'
import { sizeOf } from '../risk/math/ranges'
import { optional } from './define/argument'
import { blockNumber, choice } from './define/arguments'
import { type BlockRange, readRange } from './define/block-range'
import { checkPairs } from './define/errors'
import { blockArgument } from './define/measure'
import { member, metaOf, nullReason } from './define/meta'
import { metric, unanswered } from './define/metric'
import { expensive, field, object, paged } from './define/object'
import { type ScopeKeys, scope } from './define/scope'
import { decimal, enumeration, int, nullable } from './define/type'

/** Maximum number of slashings in one request: their exact p-values take about a second. */
const MAX_SLASHINGS = 20_000

const population = enumeration('CoSlashingPopulation', 'What is compared in pairs.', {
  AVSS: 'AVSs, by the slashings of their operator sets.',
  OPERATORS: 'Operators, by the slashings that hit them.',
})

const slashingWindow = enumeration<WindowKind>(
  'SlashingWindow',
  'Fixed windows that do not overlap. Those of time begin at multiples of their length since 1970-01-01, 00:00 UTC.',
  {
    TRANSACTION: 'Transactions with a log of an indexed contract; others are not stored.',
    BLOCK: 'Blocks.',
    HOUR: 'Hours, from minute 00 on.',
    DAY: 'Days, from 00:00 UTC on.',
    WEEK: 'Weeks, from Thursday 00:00 UTC on.',
  },
)

const universe = object('CoSlashingUniverse', 'All windows of the range.', {
  window: field(slashingWindow, 'Length of the windows.'),
  from: field(int, 'First block.'),
  to: field(int, 'Last block. The range can cut short the first and the last window of time.'),
  windows: field(
    int,
    'Number of windows, those without a slashing included: of time, from that of the first block with logs to that of the last.',
  ),
})

const coSlashingItem = object(
  'CoSlashingItem',
  'An operator that was slashed, or an AVS that slashed.',
  {
    member: field(member, 'The operator or AVS.'),
    slashings: field(int, 'Number of slashings.'),
    slashedWindows: field(int, 'Windows with any.'),
    windows: field(int, 'Windows in which there could be any.'),
  },
)

const coSlashingPair = object(
  'CoSlashingPair',
  'Two of them in the windows in which both could be slashed.',
  {
    a: field(member, 'The one whose id comes first.'),
    b: field(member, 'The other.'),
    windows: field(int, 'Windows in which both could be slashed, n.'),
    slashedA: field(int, 'Those in which `a` was, x.'),
    slashedB: field(int, 'Those in which `b` was, y.'),
    both: field(int, 'Those in which both were.'),
    expected: field(
      nullable(decimal),
      'Windows with both that are expected by chance: x y / n. Null if n is 0.',
    ),
    phi: field(
      nullable(decimal),
      `Correlation (phi), in [-1, 1]. Null if \`expected\` is below 5, which it is as soon as one of the two was slashed in fewer than
5 windows.`,
    ),
    lift: field(
      nullable(decimal),
      '`both` divided by `expected`, at least 0; 1 is chance. Null if `expected` is 0. Of few events it says little.',
    ),
    pValue: field(
      nullable(decimal),
      "Fisher's exact test, two-sided, in (0, 1], where there is no phi: probability of a table that is as unlikely as this, by chance alone. Null if n is 0.",
    ),
    nullReason: field(
      nullable(nullReason),
      'Why there is no phi: INSUFFICIENT_EVENTS, or NOT_DEFINED if one was slashed in all windows.',
    ),
  },
)

/** Field `coSlashings`. */
export const coSlashingsMetric = metric({
  name: 'coSlashings',
  doc: `Who was slashed together, as it happened: pairs of operators, or of AVSs that slashed, in the same windows of time.

One OperatorSlashed is one event, however many pools it names, and also if nothing was allocated there. Windows are fixed,
and what counts for a pair are the windows in which both could be slashed: an operator as long as a set could slash it
(AllocationManager.isOperatorSlashable: registered, or left no longer than the deallocation delay ago), an AVS as long as
it could slash any operator. Of vaults (Symbiotic) a slashing counts when it was executed, and an operator could be slashed while it was
opted in to the network and to a vault, or an adapter guaranteed for it, and until the epoch of the vault after that. A window counts if any of that time lies in it, and so does one with a slashing.`,
  args: {
    among: choice(
      population,
      'What is compared: operators that were slashed, or AVSs that slashed an operator.',
      'OPERATORS',
    ),
    window: choice(slashingWindow, 'Length of the windows.', 'DAY'),
    from: optional(blockNumber('First block. Default: the first indexed one.')),
    to: optional(blockNumber('Last block. Default: the one that is read.')),
    scope: scope(
      'Only slashings of `operator`, or by sets of `avs`, or by `operatorSet`; `pool` must be left out. When one could be slashed follows the same scope.',
      { pool: 'A slashing is of all pools at once: leave it out.' },
    ),
    block: { ...blockArgument, doc: 'Block whose state is read. Default: the last indexed block.' },
  },
  answer: object('CoSlashings', 'Observed slashings in the same windows.', {
    items: paged(coSlashingItem, 'Those with at least one slashing, by id.'),
    pairs: expensive(
      50,
      paged(
        coSlashingPair,
        'Pairs of them, the most common windows first, then by id. Of more than 1000 items there are none.',
      ),
    ),
    pairCount: field(int, 'Number of pairs.'),
    slashings: field(nullable(int), 'Number of slashings in the range and scope.'),
    universe: field(nullable(universe), 'The windows from which those of a pair are.'),
  }),
  async compute({ among, window, from, to, scope, block: requested }, { context }) {
    const block = await context.at(requested)
    const range = await readRange({ from, to }, context, block)
    if (!(await isKnownScope(context, scope, block))) {
      return unanswered(metaOf(block, null, 'UNKNOWN_SCOPE'))
    }
    const events = await eventsOf(range, scope, context, block)
    const memberOf = (row: Pick<SlashingEvent, 'operator' | 'avs'>) =>
      among === 'OPERATORS' ? row.operator : row.avs
    const byMember = groupBy(events, memberOf)
    const ids = [...byMember.keys()].sort()
    const names = among === 'OPERATORS' ? { operators: ids } : { avss: ids }
    const times = await loadSlashableTimes(context, range, scope, names, block)
    if (times === null) return unanswered(metaOf(block, null, 'CONSTANT_UNKNOWN'))
    const cut = await cutWindows(context, window, range, times, events)
    const timesOf = groupBy(times, memberOf)
    const series = ids.map((id) =>
      eventSeries(
        id,
        byMember.get(id)!.map(cut.of),
        (timesOf.get(id) ?? []).map(({ first, last }) => cut.over(first, last)),
      ),
    )
    return {
      items: (from, to) =>
        series.slice(from, to).map(({ id, windows, eligible }) => ({
          member: id,
          slashings: byMember.get(id)!.length,
          slashedWindows: windows.length,
          windows: sizeOf(eligible),
        })),
      pairs: (from, to) => {
        checkPairs(series.length, 'Name an AVS in the scope, or compare AVSs.')
        return byCommonWindows(series)
          .slice(from, to)
          .map(({ a, b }) => {
            const { counts, phi, ...rest } = coEvents(series[a]!, series[b]!)
            return {
              a: series[a]!.id,
              b: series[b]!.id,
              windows: counts.all,
              slashedA: counts.first,
              slashedB: counts.second,
              both: counts.both,
              ...rest,
              phi: phi.value,
              nullReason: phi.nullReason === 'NO_VARIANCE' ? 'NOT_DEFINED' : phi.nullReason,
            }
          })
      },
      pairCount: pairCount(series.length),
      slashings: events.length,
      universe: { window, ...range, windows: cut.all ? cut.all.last - cut.all.first + 1 : 0 },
      meta: metaOf(block, null, events.length === 0 ? 'EMPTY' : null),
    }
  },
})

async function eventsOf(
  range: BlockRange,
  scope: ScopeKeys,
  context: ApiContext,
  block: BlockPoint,
): Promise<SlashingEvent[]> {
  const events = await loadSlashings(context, range, scope, MAX_SLASHINGS + 1, block)
  if (events.length <= MAX_SLASHINGS) return events
  throw apiError('LIMIT_EXCEEDED', `There are more than ${MAX_SLASHINGS} slashings.`, {
    limit: MAX_SLASHINGS,
    hint: 'Ask for fewer blocks, or name an AVS in the scope.',
  })
}
