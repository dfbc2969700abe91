import type { ApiContext, BlockInput, BlockPoint } from '../reads/context'
import { apiError } from '../reads/errors'
import { groupBy } from '../reads/group-by'
import {
  isKnownScope,
  loadSlashableTimes,
  loadSlashings,
  type SlashingEvent,
} from '../reads/history/slashings'
import { cutWindows, type WindowKind } from '../reads/history/windows'
import {
  byCommonWindows,
  coEvents,
  type EventSeries,
  eventSeries,
} from '../risk/correlation/co-events'
import { toDecimal } from '../risk/math/decimal'
import { pairCount } from '../risk/math/pairs'
import { sizeOf } from '../risk/math/ranges'
import type { Ratio } from '../risk/math/ratio'
import { coSlashingsTypeDefs } from './co-slashings-types'
import { type BlockRange, readRange } from './define/block-range'
import type { SchemaPart } from './define/part'
import { bad, type Page, range, type ScopeInput, scopeKeys } from './legacy/arguments'
import { member, metaOf, type NullReason } from './legacy/meta'

/** Most things of which all pairs are listed. */
const MAX_ITEMS = 1_000
/** Most slashings that one request may look at: exact p-values of them take at most about a second. */
const MAX_SLASHINGS = 20_000

interface Arguments {
  among: 'AVSS' | 'OPERATORS'
  window: WindowKind
  from?: number | null
  to?: number | null
  scope?: ScopeInput | null
  block?: BlockInput | null
}

interface Found {
  slashings: number
  windows: number
  series: readonly EventSeries[]
  /** Events of each series. */
  counts: readonly number[]
}

async function resolve(_: unknown, args: Arguments, context: ApiContext) {
  const scope = scopeKeys(args.scope)
  if (scope.pool !== null) {
    throw bad('scope.pool', args.scope?.pool, 'A slashing is of all pools at once: leave it out.')
  }
  const block = await context.at(args.block)
  const range = await readRange(args, context, block)
  const found = (await isKnownScope(context, scope, block))
    ? await find(args, scope, range, block, context)
    : 'UNKNOWN_SCOPE'
  if (typeof found === 'string') {
    return { items: [], pairs: [], pairCount: 0, meta: metaOf(block, null, found) }
  }
  const { slashings, windows, series } = found
  return {
    items: (page: Page) => items(found, page),
    pairs: (page: Page) => pairs(series, page),
    pairCount: pairCount(series.length),
    slashings,
    universe: { window: args.window, ...range, windows },
    meta: metaOf(block, null, slashings === 0 ? 'EMPTY' : null),
  }
}

async function find(
  { among, window }: Arguments,
  scope: ReturnType<typeof scopeKeys>,
  range: BlockRange,
  block: BlockPoint,
  context: ApiContext,
): Promise<Found | NullReason> {
  const events = await loadSlashings(context, range, scope, MAX_SLASHINGS + 1)
  if (events.length > MAX_SLASHINGS) {
    throw apiError('LIMIT_EXCEEDED', `There are more than ${MAX_SLASHINGS} slashings.`, {
      limit: MAX_SLASHINGS,
      hint: 'Ask for fewer blocks, or name an AVS in the scope.',
    })
  }
  const memberOf = (row: Pick<SlashingEvent, 'operator' | 'avs'>) =>
    among === 'OPERATORS' ? row.operator : row.avs
  const byMember = groupBy(events, memberOf)
  const ids = [...byMember.keys()].sort()
  const names = among === 'OPERATORS' ? { operators: ids } : { avss: ids }
  const times = await loadSlashableTimes(context, range, scope, names, block)
  if (times === null) return 'CONSTANT_UNKNOWN'
  const cut = await cutWindows(context, window, range, times, events)
  const timesOf = groupBy(times, memberOf)
  return {
    slashings: events.length,
    windows: cut.all === null ? 0 : cut.all.last - cut.all.first + 1,
    series: ids.map((id) =>
      eventSeries(
        id,
        byMember.get(id)!.map(cut.of),
        (timesOf.get(id) ?? []).map(({ first, last }) => cut.over(first, last)),
      ),
    ),
    counts: ids.map((id) => byMember.get(id)!.length),
  }
}

function items({ series, counts }: Found, page: Page) {
  const [from, to] = range(page)
  return series.slice(from, to).map(({ id, windows, eligible }, index) => ({
    member: member(id),
    slashings: counts[from + index]!,
    slashedWindows: windows.length,
    windows: sizeOf(eligible),
  }))
}

function pairs(series: readonly EventSeries[], page: Page) {
  const [from, to] = range(page)
  if (series.length > MAX_ITEMS) {
    throw apiError('LIMIT_EXCEEDED', `There are pairs of ${series.length} items.`, {
      limit: MAX_ITEMS,
      asked: series.length,
      hint: 'Name an AVS in the scope, or compare AVSs.',
    })
  }
  return byCommonWindows(series)
    .slice(from, to)
    .map(({ a, b }) => {
      const { counts, expected, phi, lift, pValue } = coEvents(series[a]!, series[b]!)
      return {
        a: member(series[a]!.id),
        b: member(series[b]!.id),
        windows: counts.all,
        slashedA: counts.first,
        slashedB: counts.second,
        both: counts.both,
        expected: shown(expected),
        phi: shown(phi.value),
        lift: shown(lift),
        pValue: shown(pValue),
        nullReason: phi.nullReason === 'NO_VARIANCE' ? 'NOT_DEFINED' : phi.nullReason,
      }
    })
}

const shown = (value: Ratio | null) => value && toDecimal(value)

/** Field `coSlashings`. */
export const coSlashingsSchema: SchemaPart = {
  typeDefs: coSlashingsTypeDefs,
  resolvers: { Query: { coSlashings: resolve } },
}
